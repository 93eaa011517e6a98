import { CheckHistoryReader } from '../../data/check-history-reader.ts';
import type { Home } from '../../data/home.ts';
import { openState } from '../state-database.ts';
import type { Judgement } from './judge.ts';

/** The tables of the checks; older versions wrote `check_result` alone. */
export const CHECK_SCHEMA = `
  CREATE TABLE IF NOT EXISTS check_result (
    run TEXT NOT NULL, name TEXT NOT NULL, severity TEXT NOT NULL, passed INTEGER NOT NULL, detail TEXT NOT NULL,
    checked_at TEXT NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS check_result_by_name ON check_result (name);
  CREATE TABLE IF NOT EXISTS check_measure (
    run TEXT NOT NULL, name TEXT NOT NULL, verdict TEXT NOT NULL, measured REAL, low REAL, high REAL, unit TEXT NOT NULL,
    examples TEXT NOT NULL, ms REAL NOT NULL, PRIMARY KEY (run, name)) STRICT;
  CREATE TABLE IF NOT EXISTS check_definition (
    name TEXT NOT NULL, group_id TEXT NOT NULL, group_zh TEXT NOT NULL, group_en TEXT NOT NULL, zh TEXT NOT NULL,
    en TEXT NOT NULL, kind TEXT NOT NULL, severity TEXT NOT NULL, tags TEXT NOT NULL, sql TEXT NOT NULL) STRICT;
`;

/** The history of checks as runs write it, in `state.sqlite`. */
export class CheckLedger extends CheckHistoryReader {
  /** @throws CoalfaceError `state_unreadable` */
  constructor(home: Home) {
    super(openState(home, CHECK_SCHEMA));
  }

  /** Record all checks of a run at once. @param at instant of the judgement */
  record(run: string, judgements: readonly Judgement[], at: Date): void {
    this.db.exec('BEGIN IMMEDIATE; DELETE FROM check_definition');
    try {
      for (const one of judgements) this.#recordOne(run, one, at);
      this.db.exec('COMMIT');
    } catch (error) {
      this.db.exec('ROLLBACK');
      throw error;
    }
  }

  #recordOne(run: string, one: Judgement, at: Date): void {
    const { check, group } = one.declared;
    const insert = (table: string, ...values: (string | number | null)[]) =>
      this.db.prepare(`INSERT INTO ${table} VALUES (${values.map(() => '?').join(', ')})`).run(...values);
    insert('check_result', run, check.id, check.severity, one.passed ? 1 : 0, one.detail, at.toISOString());
    const { verdict, measured, low, high, unit, examples, ms } = one;
    insert('check_measure', run, check.id, verdict, measured, low, high, unit, JSON.stringify(examples), ms);
    insert(
      'check_definition',
      check.id,
      group.id,
      group.zh,
      group.en,
      check.title.zh,
      check.title.en,
      check.kind,
      check.severity,
      JSON.stringify(check.tags),
      one.sql,
    );
  }
}
