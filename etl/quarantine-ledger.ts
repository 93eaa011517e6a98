import type { DatabaseSync } from 'node:sqlite';
import { CoalfaceError } from '../data/errors.ts';
import type { Home } from '../data/home.ts';
import { openState } from './state-database.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS quarantine_dismissal (
    id INTEGER PRIMARY KEY AUTOINCREMENT, file TEXT NOT NULL, rows TEXT NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL,
    by TEXT NOT NULL, undone_at TEXT, undone_by TEXT) STRICT;
`;

/**
 * What people decided about rows in quarantine, in `state.sqlite`. A decision is never changed or deleted; undoing it is
 * recorded beside it.
 */
export class QuarantineLedger {
  readonly #db: DatabaseSync;
  readonly #now: () => Date;

  /** @throws CoalfaceError `state_unreadable` */
  constructor(home: Home, now: () => Date) {
    this.#now = now;
    this.#db = openState(home, SCHEMA);
  }

  close(): void {
    this.#db.close();
  }

  /** Decide that rows of a file need no more work. @param file landing id @returns the id of the decision */
  dismiss(file: string, rows: readonly number[], { by, reason }: { by: string; reason: string }): number {
    const { lastInsertRowid } = this.#db
      .prepare('INSERT INTO quarantine_dismissal (file, rows, reason, at, by) VALUES (?, ?, ?, ?, ?)')
      .run(file, JSON.stringify(rows), reason, this.#now().toISOString(), by);
    return Number(lastInsertRowid);
  }

  /** Undo a decision: its rows are open again. @throws CoalfaceError `unknown_decision`, also for one undone before */
  undo(id: number, by: string): void {
    const { changes } = this.#db
      .prepare(
        'UPDATE quarantine_dismissal SET undone_at = ?, undone_by = ? WHERE id = ? AND undone_at IS NULL',
      )
      .run(this.#now().toISOString(), by, id);
    if (changes === 0) {
      throw new CoalfaceError(
        'unknown_decision',
        `没有有效的决定 ${id}: there is no decision ${id} that holds`,
        {
          hint: 'coalface quarantine list --dismissed --json',
        },
      );
    }
  }
}
