import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import path from 'node:path';
import { rows } from '../data/duck.ts';
import { CoalfaceError } from '../data/errors.ts';
import type { Home } from '../data/home.ts';
import { landedFile, readReceipt } from '../data/receipt.ts';
import { loadSources, type Source } from '../data/source-file.ts';
import type { OriginalFile } from '../queries/lineage/explanation.ts';
import { defineCellMacros } from './stage/cell-sql.ts';
import { originalSql, originalTitles } from './stage/contract-extra.ts';
import { findHeader } from './stage/header.ts';
import { readTable } from './stage/read-table.ts';
import { numbered } from './stage/record-number.ts';

/** Bytes of a file that is read again for a few of its rows. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Read rows of received files again, as they stand in them.
 * @param wanted record numbers, counted from 1, by landing id
 * @returns a file each; one that cannot be read any more says why
 */
export async function originalRows(
  home: Home,
  wanted: ReadonlyMap<string, ReadonlySet<number>>,
): Promise<OriginalFile[]> {
  if (wanted.size === 0) return [];
  const sources = await loadSources(home);
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '1GB' });
  const connection = await instance.connect();
  try {
    await defineCellMacros(connection);
    const found: OriginalFile[] = [];
    for (const [file, numbers] of wanted)
      found.push(await originalFile(connection, home, sources, file, numbers));
    return found;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function originalFile(
  connection: DuckDBConnection,
  home: Home,
  sources: ReadonlyMap<string, Source>,
  file: string,
  numbers: ReadonlySet<number>,
): Promise<OriginalFile> {
  const none = { file, name: '', titles: [], columns: [], rows: [] };
  let name = '';
  try {
    const receipt = await readReceipt(home, file);
    if (!receipt) return { ...none, fault: 'not_landed' };
    ({ name } = receipt);
    const source = sources.get(receipt.source);
    if (!source) return { ...none, name, fault: 'unknown_source' };
    if (receipt.bytes > MOST_BYTES) return { ...none, name, fault: 'too_large' };
    const bytes = landedFile(home, receipt.sha256);
    return { ...(await read(connection, source, bytes, name, home, numbers)), file, name, fault: null };
  } catch (error) {
    if (!(error instanceof CoalfaceError)) throw error;
    return { ...none, name, fault: error.code };
  }
}

async function read(
  connection: DuckDBConnection,
  source: Source,
  bytes: string,
  name: string,
  home: Home,
  numbers: ReadonlySet<number>,
): Promise<Pick<OriginalFile, 'titles' | 'columns' | 'rows'>> {
  const raw = await readTable(connection, bytes, name, path.join(home.root, 'scratch'), { source });
  try {
    const header = findHeader(raw.head, source);
    if (!header) throw new CoalfaceError('header_not_found', 'no header was found in the file');
    await connection.run(`CREATE OR REPLACE TEMP TABLE record AS FROM ${raw.scan}`);
    const malformed = await raw.malformed();
    const leftOut = [...raw.blank, ...malformed.map(({ row }) => row)];
    const records = await numbered(connection, 'record', 'rowid + 1', leftOut);
    const found = await rows<{ row: bigint; original: string }>(
      connection,
      `SELECT _row AS row, ${originalSql(header, source)} AS original FROM ${records}
       WHERE _row IN (${[...numbers].join(', ')}) ORDER BY _row`,
    );
    const titles = originalTitles(header);
    const named = new Map([...header.fields].map(([column, { index }]) => [index, column]));
    return {
      titles,
      columns: titles.map((_, index) => named.get(index) ?? null),
      rows: found.map(({ row, original }) => {
        const cells = JSON.parse(original) as Record<string, string | null>;
        return { row: Number(row), cells: titles.map((title) => cells[title] ?? null) };
      }),
    };
  } finally {
    await connection.run('DROP TABLE IF EXISTS temp.record');
    await raw.dispose();
  }
}
