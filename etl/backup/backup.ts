import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { backup as backUpSqlite, DatabaseSync } from 'node:sqlite';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { sha256Of } from '../../data/digest.ts';
import { syncFolder, writeDurably } from '../../data/durable.ts';
import { CoalfaceError, systemCode } from '../../data/errors.ts';
import type { Home } from '../../data/home.ts';
import { manifestFile } from '../../data/snapshot-manifest.ts';
import { currentSnapshotId, snapshotFile } from '../../data/snapshots.ts';
import { backupManifestFile, readBackupManifest, type BackedUpFile } from './backup-manifest.ts';

/** What a backup did. */
export interface BackupReport {
  dir: string;
  snapshot: string | null;
  files: number;
  bytes: number;
  /** files and bytes that the folder did not hold before */
  copied: { files: number; bytes: number };
}

/** Where a file is and where it goes; what is named by its content is not copied again. */
interface Part {
  from: string;
  home: string;
  backup: string;
  immutable: boolean;
}

/** Folders whose files change or vanish: they go into a folder of this backup alone. */
const CHANGING = ['sources', 'checks', 'reference', 'queries', 'briefings', 'quarantine'] as const;

/**
 * Copy an installation into a folder, while runs write and readers read: the snapshot in service (it stands for the
 * warehouse), the state database as of one instant, every landed file with its receipt, and the files of the installation.
 * Into a folder that holds a backup only what is new is copied; until its last step that one stays whole.
 * What has landed but is in no published snapshot is loaded again by the first run after a restore.
 * @param progress is told the files copied and their number
 * @throws CoalfaceError `bad_backup_folder`, `bad_backup`, `damaged_source`
 */
export async function backUp(
  home: Home,
  dir: string,
  now: () => Date,
  progress: (done: number, total: number) => void,
): Promise<BackupReport> {
  await checkFolder(home, dir);
  const former = new Map((await readBackupManifest(dir))?.files.map((file) => [file.backup, file]));
  const madeAt = now();
  const own = `files-${madeAt.toISOString().replace(/[-:.Z]/g, '')}`;
  await rm(path.join(dir, own), { recursive: true, force: true });
  await mkdir(path.join(dir, own), { recursive: true });

  progress(0, 1);
  const snapshot = await currentSnapshotId(home);
  const copied = { files: 0, bytes: 0 };
  const files: BackedUpFile[] = [];
  const add = async (part: Part) => {
    const known = part.immutable ? await unchanged(dir, former.get(part.backup)) : null;
    const file = known ?? (await copy(dir, part));
    if (!file) return;
    if (!known) {
      copied.files += 1;
      copied.bytes += file.bytes;
    }
    files.push(file);
  };
  // the snapshot first: what lands later is loaded again. The state before the landing archive: every file that the
  // state speaks of is then in the archive.
  for (const part of snapshot ? snapshotParts(home, snapshot, own) : []) await add(part);
  const state = await stateFile(home, dir, own);
  if (state) {
    files.push(state);
    copied.files += 1;
    copied.bytes += state.bytes;
  }
  const parts = [...(await landingParts(home)), ...(await changingParts(home, own))];
  for (const [done, part] of parts.entries()) {
    progress(done, parts.length);
    await add(part);
  }
  const manifest = { format: 1 as const, madeAt: madeAt.toISOString(), snapshot, files };
  writeDurably(backupManifestFile(dir), `${JSON.stringify(manifest, null, 1)}\n`);
  syncFolder(dir);
  await removeFormer(dir, own, files);
  progress(parts.length, parts.length);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return { dir, snapshot, files: files.length, bytes, copied };
}

async function checkFolder(home: Home, dir: string): Promise<void> {
  const bad = (message: string, hint: string) =>
    new CoalfaceError('bad_backup_folder', message, { where: { file: dir }, hint });
  const inside = (inner: string, outer: string) => {
    const way = path.relative(outer, inner);
    return !way.startsWith('..') && !path.isAbsolute(way);
  };
  if (inside(dir, home.root) || inside(home.root, dir))
    throw bad('the backup and the installation lie in one another', 'choose a folder on another disk');
  const names = await readdir(dir).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  });
  const strange = names.find((name) => !/^(landing|snapshots|files-\w+|manifest\.json(\.tmp)?)$/.test(name));
  if (strange) throw bad(`the folder holds something else: ${strange}`, 'choose an empty folder');
}

