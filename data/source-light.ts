import { previousDue, SCHEDULE_ZONE } from './cron.ts';
import type { DueEntry } from './due-ledger-reader.ts';

/** How fresh a source is, the most urgent first. */
export const LIGHTS = [
  'missing',
  'late',
  'due',
  'never_loaded',
  'paused',
  'expected',
  'on_time',
  'ended',
  'unscheduled',
] as const;

/** How fresh a source is. `ended`: its publisher has stopped; `unscheduled`: nothing promises when it comes. */
export type Light = (typeof LIGHTS)[number];

/** What decides the light of a source. */
export interface Standing {
  /** cron, Asia/Shanghai */
  schedule: string | undefined;
  /** every run of the schedule is to bring the day before */
  daily: boolean;
  paused: boolean;
  /** rows of it were ever loaded */
  loaded: boolean;
  /** status by its publication calendar; null without one */
  publication: string | null;
  /** newest business day, `YYYY-MM-DD`; null: it states none */
  lastDay: string | null;
  /** the newest entry of the schedule's ledger */
  last: Pick<DueEntry, 'due_at' | 'state' | 'attempt'> | null;
}

/** After its instant a run of a daily source has so long to bring the day before. */
const GRACE_MS = 2 * 3600_000;
const DAY_MS = 86_400_000;

const BY_CALENDAR: Record<string, Light> = {
  on_time: 'on_time',
  published_late: 'on_time',
  published: 'on_time',
  expected: 'expected',
  due: 'due',
  late: 'late',
  missing: 'missing',
  ended: 'ended',
};

/**
 * How fresh a source is. A publication calendar says most; without one the schedule is the promise: of a daily source
 * that it brings the day before, of others that they were looked at and that it went well.
 */
export function lightOf(source: Standing, now: Date): Light {
  if (source.paused) return 'paused';
  if (!source.loaded) return 'never_loaded';
  const judged = source.publication === null ? undefined : BY_CALENDAR[source.publication];
  if (judged) return judged;
  if (!source.schedule) return 'unscheduled';
  const due = previousDue(source.schedule, now);
  if (source.daily && source.lastDay !== null) return due ? dailyLight(source.lastDay, due, now) : 'expected';
  return scheduleLight(source.last);
}

function dailyLight(lastDay: string, due: Date, now: Date): Light {
  const wanted = Date.parse(`${dayOf(due)}T00:00:00Z`) - DAY_MS;
  const behind = Math.round((wanted - Date.parse(`${lastDay}T00:00:00Z`)) / DAY_MS);
  if (behind <= 0) return 'on_time';
  if (behind > 1) return 'missing';
  return now.getTime() - due.getTime() < GRACE_MS ? 'due' : 'late';
}

function scheduleLight(last: Standing['last']): Light {
  if (!last || last.state === 'skipped') return 'expected';
  if (last.state === 'done') return 'on_time';
  return last.state === 'failed' || last.attempt > 1 ? 'late' : 'due';
}

const DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: SCHEDULE_ZONE, dateStyle: 'short' });

function dayOf(at: Date): string {
  return DAY.format(at);
}
