import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { sha256Of } from '../../data/digest.ts';
import { rows } from '../../data/duck.ts';
import { CoalfaceError, systemCode } from '../../data/errors.ts';
import type { Home } from '../../data/home.ts';
import { pointTo } from '../../data/publish.ts';
import { openSnapshot, snapshotFile } from '../../data/snapshots.ts';
import { readBackupManifest, type BackupManifest } from './backup-manifest.ts';
import { landedWithout } from './landed-without.ts';
import { UnloadedFiles } from './unloaded.ts';

/** What a restore did. */
export interface RestoreReport {
  madeAt: string;
  snapshot: string | null;
  files: number;
  /** landed files that the next run will load */
  unloaded: number;
}

/**
 * Make an installation from a backup in an empty home folder. Every file is verified before any is copied. The snapshot
 * becomes the warehouse and the snapshot in service; what had landed but is not in it waits for the next run.
 * @param progress is told the files verified and copied, and twice their number
 * @throws CoalfaceError `home_not_empty`, `no_backup`, `bad_backup`, `damaged_backup` naming the file; nothing is restored
 */
export async function restore(
  home: Home,
  dir: string,
  now: () => Date,
  progress: (done: number, total: number) => void,
): Promise<RestoreReport> {
  await mustBeEmpty(home);
  const manifest = await readBackupManifest(dir);
  if (!manifest) {
    throw new CoalfaceError('no_backup', 'there is no backup in this folder', {
      where: { file: dir },
      hint: 'name the folder that `coalface backup` was given',
    });
  }
  const { files, snapshot, madeAt } = manifest;
  let done = 0;
  for (const file of files) {
    progress(done++, 2 * files.length);
    await verify(path.join(dir, file.backup), file);
  }
  for (const file of files) {
    progress(done++, 2 * files.length);
    const target = path.join(home.root, file.home);
    await mkdir(path.dirname(target), { recursive: true });
    await copyFile(path.join(dir, file.backup), target);
  }
  if (snapshot) await copyFile(snapshotFile(home, snapshot), home.warehouse);
  const loaded = snapshot ? await loadedIn(snapshotFile(home, snapshot)) : new Set<string>();
  const unloaded = await landedWithout(home, loaded, now);
  const waiting = new UnloadedFiles(home);
  try {
    waiting.add(unloaded.map(({ id, source }) => ({ file: id, source })));
  } finally {
    waiting.close();
  }
  // last: a home with a snapshot in service is one whose restore has ended
  if (snapshot) pointTo(home, snapshot);
  progress(done, 2 * files.length);
  return { madeAt, snapshot, files: files.length, unloaded: unloaded.length };
}

async function mustBeEmpty(home: Home): Promise<void> {
  const names = await readdir(home.root).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  });
  if (names.length === 0) return;
  throw new CoalfaceError('home_not_empty', 'the home folder is not empty', {
    where: { file: home.root },
    hint: 'set COALFACE_HOME to an empty folder; a restore that was broken off is deleted by hand',
  });
}

async function verify(file: string, expected: BackupManifest['files'][number]): Promise<void> {
  const bad = (message: string) =>
    new CoalfaceError('damaged_backup', message, {
      where: { file },
      hint: 'nothing was restored; use another backup, or make a new one into an empty folder if the installation is alive',
    });
  if (!existsSync(file)) throw bad('a file of the backup is missing');
  const digest = await sha256Of(file);
  if (digest !== expected.sha256) throw bad('a file of the backup is not what was backed up');
}

async function loadedIn(file: string): Promise<Set<string>> {
  const instance = await openSnapshot(file);
  const connection = await instance.connect();
  try {
    const found = await rows<{ file: string }>(connection, 'SELECT DISTINCT file FROM meta.load');
    return new Set(found.map((row) => row.file));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
