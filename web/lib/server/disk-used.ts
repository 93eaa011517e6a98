import { stat } from 'node:fs/promises';
import type { Home } from '../../../data/home.ts';
import { listSnapshots, snapshotFile } from '../../../data/snapshots.ts';
import { archivedFiles } from './archive.ts';

/** Bytes of snapshots, landing archive (each content once) and warehouse with its log. */
export interface DiskUsed {
  snapshots: number;
  landing: number;
  warehouse: number;
}

/** What an installation takes of the disk. Copies that share their blocks count as if they did not. */
export async function diskUsed(home: Home): Promise<DiskUsed> {
  const sizes = (await listSnapshots(home)).map((id) => sizeOf(snapshotFile(home, id)));
  const contents = new Map((await archivedFiles()).map(({ sha256, bytes }) => [sha256, bytes]));
  return {
    snapshots: sum(await Promise.all(sizes)),
    landing: sum([...contents.values()]),
    warehouse: sum(await Promise.all([sizeOf(home.warehouse), sizeOf(`${home.warehouse}.wal`)])),
  };
}

/** A snapshot may be pruned and a log checkpointed between two looks. */
async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => null))?.size ?? 0;
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + size, 0);
}