function snapshotParts(home: Home, id: string, own: string): Part[] {
  const file = `snapshots/${id}.duckdb`;
  const manifest = `snapshots/${id}.json`;
  return [
    { from: snapshotFile(home, id), home: file, backup: file, immutable: true },
    // completed after the swap: it may be read before its checksum is there; absent for an old snapshot
    { from: manifestFile(home, id), home: manifest, backup: `${own}/${manifest}`, immutable: false },
  ];
}

/** Receipts are listed before bytes are copied, and bytes are durable before their receipt: each receipt has its bytes. */
async function landingParts(home: Home): Promise<Part[]> {
  const receipts = (await filesBelow(path.join(home.landing, 'receipts'))).filter((name) =>
    name.endsWith('.json'),
  );
  const contents = (await filesBelow(home.landing)).filter((name) =>
    /^[0-9a-f]{2}[\\/][0-9a-f]{64}$/.test(name),
  );
  const part = (name: string, immutable: boolean): Part => {
    const place = `landing/${name.replaceAll('\\', '/')}`;
    return { from: path.join(home.landing, name), home: place, backup: place, immutable };
  };
  return [
    ...contents.map((name) => part(name, true)),
    ...receipts.map((name) => part(`receipts/${name}`, true)),
  ];
}

async function changingParts(home: Home, own: string): Promise<Part[]> {
  const parts: Part[] = [];
  for (const folder of CHANGING) {
    for (const name of await filesBelow(home[folder])) {
      if (name.endsWith('.tmp')) continue;
      const place = `${folder}/${name.replaceAll('\\', '/')}`;
      parts.push({
        from: path.join(home[folder], name),
        home: place,
        backup: `${own}/${place}`,
        immutable: false,
      });
    }
  }
  return parts;
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

async function unchanged(dir: string, known: BackedUpFile | undefined): Promise<BackedUpFile | null> {
  if (!known) return null;
  const found = await stat(path.join(dir, known.backup)).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  });
  return found?.size === known.bytes ? known : null;
}

/** Copy a file durably, its digest taken on the way. @returns null if it has vanished since it was listed */
async function copy(dir: string, part: Part): Promise<BackedUpFile | null> {
  const target = path.join(dir, part.backup);
  await mkdir(path.dirname(target), { recursive: true });
  const hash = createHash('sha256');
  let bytes = 0;
  const measure = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  try {
    await pipeline(
      createReadStream(part.from, { highWaterMark: 1 << 20 }),
      measure,
      createWriteStream(`${target}.tmp`, { flush: true }),
    );
  } catch (error) {
    await rm(`${target}.tmp`, { force: true });
    // a source, a briefing or a quarantine file may be taken away at any time; what has landed never is
    if (systemCode(error) === 'ENOENT' && !part.immutable && !existsSync(part.from)) return null;
    throw error;
  }
  const sha256 = hash.digest('hex');
  const named = /^landing\/[0-9a-f]{2}\/([0-9a-f]{64})$/.exec(part.home)?.[1];
  if (named && named !== sha256) {
    await rm(`${target}.tmp`, { force: true });
    throw new CoalfaceError('damaged_source', 'a landed file is not what was received', {
      where: { file: part.from },
      hint: 'its name is the SHA-256 of its bytes: restore it from an earlier backup; this backup was not made',
    });
  }
  await rename(`${target}.tmp`, target);
  return { home: part.home, backup: part.backup, bytes, sha256 };
}

/** SQLite's own online backup: the database as of one instant, whoever writes to it. */
async function stateFile(home: Home, dir: string, own: string): Promise<BackedUpFile | null> {
  if (!existsSync(home.state)) return null;
  const place = `${own}/state.sqlite`;
  const target = path.join(dir, place);
  const database = new DatabaseSync(home.state, { readOnly: true });
  try {
    await backUpSqlite(database, target);
  } finally {
    database.close();
  }
  const { size } = await stat(target);
  return { home: 'state.sqlite', backup: place, bytes: size, sha256: await sha256Of(target) };
}

/** What former backups into the folder needed and this one does not. Landed files stay. */
async function removeFormer(dir: string, own: string, files: BackedUpFile[]): Promise<void> {
  const needed = new Set(files.map((file) => file.backup));
  for (const name of await readdir(dir)) {
    if (name.startsWith('files-') && name !== own)
      await rm(path.join(dir, name), { recursive: true, force: true });
  }
  for (const name of await filesBelow(path.join(dir, 'snapshots'))) {
    if (!needed.has(`snapshots/${name}`)) await rm(path.join(dir, 'snapshots', name));
  }
}
