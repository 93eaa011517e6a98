import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { execFile } from 'node:child_process';
import { mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { CoalfaceError, systemCode } from './errors.ts';
import { rows } from './duck.ts';
import type { Home } from './home.ts';
import { toRetain } from './retention.ts';

const run = promisify(execFile);
const ID = /^\d{8}T\d{9}$/;

/** A published, immutable copy of the warehouse. */
export interface Snapshot {
  id: string;
  file: string;
  /** last day that every live daily feed has reached, `YYYY-MM-DD`; null while there is none */
  asOf: string | null;
}

/** The path of a snapshot. @throws CoalfaceError `bad_snapshot_id` unless the id has the form the publisher gives */
export function snapshotFile(home: Home, id: string): string {
  if (!ID.test(id)) throw new CoalfaceError('bad_snapshot_id', `not a snapshot id: ${id.slice(0, 40)}`);
  return path.join(home.snapshots, `${id}.duckdb`);
}

/** The id that `CURRENT` points to, or null before the first publication. */
export async function currentSnapshotId(home: Home): Promise<string | null> {
  try {
    const id = (await readFile(home.current, 'utf8')).trim();
    return ID.test(id) ? id : null;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** The ids of all kept snapshots, oldest first. */
export async function listSnapshots(home: Home): Promise<string[]> {
  const names = await readdir(home.snapshots).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  });
  return names
    .filter((name) => name.endsWith('.duckdb'))
    .map((name) => name.slice(0, -'.duckdb'.length))
    .filter((id) => ID.test(id))
    .sort();
}

/**
 * Open a snapshot for reading: read-only, no file or network access, no extensions, configuration locked.
 * @param limits DuckDB threads and memory (default 2 threads, 2 GB)
 * @throws CoalfaceError `snapshot_unreadable`
 */
export async function openSnapshot(
  file: string,
  limits: { threads?: number; memory?: string } = {},
): Promise<DuckDBInstance> {
  try {
    const instance = await DuckDBInstance.create(file, {
      access_mode: 'READ_ONLY',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      allow_community_extensions: 'false',
      threads: String(limits.threads ?? 2),
      memory_limit: limits.memory ?? '2GB',
    });
    const connection = await instance.connect();
    await connection.run("SET GLOBAL TimeZone = 'Asia/Shanghai'");
    await connection.run('SET enable_external_access = false');
    await connection.run('SET lock_configuration = true');
    connection.closeSync();
    return instance;
  } catch (error) {
    throw new CoalfaceError('snapshot_unreadable', 'the snapshot cannot be opened', {
      cause: error,
      where: { file },
      hint: 'run `coalface etl run` to publish a new one',
    });
  }
}

/** A snapshot id for an instant: `YYYYMMDDTHHMMSSmmm` in UTC, so that ids sort by time. */
export function snapshotIdAt(now: Date): string {
  return now.toISOString().replace(/[-:.Z]/g, '');
}

/**
 * Publish the warehouse: record the publication in it, checkpoint, copy it to `snapshots/<id>.duckdb`, open the copy
 * read-only and verify it, make it durable, then swap `CURRENT` and prune.
 * The copy is made by a child process (copy-on-write where the file system can): a handle opened here on the live file
 * would drop DuckDB's lock when closed, and a copy without a checkpoint would lose what is in the write-ahead log.
 * @throws CoalfaceError `publish_failed`; the previous snapshot then stays current
 */
export async function publishSnapshot(
  connection: DuckDBConnection,
  home: Home,
  publication: { now: Date; asOf: string | null; runs: string[] },
): Promise<Snapshot> {
  const id = snapshotIdAt(publication.now);
  const file = snapshotFile(home, id);
  const draft = `${file}.tmp`;
  await mkdir(home.snapshots, { recursive: true });
  try {
    await connection.run(
      `INSERT INTO meta.publication (snapshot, published_at, as_of, runs)
       VALUES ($id, $at::TIMESTAMPTZ, $asOf::DATE, string_split($runs, ' '))`,
      { id, at: publication.now.toISOString(), asOf: publication.asOf, runs: publication.runs.join(' ') },
    );
    await connection.run('CHECKPOINT');
    await run(process.execPath, [
      '--eval',
      "const fs = require('node:fs'); fs.copyFileSync(process.argv[1], process.argv[2], fs.constants.COPYFILE_FICLONE)",
      home.warehouse,
      draft,
    ]);
    await verify(draft, id);
    await sync(draft);
    await rename(draft, file);
    await pointTo(home, id);
  } catch (error) {
    await rm(draft, { force: true });
    throw new CoalfaceError('publish_failed', `snapshot ${id} was not published`, {
      cause: error,
      where: { file },
      hint: 'the previous snapshot stays in service; check the free disk space and run again',
    });
  }
  await pruneSnapshots(home, id);
  return { id, file, asOf: publication.asOf };
}

/** The copy opens on its own and its newest publication is the one being made. */
async function verify(file: string, id: string): Promise<void> {
  const instance = await openSnapshot(file);
  const connection = await instance.connect();
  try {
    const [newest] = await rows<{ snapshot: string }>(
      connection,
      'SELECT snapshot FROM meta.publication ORDER BY published_at DESC, snapshot DESC LIMIT 1',
    );
    if (newest?.snapshot !== id) throw new Error(`the copy shows publication ${newest?.snapshot}, not ${id}`);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function pointTo(home: Home, id: string): Promise<void> {
  const draft = `${home.current}.tmp`;
  const handle = await open(draft, 'w');
  try {
    await handle.writeFile(`${id}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, home.current);
  await sync(home.root);
}

/** Flush a file or folder to the disk. Windows cannot sync a folder; its rename is durable enough. */
async function sync(target: string): Promise<void> {
  const handle = await open(target, 'r').catch((error: unknown) => {
    if (['EISDIR', 'EPERM'].includes(systemCode(error) ?? '')) return null;
    throw error;
  });
  if (!handle) return;
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Delete the snapshots that retention no longer keeps; the current one always stays. @returns the ids deleted */
export async function pruneSnapshots(home: Home, current: string): Promise<string[]> {
  const ids = await listSnapshots(home);
  const keep = toRetain(ids);
  keep.add(current);
  const gone = ids.filter((id) => !keep.has(id));
  for (const id of gone) await rm(snapshotFile(home, id), { force: true });
  return gone;
}
