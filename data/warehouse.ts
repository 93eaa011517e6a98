import { faultPoint } from '#fault-point';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { CoalfaceError, messageOf } from './errors.ts';
import { identifier, literal, rows } from './duck.ts';
import type { Home } from './home.ts';
import { writeSeries } from './series.ts';
import { writeSources } from './source-catalogue.ts';
import { loadSources } from './source-file.ts';

const SCHEMA_DIR = fileURLToPath(new URL('schema/', import.meta.url));
const REFERENCE_DIR = fileURLToPath(new URL('reference/', import.meta.url));

/** How much memory DuckDB may take for the warehouse, in MiB; default half of the machine's, 8 GiB at most. */
export const DUCKDB_MEMORY = 'COALFACE_DUCKDB_MEMORY_MIB';
const mebibytes = z.coerce.number().int().min(64);

const SETTINGS = {
  // extensions must never be fetched: the product runs without internet
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  // files that older versions of DuckDB can read are written a quarter more slowly
  storage_compatibility_version: 'latest',
} as const;

/** The warehouse opened for writing by the one process that may. */
export interface Warehouse {
  connection: DuckDBConnection;
  /** Close the file; DuckDB's lock on it goes with it. */
  close(): void;
}

/** DuckDB keeps to it but for results and single long values; beyond it, it works on disk. In MiB. */
function memoryLimit(env: NodeJS.ProcessEnv): number {
  const set = env[DUCKDB_MEMORY];
  if (!set) return Math.floor(Math.min(8 * 1024, totalmem() / 2 / 1024 ** 2));
  const wanted = mebibytes.safeParse(set);
  if (wanted.success) return wanted.data;
  throw new CoalfaceError('bad_memory_limit', `${DUCKDB_MEMORY} is not a number of MiB from 64: ${set}`);
}

/**
 * Open the warehouse for writing, apply the migrations it lacks and refresh the reference tables.
 * DuckDB's own file lock makes this the single writer; the lock dies with the process. While it is open no code of
 * this process may open, read, hash or copy the live file: closing any such handle would drop the lock.
 * @throws CoalfaceError `warehouse_locked` if another process writes, `warehouse_unreadable` if the file is damaged,
 * `bad_memory_limit`
 */
export async function openWarehouse(home: Home): Promise<Warehouse> {
  await mkdir(home.root, { recursive: true });
  const instance = await DuckDBInstance.create(home.warehouse, {
    ...SETTINGS,
    memory_limit: `${memoryLimit(process.env)}MiB`,
    temp_directory: path.join(home.root, 'scratch', 'spill'),
  }).catch((error: unknown) => {
    throw openError(error, home.warehouse);
  });
  const connection = await instance.connect();
  const close = () => {
    connection.closeSync();
    instance.closeSync();
  };
  try {
    await connection.run("SET TimeZone = 'Asia/Shanghai'");
    await migrate(connection);
    await loadReference(connection, home);
  } catch (error) {
    close();
    throw error;
  }
  return { connection, close };
}

function openError(error: unknown, file: string): CoalfaceError {
  const message = messageOf(error);
  const holder = /Conflicting lock is held in (.+?\(PID \d+\))/.exec(message)?.[1];
  if (holder) {
    return new CoalfaceError('warehouse_locked', `another process is writing to the warehouse: ${holder}`, {
      cause: error,
      where: { file },
      hint: 'wait for that run to end, then run again',
    });
  }
  return new CoalfaceError('warehouse_unreadable', 'the warehouse file cannot be opened', {
    cause: error,
    where: { file },
    hint: `readers keep the last good snapshot; move the file away, and ${path.basename(file)}.wal if it is there, and run the ETL: it builds a new one from landing`,
  });
}

/**
 * Apply `data/schema/NN_name.sql` in order, each once and in its own transaction; forward only.
 * @returns the names applied now
 */
export async function migrate(connection: DuckDBConnection): Promise<string[]> {
  await connection.run(
    'CREATE TABLE IF NOT EXISTS main.migration (name VARCHAR PRIMARY KEY, applied_at TIMESTAMPTZ NOT NULL DEFAULT now())',
  );
  const done = new Set(
    (await rows<{ name: string }>(connection, 'SELECT name FROM main.migration')).map((row) => row.name),
  );
  const files = (await readdir(SCHEMA_DIR)).filter((name) => name.endsWith('.sql')).sort();
  const fresh = files.filter((name) => !done.has(name));
  for (const name of fresh) {
    const sql = await readFile(path.join(SCHEMA_DIR, name), 'utf8');
    await connection.run('BEGIN');
    try {
      await connection.run(sql);
      await connection.run('INSERT INTO main.migration (name) VALUES ($name)', { name });
      await connection.run('COMMIT');
    } catch (error) {
      await connection.run('ROLLBACK');
      throw new CoalfaceError('migration_failed', `schema migration ${name} failed`, {
        cause: error,
        where: { file: path.join(SCHEMA_DIR, name) },
      });
    }
    faultPoint('migration');
  }
  return fresh;
}

/**
 * Replace the contents of the `ref` tables by `data/reference/*.csv` (the file name is the table name), and the
 * catalogues of sources and series by what the source files define.
 * Dates and numbers are typed by the table; an empty cell is NULL. Each statement commits by itself, because DuckDB
 * refuses to delete and insert one primary key within one transaction; a run killed in between refills on the next open.
 * @throws CoalfaceError `reference_failed` naming the file; those of the source files; `duplicate_series`
 */
export async function loadReference(connection: DuckDBConnection, home?: Home): Promise<void> {
  const sources = await loadSources(home);
  await writeSources(connection, sources.values());
  await writeSeries(connection, sources.values());
  const files = (await readdir(REFERENCE_DIR)).filter((name) => name.endsWith('.csv')).sort();
  for (const name of files) {
    const table = `ref.${identifier(name.slice(0, -'.csv'.length))}`;
    const file = path.join(REFERENCE_DIR, name);
    try {
      await connection.run(`DELETE FROM ${table}`);
      faultPoint('reference');
      // the dialect is stated: DuckDB needs eight times as long to find it out
      await connection.run(
        `INSERT INTO ${table} BY NAME SELECT * FROM read_csv(${literal(file)}, header = true, all_varchar = true, nullstr = '',
           delim = ',', quote = '"', escape = '"')`,
      );
    } catch (error) {
      throw new CoalfaceError('reference_failed', `the reference table ${table} could not be loaded`, {
        cause: error,
        where: { file },
      });
    }
  }
}
