import { stat } from 'node:fs/promises';
import type { Home } from './home.ts';
import { whyRetained, type Keeping } from './retention.ts';
import { readManifest } from './snapshot-manifest.ts';
import { currentSnapshotId, listSnapshots, snapshotFile } from './snapshots.ts';
import type { Pin, Rollback, SnapshotLedgerReader } from './snapshot-ledger-reader.ts';

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
  /** why retention keeps it; empty: a pin or the service alone does, or the next pruning deletes it */
  kept: Keeping[];
  pins: Pick<Pin, 'briefing' | 'reason' | 'by' | 'at'>[];
}

/**
 * All kept snapshots, newest first, and the hold on publishing.
 * @param ledger null while nobody has decided anything yet
 * @throws CoalfaceError `bad_manifest`
 */
export async function listedSnapshots(
  home: Home,
  ledger: Pick<SnapshotLedgerReader, 'pins' | 'hold'> | null,
): Promise<{ snapshots: ListedSnapshot[]; hold: Rollback | null }> {
  const [ids, current, pins] = [
    await listSnapshots(home),
    await currentSnapshotId(home),
    ledger?.pins() ?? [],
  ];
  const kept = whyRetained(ids);
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
      kept: kept.get(id) ?? [],
      pins: pins
        .filter((pin) => pin.snapshot === id)
        .map(({ briefing, reason, by, at }) => ({ briefing, reason, by, at })),
    });
  }
  return { snapshots, hold: ledger?.hold() ?? null };
}
