import { stat } from 'node:fs/promises';
import type { Home } from '../../data/home.ts';
import { readManifest } from '../../data/snapshot-manifest.ts';
import { currentSnapshotId, listSnapshots, snapshotFile } from '../../data/snapshots.ts';
import type { Pin, Rollback } from '../../data/snapshot-ledger-reader.ts';
import type { SnapshotLedger } from './ledger.ts';

/** A kept snapshot as the list shows it; null is what no manifest records. */
export interface ListedSnapshot {
  id: string;
  current: boolean;
  asOf: string | null;
  publishedAt: string | null;
  bytes: number;
  /** all rows of all tables */
  rows: number | null;
  runs: string[] | null;
  sha256: string | null;
  copy: { method: 'reflink' | 'copy'; ms: number } | null;
  pins: Pick<Pin, 'reason' | 'by' | 'at'>[];
}

/** All kept snapshots, newest first, and the hold on publishing. @throws CoalfaceError `bad_manifest` */
export async function listedSnapshots(
  home: Home,
  ledger: SnapshotLedger,
): Promise<{ snapshots: ListedSnapshot[]; hold: Rollback | null }> {
  const [ids, current, pins] = [await listSnapshots(home), await currentSnapshotId(home), ledger.pins()];
  const snapshots: ListedSnapshot[] = [];
  for (const id of ids.reverse()) {
    const manifest = await readManifest(home, id);
    snapshots.push({
      id,
      current: id === current,
      asOf: manifest?.asOf ?? null,
      publishedAt: manifest?.publishedAt ?? null,
      bytes: (await stat(snapshotFile(home, id))).size,
      rows: manifest ? Object.values(manifest.tables).reduce((sum, rows) => sum + rows, 0) : null,
      runs: manifest?.runs ?? null,
      sha256: manifest?.sha256 ?? null,
      copy: manifest?.copy ?? null,
      pins: pins.filter((pin) => pin.snapshot === id).map(({ reason, by, at }) => ({ reason, by, at })),
    });
  }
  return { snapshots, hold: ledger.hold() };
}
