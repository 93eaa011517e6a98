import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { rows } from './duck.ts';
import { CoalfaceError, systemCode } from './errors.ts';
import type { Home } from './home.ts';

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

/**
 * The snapshot in service as the warehouse records it, or null before the first publication.
 * @param connection to the warehouse
 */
export async function currentSnapshot(connection: DuckDBConnection, home: Home): Promise<Snapshot | null> {
  const id = await currentSnapshotId(home);
  if (id === null) return null;
  const [found] = await rows<{ asOf: string | null }>(
    connection,
    'SELECT as_of::VARCHAR AS "asOf" FROM meta.publication WHERE snapshot = $id',
    { id },
  );
  return found ? { id, file: snapshotFile(home, id), asOf: found.asOf } : null;
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
 * @param limits DuckDB threads and memory (default 2 threads, 2 GB); isolated: for SQL that people write, which must not
 *   spill to disk, and whose errors are JSON with their place
 * @throws CoalfaceError `snapshot_unreadable`
 */
export async function openSnapshot(
  file: string,
  limits: { threads?: number; memory?: string; isolated?: boolean } = {},
): Promise<DuckDBInstance> {
  try {
    const instance = await DuckDBInstance.create(file, {
      access_mode: 'READ_ONLY',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      allow_community_extensions: 'false',
      threads: String(limits.threads ?? 2),
      memory_limit: limits.memory ?? '2GB',
      ...(limits.isolated ? { temp_directory: '', errors_as_json: 'true' } : {}),
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
