import type { DatabaseSync } from 'node:sqlite';
import { checkDefinition, checkOutcome, type CheckDefinition, type CheckOutcome } from './check-records.ts';
import type { Home } from './home.ts';
import { readState } from './state-reader.ts';

const OUTCOME = `SELECT r.run, r.severity, r.passed, r.detail, r.checked_at, m.verdict, m.measured, m.low, m.high, m.unit, m.examples, m.ms
  FROM check_result r LEFT JOIN check_measure m ON m.run = r.run AND m.name = r.name`;
/** What says nothing about the data does not take the place of what does. */
const JUDGED = "coalesce(m.verdict, '') NOT IN ('nothing', 'no_history')";

/** How a check stands. */
export interface CheckStanding {
  definition: CheckDefinition;
  /** the newest outcome that judged something; the newest of all if none did; null before the first */
  latest: CheckOutcome | null;
  /** the first outcome of the failures that last until now; null: it does not fail */
  failingSince: CheckOutcome | null;
}

/** The history of checks as anybody may read it. */
export class CheckHistoryReader {
  protected readonly db: DatabaseSync;

  /** @param database `state.sqlite` with the tables of the checks */
  constructor(database: DatabaseSync) {
    this.db = database;
  }

  close(): void {
    this.db.close();
  }

  /** The checks as they were last asked, in the order in which they run. */
  definitions(): CheckDefinition[] {
    const found = this.db.prepare('SELECT * FROM check_definition ORDER BY rowid').all();
    return found.map((row) => checkDefinition.parse(row));
  }

  /** The newest outcomes of a check, newest first. */
  history(name: string, limit: number): CheckOutcome[] {
    return this.#outcomes(`${OUTCOME} WHERE r.name = ? ORDER BY r.rowid DESC LIMIT ?`, name, limit);
  }

  /** How every check stands, in the order in which they run. */
  standings(): CheckStanding[] {
    return this.definitions().map((definition) => {
      const { name } = definition;
      const [latest = this.history(name, 1)[0] ?? null] = this.#outcomes(
        `${OUTCOME} WHERE r.name = ? AND ${JUDGED} ORDER BY r.rowid DESC LIMIT 1`,
        name,
      );
      const [failingSince = null] = this.#outcomes(
        `${OUTCOME} WHERE r.name = ? AND r.passed = 0 AND r.rowid > coalesce((
           SELECT max(r.rowid) FROM check_result r LEFT JOIN check_measure m ON m.run = r.run AND m.name = r.name
           WHERE r.name = ? AND r.passed = 1 AND ${JUDGED}), 0) ORDER BY r.rowid LIMIT 1`,
        name,
        name,
      );
      return { definition, latest, failingSince };
    });
  }

  /** Names and severities of the checks of the last run that asked any, and whether each failed. */
  lastRun(): { name: string; severity: 'error' | 'warn'; failed: boolean; detail: string }[] {
    const found = this.db
      .prepare(
        `SELECT name, severity, passed, detail FROM check_result
         WHERE run = (SELECT run FROM check_result ORDER BY rowid DESC LIMIT 1) ORDER BY rowid`,
      )
      .all();
    return found.map((row) => ({
      name: String(row['name']),
      severity: row['severity'] === 'error' ? 'error' : 'warn',
      failed: row['passed'] !== 1,
      detail: String(row['detail']),
    }));
  }

  #outcomes(sql: string, ...values: (string | number)[]): CheckOutcome[] {
    return this.db
      .prepare(sql)
      .all(...values)
      .map((row) => checkOutcome.parse(row));
  }
}

/**
 * Open the history of checks of an installation for reading, also while a run writes it.
 * @returns null before the first run that has checked anything
 * @throws CoalfaceError `state_unreadable`
 */
export function openCheckHistory(home: Home): CheckHistoryReader | null {
  const database = readState(home, 'check_definition');
  return database && new CheckHistoryReader(database);
}
