/** How many snapshots to keep: the newest few, and the newest of each of so many days, ISO weeks and months. */
export interface Retention {
  /** at least 2: a reader may be about to open the one before the newest */
  recent: number;
  daily: number;
  weekly: number;
  monthly: number;
}

/** The 3 newest, 14 days, 12 weeks and 24 months. */
export const DEFAULT_RETENTION: Retention = { recent: 3, daily: 14, weekly: 12, monthly: 24 };

/** Why retention keeps a snapshot: it is one of the newest, or the newest of a day, a week or a month. */
export type Keeping = keyof Retention;

/**
 * Why which snapshots are kept: the newest few and, for each period (UTC day, ISO week, month) that has any, its newest
 * one, for the newest periods up to the limits.
 * @param ids snapshot ids (`YYYYMMDDTHHMMSSmmm`) in any order
 * @returns by id, without those that are not kept
 */
export function whyRetained(
  ids: readonly string[],
  retention: Retention = DEFAULT_RETENTION,
): Map<string, Keeping[]> {
  const newestFirst = [...ids].sort().reverse();
  const kept = new Map<string, Keeping[]>();
  const keep = (id: string, why: Keeping) => kept.set(id, [...(kept.get(id) ?? []), why]);
  for (const id of newestFirst.slice(0, retention.recent)) keep(id, 'recent');
  const keepNewestOf = (why: Keeping, period: (id: string) => string) => {
    const seen = new Set<string>();
    for (const id of newestFirst) {
      const key = period(id);
      if (seen.has(key)) continue;
      if (seen.size === retention[why]) break;
      seen.add(key);
      keep(id, why);
    }
  };
  keepNewestOf('daily', (id) => id.slice(0, 8));
  keepNewestOf('weekly', mondayOf);
  keepNewestOf('monthly', (id) => id.slice(0, 6));
  return kept;
}

/** The snapshots that retention keeps. @param ids snapshot ids in any order */
export function toRetain(ids: readonly string[], retention: Retention = DEFAULT_RETENTION): Set<string> {
  return new Set(whyRetained(ids, retention).keys());
}

function mondayOf(id: string): string {
  const day = new Date(`${id.slice(0, 4)}-${id.slice(4, 6)}-${id.slice(6, 8)}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return day.toISOString().slice(0, 10);
}
