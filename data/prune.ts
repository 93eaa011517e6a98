import { rm, stat } from 'node:fs/promises';
import { systemCode } from './errors.ts';
import type { Home } from './home.ts';
import { toRetain } from './retention.ts';
import { manifestFile } from './snapshot-manifest.ts';
import { currentSnapshotId, listSnapshots, snapshotFile } from './snapshots.ts';

/** What pruning deletes, or would delete. */
export interface Pruning {
  /** ids, oldest first */
  deleted: string[];
  bytes: number;
  /** ids that a reader holds open on Windows; the next pruning deletes them */
  busy: string[];
}

/**
 * Delete the snapshots that retention no longer keeps. The one in service and the pinned ones always stay. What a reader
 * has open is harmless to delete on Linux; Windows refuses, and the file waits for the next time.
 * @param options.pinned ids to keep whatever their age
 * @param options.dryRun say what would be deleted, delete nothing
 */
export async function pruneSnapshots(
  home: Home,
  options: { pinned: ReadonlySet<string>; dryRun?: boolean },
): Promise<Pruning> {
  const ids = await listSnapshots(home);
  const keep = new Set([...toRetain(ids), ...options.pinned]);
  const current = await currentSnapshotId(home);
  const pruning: Pruning = { deleted: [], bytes: 0, busy: [] };
  for (const id of ids) {
    if (keep.has(id) || id === current) continue;
    const file = snapshotFile(home, id);
    const { size } = await stat(file);
    if (!options.dryRun && !(await removeSnapshot(home, id))) {
      pruning.busy.push(id);
      continue;
    }
    pruning.deleted.push(id);
    pruning.bytes += size;
  }
  return pruning;
}

/** Delete a snapshot and its manifest, if they are there. @returns false if Windows keeps it for a reader */
export async function removeSnapshot(home: Home, id: string): Promise<boolean> {
  try {
    await rm(snapshotFile(home, id), { force: true });
  } catch (error) {
    if (process.platform === 'win32' && ['EBUSY', 'EPERM', 'EACCES'].includes(systemCode(error) ?? ''))
      return false;
    throw error;
  }
  await rm(manifestFile(home, id), { force: true });
  return true;
}
