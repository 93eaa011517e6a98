import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { CoalfaceError } from '../../data/errors.ts';
import type { Home } from '../../data/home.ts';
import { openState } from '../state-database.ts';
import {
  checkDecision,
  DECISION_KINDS,
  isActive,
  type Decision,
  type DecisionDraft,
  type NamedAccount,
} from './decision.ts';
import { REVIEW_KINDS, REVIEW_STATUSES, type ReviewItem, type ReviewRecord } from './review-item.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS account_decision (
    id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, code TEXT, name TEXT, account TEXT NOT NULL,
    valid_from TEXT, valid_to TEXT, note TEXT, at TEXT NOT NULL, by TEXT NOT NULL, undone_at TEXT, undone_by TEXT) STRICT;
  CREATE TABLE IF NOT EXISTS account_review (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, code TEXT, name TEXT, account TEXT, score REAL, evidence TEXT NOT NULL,
    rows INTEGER NOT NULL, first_seen TEXT NOT NULL, last_seen TEXT NOT NULL, status TEXT NOT NULL) STRICT;
`;

const text = z.string().nullable();
const decisionRow = z
  .strictObject({
    id: z.int(),
    kind: z.enum(DECISION_KINDS),
    code: text,
    name: text,
    account: z.string(),
    valid_from: text,
    valid_to: text,
    note: text,
    at: z.string(),
    by: z.string(),
    undone_at: text,
    undone_by: text,
  })
  .transform(
    ({ valid_from: from, valid_to: to, undone_at: undoneAt, undone_by: undoneBy, ...row }): Decision => ({
      ...row,
      from,
      to,
      undoneAt,
      undoneBy,
    }),
  );
const reviewRow = z.strictObject({
  id: z.string(),
  kind: z.enum(REVIEW_KINDS),
  code: text,
  name: text,
  account: text,
  score: z.number().nullable(),
  evidence: z.string(),
  rows: z.int(),
  first_seen: z.string(),
  last_seen: z.string(),
  status: z.enum(REVIEW_STATUSES),
});

/**
 * What people decided about company names, and what is open for review: in `state.sqlite`, so that both outlive a
 * warehouse that is built anew from landing. A decision is never changed or deleted; undoing it is recorded beside it.
 */
export class AccountLedger {
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

  /** All decisions, undone ones included, in the order they were taken. */
  decisions(): Decision[] {
    return z.array(decisionRow).parse(this.#db.prepare('SELECT * FROM account_decision ORDER BY id').all());
  }

  /**
   * Take a decision. It has its effect in the next run.
   * @param accounts known accounts by code
   * @throws CoalfaceError of {@link checkDecision}
   */
  decide(stated: DecisionDraft, accounts: ReadonlyMap<string, NamedAccount>): Decision {
    return this.#atOnce(() => {
      const draft = checkDecision(stated, this.decisions().filter(isActive), accounts);
      const { lastInsertRowid } = this.#db
        .prepare(
          `INSERT INTO account_decision (kind, code, name, account, valid_from, valid_to, note, at, by)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          draft.kind,
          draft.code,
          draft.name,
          draft.account,
          draft.from,
          draft.to,
          draft.note,
          this.#now().toISOString(),
          draft.by,
        );
      return this.#decision(Number(lastInsertRowid));
    });
  }

  /** Undo a decision; the record stays. @throws CoalfaceError `unknown_decision`, `already_undone` */
  undo(id: number, by: string): Decision {
    return this.#atOnce(() => {
      const decision = this.#decision(id);
      if (!isActive(decision)) {
        throw new CoalfaceError(
          'already_undone',
          `认定 ${id} 已撤销: decision ${id} was undone at ${decision.undoneAt} by ${decision.undoneBy}`,
        );
      }
      this.#db
        .prepare('UPDATE account_decision SET undone_at = ?, undone_by = ? WHERE id = ?')
        .run(this.#now().toISOString(), by, id);
      return this.#decision(id);
    });
  }

  /**
   * Replace what is known of the review queue by the items found now. An item that is found no more keeps its record.
   * @param settled what became of an item that is found no more
   */
  review(
    items: readonly (ReviewItem & { status: 'open' | 'rejected' })[],
    settled: (item: ReviewRecord) => 'accepted' | 'rejected' | 'superseded',
  ): void {
    const at = this.#now().toISOString();
    const found = new Set(items.map((item) => item.id));
    const put = this.#db.prepare(
      `INSERT INTO account_review (id, kind, code, name, account, score, evidence, rows, first_seen, last_seen, status)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET score = excluded.score, evidence = excluded.evidence, rows = excluded.rows,
         last_seen = excluded.last_seen, status = excluded.status`,
    );
    const settle = this.#db.prepare('UPDATE account_review SET status = ?, rows = 0 WHERE id = ?');
    this.#atOnce(() => {
      for (const item of items) {
        const { id, kind, code, name, account, score, evidence, rows, status } = item;
        put.run(id, kind, code, name, account, score, evidence, rows, at, at, status);
      }
      for (const item of this.reviewed()) if (!found.has(item.id)) settle.run(settled(item), item.id);
    });
  }

  /** Every item ever found, those with most rows first. */
  reviewed(): ReviewRecord[] {
    return z
      .array(reviewRow)
      .parse(this.#db.prepare('SELECT * FROM account_review ORDER BY rows DESC, kind, code, name, id').all());
  }

  #decision(id: number): Decision {
    const row = this.#db.prepare('SELECT * FROM account_decision WHERE id = ?').get(id);
    if (row) return decisionRow.parse(row);
    throw new CoalfaceError('unknown_decision', `没有认定 ${id}: there is no decision ${id}`, {
      hint: 'coalface accounts log',
    });
  }

  #atOnce<T>(work: () => T): T {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#db.exec('COMMIT');
      return result;
    } catch (error) {
      this.#db.exec('ROLLBACK');
      throw error;
    }
  }
}
