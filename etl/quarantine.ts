import type { DuckDBConnection } from '@duckdb/node-api';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { count, literal, rows } from '../data/duck.ts';
import { renameDurably } from '../data/durable.ts';
import type { Home } from '../data/home.ts';

/** Why a row was kept aside. */
export interface Reason {
  code: string;
  /** columns at fault, by their names in the source file */
  columns: string[];
  zh: string;
  en: string;
}

/** A row kept aside: its record number in the file, its texts as received and all its reasons. */
export interface RejectedRow {
  row: number;
  original: Record<string, string | null>;
  reasons: Reason[];
}

/** The Parquet file with the quarantined rows of a landed file. */
export function quarantineFile(home: Home, file: string): string {
  return path.join(home.quarantine, `${file}.parquet`);
}

/**
 * Write the rows that staging kept aside to the quarantine of their file, replacing what an earlier reading left there.
 * @returns how many there are
 */
export async function writeQuarantine(
  connection: DuckDBConnection,
  home: Home,
  file: string,
): Promise<number> {
  const parquet = quarantineFile(home, file);
  const rejected = await count(connection, 'SELECT count(*) FROM rejected');
  if (rejected === 0) {
    await rm(parquet, { force: true });
    return 0;
  }
  await mkdir(home.quarantine, { recursive: true });
  await connection.run(`COPY (FROM rejected ORDER BY _row) TO ${literal(`${parquet}.tmp`)} (FORMAT parquet)`);
  renameDurably(`${parquet}.tmp`, parquet);
  return rejected;
}

/** Rows kept aside, from SQL of a relation shaped like `rejected`. */
export async function rejectedRows(connection: DuckDBConnection, relation: string): Promise<RejectedRow[]> {
  const found = await rows<{ row: bigint; original: string; reasons: string }>(
    connection,
    `SELECT _row AS row, original, to_json(reasons)::VARCHAR AS reasons FROM ${relation} ORDER BY _row`,
  );
  return found.map((row) => ({
    row: Number(row.row),
    original: JSON.parse(row.original) as Record<string, string | null>,
    reasons: JSON.parse(row.reasons) as Reason[],
  }));
}
