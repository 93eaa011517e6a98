import { openCheckHistory, type CheckStanding } from '../../../data/check-history-reader.ts';
import type { CheckOutcome } from '../../../data/check-records.ts';
import { homeAt } from '../../../data/home.ts';

/** Outcomes that a small picture of a history shows. */
const DRAWN = 30;

/** A check, how it stands and its last outcomes, the oldest first. */
export interface ShownCheck extends CheckStanding {
  history: Pick<CheckOutcome, 'run' | 'passed' | 'measured'>[];
}

/** How the checks stand, by source or mart. */
export interface CheckGroups {
  /** all checks, and those that fail and stop publishing or warn */
  count: number;
  errors: number;
  warnings: number;
  groups: { id: string; title: { zh: string; en: string }; checks: ShownCheck[] }[];
}

/**
 * How every check stands.
 * @param failing only those that fail are in the groups
 * @throws CoalfaceError `state_unreadable`
 */
export function checkGroups(failing: boolean): CheckGroups {
  const reader = openCheckHistory(homeAt());
  if (!reader) return { count: 0, errors: 0, warnings: 0, groups: [] };
  try {
    const standings = reader.standings();
    const failed = standings.filter(({ latest }) => latest?.passed === false);
    const shown = (failing ? failed : standings).map((standing) => ({
      ...standing,
      history: reader
        .history(standing.definition.name, DRAWN)
        .map(({ run, passed, measured }) => ({ run, passed, measured }))
        .reverse(),
    }));
    // checks of a file and of a source of the same name are one group, whichever of them are shown
    const titles = new Map(
      standings
        .map(({ definition: { group_id, group_zh: zh, group_en: en } }) => [group_id, { zh, en }] as const)
        .reverse(),
    );
    return {
      count: standings.length,
      errors: failed.filter(({ definition }) => definition.severity === 'error').length,
      warnings: failed.filter(({ definition }) => definition.severity === 'warn').length,
      groups: [...Map.groupBy(shown, ({ definition }) => definition.group_id)].map(([id, checks]) => ({
        id,
        title: titles.get(id) ?? { zh: id, en: id },
        checks,
      })),
    };
  } finally {
    reader.close();
  }
}
