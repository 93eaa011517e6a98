import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Home } from './home.ts';
import { readState } from './state-reader.ts';

const pinRow = z.strictObject({
  snapshot: z.string(),
  /** week of the published briefing that cites the snapshot; null for a pin set by hand */
  briefing: z.string().nullable(),
  reason: z.string(),
  at: z.string(),
  by: z.string(),
});
const rollbackRow = z
  .strictObject({
    id: z.int(),
    from_snapshot: z.string().nullable(),
    to_snapshot: z.string(),
    at: z.string(),
    by: z.string(),
    reason: z.string().nullable(),
    hold: z.int().transform((flag) => flag === 1),
    released_at: z.string().nullable(),
    released_by: z.string().nullable(),
  })
  .transform(({ from_snapshot, to_snapshot, released_at, released_by, ...row }): Rollback => ({
    ...row,
    from: from_snapshot,
    to: to_snapshot,
    releasedAt: released_at,
    releasedBy: released_by,
  }));

/** Why a snapshot is never pruned. */
export type Pin = z.infer<typeof pinRow>;

/** A return to another snapshot. Times are ISO 8601 instants. */
export interface Rollback {
  id: number;
  /** the snapshot that was in service before */
  from: string | null;
  to: string;
  at: string;
  by: string;
  reason: string | null;
  /** whether it keeps runs from publishing until it is released */
  hold: boolean;
  releasedAt: string | null;
  releasedBy: string | null;
}

/** What people decided about snapshots, as anybody may read it: pins, rollbacks and the hold on publishing. */
export class SnapshotLedgerReader {
  protected readonly db: DatabaseSync;

  /** @param database `state.sqlite` with the tables of the ledger */
  constructor(database: DatabaseSync) {
    this.db = database;
  }

  close(): void {
    this.db.close();
  }

  /** All pins, oldest first. */
  pins(): Pin[] {
    return this.db
      .prepare('SELECT * FROM snapshot_pin ORDER BY at, rowid')
      .all()
      .map((row) => pinRow.parse(row));
  }

  /** The ids of all pinned snapshots. */
  pinned(): Set<string> {
    return new Set(this.pins().map((pin) => pin.snapshot));
  }

  /** All rollbacks, newest first. */
  rollbacks(): Rollback[] {
    return this.db
      .prepare('SELECT * FROM snapshot_rollback ORDER BY id DESC')
      .all()
      .map((row) => rollbackRow.parse(row));
  }

  /** The rollback that keeps runs from publishing now, or null. */
  hold(): Rollback | null {
    return this.rollbacks().find((one) => one.hold && one.releasedAt === null) ?? null;
  }
}

/**
 * The rollback that keeps runs of an installation from publishing now, or null.
 * @throws CoalfaceError `state_unreadable`
 */
export function holdNow(home: Home): Rollback | null {
  const database = readState(home, 'snapshot_rollback');
  if (!database) return null;
  const ledger = new SnapshotLedgerReader(database);
  try {
    return ledger.hold();
  } finally {
    ledger.close();
  }
}
