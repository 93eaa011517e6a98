import type { DuckDBConnection } from '@duckdb/node-api';
import { mkdir, rm } from 'node:fs/promises';
import { count, literal } from '../data/duck.ts';
import { renameDurably } from '../data/durable.ts';
import type { Home } from '../data/home.ts';
import { quarantineFile } from '../data/quarantine.ts';

/**
 * Write the rows that staging kept aside to the quarantine of their file, replacing what an earlier reading left there.
 * @param titles header text of every column of the file, for readers who know its columns by these
 * @returns how many there are
 */
export async function writeQuarantine(
  connection: DuckDBConnection,
  home: Home,
  file: string,
  titles: Readonly<Record<string, string>>,
): Promise<number> {
  const parquet = quarantineFile(home, file);
  const rejected = await count(connection, 'SELECT count(*) FROM rejected');
  if (rejected === 0) {
    await rm(parquet, { force: true });
    return 0;
  }
  await mkdir(home.quarantine, { recursive: true });
  await connection.run(`COPY (FROM rejected ORDER BY _row) TO ${literal(`${parquet}.tmp`)}
    (FORMAT parquet, KV_METADATA {titles: ${literal(JSON.stringify(titles))}})`);
  renameDurably(`${parquet}.tmp`, parquet);
  return rejected;
}
