import type { DuckDBConnection } from '@duckdb/node-api';
import * as cheerio from 'cheerio';
import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import { CoalfaceError } from '../../data/errors.ts';
import type { Source } from '../../data/source-file.ts';
import { findHeader } from './header.ts';
import { tableGrid, type PageElement } from './html-grid.ts';
import { HEAD_RECORDS, rawTableOf } from './raw-table.ts';
import type { ReadTable } from './table-format.ts';
import { isDamagedUtf8, markedEncoding } from './text-encoding.ts';

/** A page is held as a tree of some twenty-five times its bytes. */
const MAX_PAGE_BYTES = 32 * 1024 * 1024;

/**
 * Read the table of a page whose header the source's columns recognise. Pages carry layout tables, and the same table
 * twice (for wide and narrow screens): the first table with the best header counts.
 * @throws CoalfaceError `empty_file`, `page_too_large`, `bad_encoding`, `table_not_found` naming the headers that were
 *   looked for
 */
export async function readHtmlTable(
  connection: DuckDBConnection,
  file: string,
  name: string,
  source: Source,
): Promise<ReadTable> {
  const { size } = await stat(file);
  if (size === 0) throw new CoalfaceError('empty_file', 'the page is empty', { where: { file: name } });
  if (size > MAX_PAGE_BYTES) {
    throw new CoalfaceError('page_too_large', `the page has ${Math.round(size / 1024 / 1024)} MB`, {
      where: { file: name },
      hint: 'open it in Excel and save it as .xlsx or CSV',
    });
  }
  const { text, encoding } = decodePage(await readFile(file), name);
  const $ = cheerio.load(text);
  const tables = $('table').toArray();
  let best: { table: PageElement; fields: number } | undefined;
  for (const table of tables) {
    const head = tableGrid(table, HEAD_RECORDS).map((row) => row.map((cell) => cell ?? ''));
    const fields = findHeader(head, source)?.fields.size ?? 0;
    if (fields > (best?.fields ?? 0)) best = { table, fields };
  }
  if (!best) throw tableNotFound(source, name);
  const grid = tableGrid(best.table);
  const width = grid.reduce((widest, row) => Math.max(widest, row.length), 0);
  return {
    ...(await rawTableOf(connection, width, grid)),
    format: { kind: 'html', encoding, table: tables.indexOf(best.table) + 1, tables: tables.length },
  };
}

/**
 * The text of a page. What it declares is believed only after its bytes: exports declare GB2312 and are UTF-8, or say
 * nothing at all.
 */
export function decodePage(bytes: Buffer, name: string): { text: string; encoding: string } {
  const marked = markedEncoding(bytes);
  if (!marked && (isUtf8(bytes) || isDamagedUtf8(bytes))) {
    return { text: bytes.toString('utf8'), encoding: 'utf-8' };
  }
  const declared = /<meta[^>]*\bcharset\s*=\s*["']?\s*([\w-]+)/i.exec(bytes.toString('latin1', 0, 4096))?.[1];
  for (const encoding of marked ? [marked] : [declared, 'gb18030']) {
    const text = encoding && decoded(bytes, encoding.toLowerCase(), marked === undefined);
    if (text) return { text, encoding: encoding.toLowerCase() };
  }
  throw new CoalfaceError('bad_encoding', 'the text of the page is in no encoding that is known', {
    where: { file: name },
    hint: 'the file may be damaged or cut; export it again',
  });
}

/** @returns undefined if the bytes are not in that encoding, or nobody knows it */
function decoded(bytes: Buffer, encoding: string, fatal: boolean): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function tableNotFound(source: Source, name: string): CoalfaceError {
  const wanted = Object.values(source.columns).map((column) => column.from[0]);
  return new CoalfaceError('table_not_found', `the page has no table with the columns ${wanted.join('、')}`, {
    where: { file: name, source: source.id },
    hint: 'the layout may have changed: open the archived page and adjust data/sources',
  });
}
