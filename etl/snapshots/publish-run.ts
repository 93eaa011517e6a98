import type { DuckDBConnection } from '@duckdb/node-api';
import { CoalfaceError } from '../../data/errors.ts';
import type { Home } from '../../data/home.ts';
import { pruneSnapshots } from '../../data/prune.ts';
import { publishSnapshot } from '../../data/publish.ts';
import type { Snapshot } from '../../data/snapshots.ts';
import type { Rollback } from '../../data/snapshot-ledger-reader.ts';
import { SnapshotLedger } from './ledger.ts';

/** What became of the publication of a run: one of the two. */
export type Published = { snapshot: Snapshot; held: null } | { snapshot: null; held: Rollback };

/**
 * Publish the warehouse unless a rollback holds publishing, asked before the copy is made and again when the pointer is
 * swapped. What is held stays in the warehouse and is published by the next run after the release.
 * @throws CoalfaceError of `publishSnapshot`
 */
export async function publishUnlessHeld(
  connection: DuckDBConnection,
  home: Home,
  publication: { now: () => Date; asOf: string | null; runs: string[] },
): Promise<Published> {
  const { now, asOf, runs } = publication;
  const ledger = new SnapshotLedger(home, now);
  try {
    const held = ledger.hold();
    if (held) return { snapshot: null, held };
    const swap = (point: () => void) => ledger.publish(point);
    return {
      snapshot: await publishSnapshot(connection, home, { now: now(), asOf, runs, swap }),
      held: null,
    };
  } catch (error) {
    const held = ledger.hold();
    if (!held || !(error instanceof CoalfaceError && error.code === 'publishing_held')) throw error;
    return { snapshot: null, held };
  } finally {
    ledger.close();
  }
}

/** Delete what neither retention nor a pin keeps, after a publication. */
export async function pruneUnpinned(home: Home, now: () => Date): Promise<void> {
  const ledger = new SnapshotLedger(home, now);
  try {
    await pruneSnapshots(home, { pinned: ledger.pinned() });
  } finally {
    ledger.close();
  }
}
