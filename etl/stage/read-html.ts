import type { DuckDBConnection } from '@duckdb/node-api';
import { CoalfaceError } from '../../data/errors.ts';
import type { Source } from '../../data/source-file.ts';
import { pageTexts } from './facts.ts';
import { findHeader, wantedTitles } from './header.ts';
import { tableGrid, type PageElement } from './html-grid.ts';
import { openPage } from './page.ts';
import { HEAD_RECORDS, rawTableOf } from './raw-table.ts';
import type { ReadTable } from './table-format.ts';

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
  const page = await openPage(file, name);
  const { $, encoding } = page;
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
    page: pageTexts(page, source),
    format: { kind: 'html', encoding, table: tables.indexOf(best.table) + 1, tables: tables.length },
  };
}

function tableNotFound(source: Source, name: string): CoalfaceError {
  return new CoalfaceError(
    'table_not_found',
    `the page has no table with the columns ${wantedTitles(source)}`,
    {
      where: { file: name, source: source.id },
      hint: 'the layout may have changed: open the archived page and adjust data/sources',
    },
  );
}
