import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Home } from './home.ts';
import { readState } from './state-reader.ts';

export const DUE_STATES = ['waiting', 'running', 'done', 'failed', 'skipped'] as const;

export const dueEntry = z.strictObject({
  id: z.int(),
  source: z.string(),
  /** the instant of the schedule, or that of a request */
  due_at: z.string(),
  /** `schedule`: its cron expression; `request`: somebody asked for it; `first`: the source has never given a row */
  cause: z.enum(['schedule', 'request', 'first']),
  state: z.enum(DUE_STATES),
  /** tries so far */
  attempt: z.int(),
  not_before: z.string(),
  run: z.string().nullable(),
  started_at: z.string().nullable(),
  ended_at: z.string().nullable(),
  /** why it failed, is tried again or was skipped */
  reason: z.string().nullable(),
});
const pause = z.strictObject({
  source: z.string(),
  at: z.string(),
  by: z.string(),
  until: z.string().nullable(),
});
const waiting = z.strictObject({ source: z.string(), entries: z.int(), retries: z.int() });

/** One instant at which a source was due, and what became of it. Times are ISO 8601 instants. */
export type DueEntry = z.infer<typeof dueEntry>;

/** A schedule that somebody has stopped, for good or `until` an instant. */
export type Pause = z.infer<typeof pause>;

/** How many entries of a source wait for their turn, and how many of them have been tried before. */
export type Waiting = z.infer<typeof waiting>;

/** What was due when, what became of it and which sources rest, as anybody may read it. */
export class DueLedgerReader {
  protected readonly db: DatabaseSync;
  protected readonly now: () => Date;

  /** @param database `state.sqlite` with the tables of the ledger @param now decides which pauses are over */
  constructor(database: DatabaseSync, now: () => Date) {
    this.db = database;
    this.now = now;
  }

  close(): void {
    this.db.close();
  }

  /** The pauses that are in force. */
  pauses(): Pause[] {
    return this.db
      .prepare('SELECT * FROM schedule_pause WHERE until IS NULL OR until > ? ORDER BY source')
      .all(this.now().toISOString())
      .map((row) => pause.parse(row));
  }

  /** The pause that is in force for a source; null if there is none. */
  paused(source: string): Pause | null {
    return this.pauses().find((one) => one.source === source) ?? null;
  }

  /** The entries of a source, newest first. */
  entries(source: string, limit: number): DueEntry[] {
    return this.db
      .prepare('SELECT * FROM due WHERE source = ? ORDER BY id DESC LIMIT ?')
      .all(source, limit)
      .map((row) => dueEntry.parse(row));
  }

  /** The newest entry of each source. */
  newest(): Map<string, DueEntry> {
    return new Map(
      this.db
        .prepare('SELECT * FROM due WHERE id IN (SELECT max(id) FROM due GROUP BY source)')
        .all()
        .map((row) => dueEntry.parse(row))
        .map((entry) => [entry.source, entry]),
    );
  }

  /** What waits, by source. */
  waiting(): Waiting[] {
    return this.db
      .prepare(
        `SELECT source, count(*) AS entries, count(*) FILTER (WHERE attempt > 0) AS retries
         FROM due WHERE state = 'waiting' GROUP BY source ORDER BY source`,
      )
      .all()
      .map((row) => waiting.parse(row));
  }
}

/**
 * Open the schedule's ledger of an installation for reading.
 * @returns null before schedules have run for the first time
 * @throws CoalfaceError `state_unreadable`
 */
export function openDueLedgerReader(home: Home, now: () => Date): DueLedgerReader | null {
  const database = readState(home, 'schedule_pause');
  return database && new DueLedgerReader(database, now);
}
