import { DueLedgerReader, dueEntry, type DueEntry } from '../../data/due-ledger-reader.ts';
import type { Home } from '../../data/home.ts';
import { openState } from '../state-database.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS due (
    id INTEGER PRIMARY KEY, source TEXT NOT NULL, due_at TEXT NOT NULL, cause TEXT NOT NULL, state TEXT NOT NULL,
    attempt INTEGER NOT NULL DEFAULT 0, not_before TEXT NOT NULL, run TEXT, started_at TEXT, ended_at TEXT,
    reason TEXT, UNIQUE (source, due_at, cause)) STRICT;
  CREATE TABLE IF NOT EXISTS schedule_pause (
    source TEXT PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, until TEXT) STRICT;
`;

/** A first try and three more. */
export const MOST_ATTEMPTS = 4;

/** What came of a try. */
export interface Settled {
  state: 'done' | 'failed' | 'skipped' | 'waiting';
  run: string | null;
  reason: string | null;
  /** when a `waiting` entry is tried again; after `failed`, until when the source is to be left alone */
  notBefore?: Date;
}

/**
 * What was due when and what became of it, in `state.sqlite`, so that it outlives the process: a source and an instant
 * of its schedule stand in it once, whatever clocks do.
 */
export class DueLedger extends DueLedgerReader {
  /** @throws CoalfaceError `state_unreadable` */
  constructor(home: Home, now: () => Date) {
    super(openState(home, SCHEMA), now);
  }

  #time(): string {
    return this.now().toISOString();
  }

  /** The newest instant of a source's schedule at or before `at` that is on record. */
  lastDue(source: string, at: Date): string | null {
    const sql = "SELECT max(due_at) AS last FROM due WHERE source = ? AND cause = 'schedule' AND due_at <= ?";
    return (this.db.prepare(sql).get(source, at.toISOString())?.['last'] as string | undefined) ?? null;
  }

  /**
   * Record an instant of a schedule; one that is on record stays as it is. It waits as long as the publisher asked to be
   * left alone after an earlier one; what a clock that was ahead has recorded does not count.
   * @param skip why it is not to be run
   */
  enter(source: string, dueAt: Date, skip: string | null): void {
    const at = dueAt.toISOString();
    this.db
      .prepare(
        `INSERT INTO due (source, due_at, cause, state, not_before, reason)
         SELECT ?, ?, 'schedule', ?, max(?, coalesce(max(not_before), '')), ?
         FROM due WHERE source = ? AND state = 'failed' AND ended_at <= ?
         ON CONFLICT DO NOTHING`,
      )
      .run(source, at, skip === null ? 'waiting' : 'skipped', at, skip, source, this.#time());
  }

  /** Ask for a run now. A request that waits already is enough. @returns whether one was recorded */
  request(source: string, cause: 'request' | 'first'): boolean {
    const at = this.#time();
    const { changes } = this.db
      .prepare(
        `INSERT INTO due (source, due_at, cause, state, not_before) SELECT ?, ?, ?, 'waiting', ?
         WHERE NOT EXISTS (SELECT 1 FROM due WHERE source = ? AND state = 'waiting' AND cause = ?)
         ON CONFLICT DO NOTHING`,
      )
      .run(source, at, cause, at, source, cause);
    return Number(changes) > 0;
  }

  /** Take what waits of a schedule out of the queue; requests stay. @param before only instants before this one */
  skipWaiting(source: string, reason: string, before?: Date): void {
    this.db
      .prepare(
        `UPDATE due SET state = 'skipped', reason = ?, ended_at = ?
         WHERE source = ? AND state = 'waiting' AND cause = 'schedule' AND (? IS NULL OR due_at < ?)`,
      )
      .run(reason, this.#time(), source, before?.toISOString() ?? null, before?.toISOString() ?? null);
  }

  /**
   * Begin the next entry of `sources` that may run now: requests first, then in the order in which they were due. A clock
   * that stands before the end of the last try was set back: its pause is over.
   */
  begin(sources: readonly string[]): DueEntry | null {
    const at = this.#time();
    const row = this.db
      .prepare(
        `UPDATE due SET state = 'running', attempt = attempt + 1, started_at = ?, ended_at = NULL WHERE id = (
           SELECT id FROM due WHERE state = 'waiting' AND (not_before <= ? OR ended_at > ?)
             AND source IN (SELECT value FROM json_each(?))
           ORDER BY cause <> 'request', due_at, source LIMIT 1) RETURNING *`,
      )
      .get(at, at, at, JSON.stringify(sources));
    return row ? dueEntry.parse(row) : null;
  }

  /** Record what came of a try. */
  settle(id: number, { state, run, reason, notBefore }: Settled): void {
    this.db
      .prepare(
        'UPDATE due SET state = ?, run = ?, reason = ?, ended_at = ?, not_before = coalesce(?, not_before) WHERE id = ?',
      )
      .run(state, run, reason, this.#time(), notBefore?.toISOString() ?? null, id);
  }

  /** Put a try back that the stop of its server ended: it does not count. */
  putBack(id: number): void {
    this.db
      .prepare(
        "UPDATE due SET state = 'waiting', attempt = attempt - 1, started_at = NULL WHERE id = ? AND state = 'running'",
      )
      .run(id);
  }

  /** Let what a killed server was running wait again. Only the holder of the scheduler's lock may call this. */
  reopen(): void {
    this.db
      .prepare(
        `UPDATE due SET state = CASE WHEN attempt < ? THEN 'waiting' ELSE 'failed' END, ended_at = ?,
           reason = 'the server ended during the run' WHERE state = 'running'`,
      )
      .run(MOST_ATTEMPTS, this.#time());
  }

  /** Stop the schedule of a source; a pause that stands is replaced. */
  pause(source: string, by: string, until: Date | null): void {
    this.db
      .prepare('INSERT OR REPLACE INTO schedule_pause (source, at, by, until) VALUES (?, ?, ?, ?)')
      .run(source, this.#time(), by, until?.toISOString() ?? null);
  }

  /** @returns whether the source was paused */
  resume(source: string): boolean {
    const paused = this.paused(source) !== null;
    this.db.prepare('DELETE FROM schedule_pause WHERE source = ?').run(source);
    return paused;
  }
}
