import type { DuckDBConnection } from '@duckdb/node-api';
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { sha256Of } from '../../data/digest.ts';
import { identifier } from '../../data/duck.ts';
import { CoalfaceError, messageOf } from '../../data/errors.ts';
import type { Home } from '../../data/home.ts';
import { readManifest, tableCounts } from '../../data/snapshot-manifest.ts';
import { openSnapshot, snapshotFile } from '../../data/snapshots.ts';

/** What may be wrong with a snapshot. */
export type Fault =
  | 'unknown_snapshot'
  | 'bad_manifest'
  | 'size_mismatch'
  | 'checksum_mismatch'
  | 'snapshot_unreadable'
  | 'row_count_mismatch'
  | 'table_unreadable';

/** What verification found of one snapshot. */
export interface Verdict {
  id: string;
  /** empty if it is sound */
  faults: { code: Fault; message: string }[];
  /** what could not be checked because nothing was recorded */
  unchecked: ('checksum' | 'row counts')[];
  tables: number;
  rows: number;
}

/**
 * Verify a snapshot: size and checksum against its manifest, opens read-only, the rows of every table against its
 * manifest, every value of every table can be read. A file whose bytes are not those that were published is not opened.
 * @param progress is told the bytes hashed so far and their total
 */
export async function verifySnapshot(
  home: Home,
  id: string,
  progress: (done: number, total: number) => void,
): Promise<Verdict> {
  const file = snapshotFile(home, id);
  const verdict: Verdict = { id, faults: [], unchecked: [], tables: 0, rows: 0 };
  const fault = (code: Fault, message: string) => verdict.faults.push({ code, message });
  if (!existsSync(file)) {
    fault('unknown_snapshot', `there is no snapshot ${id}`);
    return verdict;
  }
  const manifest = await readManifest(home, id).catch((error: unknown) => {
    if (!(error instanceof CoalfaceError)) throw error;
    fault('bad_manifest', `${error.message}: ${messageOf(error.cause)}`);
    return null;
  });
  const { size } = await stat(file);
  if (manifest && manifest.bytes !== size)
    fault('size_mismatch', `${size} bytes, published were ${manifest.bytes}`);
  else if (manifest?.sha256) {
    const digest = await sha256Of(file, (done) => progress(done, size));
    if (digest !== manifest.sha256)
      fault('checksum_mismatch', `SHA-256 is ${digest}, published was ${manifest.sha256}`);
  } else verdict.unchecked.push('checksum');
  if (!manifest) verdict.unchecked.push('row counts');
  if (verdict.faults.length === 0) await examine(file, manifest?.tables, verdict, fault);
  progress(size, size);
  return verdict;
}

async function examine(
  file: string,
  published: Record<string, number> | undefined,
  verdict: Verdict,
  fault: (code: Fault, message: string) => void,
): Promise<void> {
  const instance = await openSnapshot(file).catch((error: unknown) => {
    if (!(error instanceof CoalfaceError)) throw error;
    fault('snapshot_unreadable', messageOf(error.cause));
    return null;
  });
  if (!instance) return;
  const connection = await instance.connect();
  try {
    const counts = await tableCounts(connection);
    verdict.tables = Object.keys(counts).length;
    verdict.rows = Object.values(counts).reduce((sum, rows) => sum + rows, 0);
    for (const table of new Set([...Object.keys(counts), ...Object.keys(published ?? {})])) {
      if (published && counts[table] !== published[table]) {
        fault(
          'row_count_mismatch',
          `${table}: ${counts[table] ?? 'no'} rows, published were ${published[table] ?? 'none'}`,
        );
      }
    }
    for (const table of Object.keys(counts)) {
      const fine = await readsWhole(connection, table);
      if (fine !== true) fault('table_unreadable', `${table}: ${fine}`);
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Read every value of a table. @returns true, or what DuckDB says */
async function readsWhole(connection: DuckDBConnection, table: string): Promise<true | string> {
  try {
    await connection.run(`SELECT bit_xor(hash(t)) FROM ${tableSql(table)} t`);
    return true;
  } catch (error) {
    return messageOf(error);
  }
}

/** SQL of a table named `schema.table`. */
export function tableSql(table: string, database?: string): string {
  const dot = table.indexOf('.');
  const parts = [table.slice(0, dot), table.slice(dot + 1)];
  return [...(database ? [database] : []), ...parts].map(identifier).join('.');
}
