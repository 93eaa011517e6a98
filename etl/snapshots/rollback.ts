import { existsSync } from 'node:fs';
import { CoalfaceError } from '../../data/errors.ts';
import type { Home } from '../../data/home.ts';
import { pointTo } from '../../data/publish.ts';
import { currentSnapshotId, openSnapshot, snapshotFile } from '../../data/snapshots.ts';
import { SnapshotLedger } from './ledger.ts';

/** The file of a snapshot that is kept. @throws CoalfaceError `bad_snapshot_id`, `unknown_snapshot` */
export function keptSnapshot(home: Home, id: string): string {
  const file = snapshotFile(home, id);
  if (existsSync(file)) return file;
  throw new CoalfaceError('unknown_snapshot', `there is no snapshot ${id}`, {
    where: { file },
    hint: '`coalface snapshots list` lists those that are kept',
  });
}

/**
 * Put another kept snapshot into service, at once and for all readers. With a hold, runs go on loading but publish nothing
 * until it is released: the next scheduled run would otherwise publish again what was just taken back.
 * @returns the id that was in service before
 * @throws CoalfaceError `unknown_snapshot`, `snapshot_unreadable`, `already_in_service`; nothing is changed then
 */
export async function rollBack(
  home: Home,
  now: () => Date,
  said: { to: string; by: string; reason: string | null; hold: boolean },
): Promise<string | null> {
  (await openSnapshot(keptSnapshot(home, said.to))).closeSync();
  const ledger = new SnapshotLedger(home, now);
  try {
    const from = await currentSnapshotId(home);
    if (from === said.to) {
      throw new CoalfaceError('already_in_service', `snapshot ${said.to} is the one in service`, {
        hint: '`coalface snapshots list` shows which there are',
      });
    }
    ledger.rollBack({ ...said, from }, () => pointTo(home, said.to));
    return from;
  } finally {
    ledger.close();
  }
}
