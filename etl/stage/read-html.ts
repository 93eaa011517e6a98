import type { DuckDBConnection } from '@duckdb/node-api';
import * as cheerio from 'cheerio';
import { readFile } from 'node:fs/promises';
import { CoalfaceError } from '../../data/errors.ts';
import { findHeader, type Header } from './header.ts';
import { rawTableOf, type RawTable } from './raw-table.ts';
import type { Source } from '../../data/source-file.ts';

/**
 * Read the table of a page whose header the source's columns recognise. Pages carry layout tables, and the same table
 * twice (for wide and narrow screens): the first table with the best header counts.
 * @throws CoalfaceError `empty_file`, `table_not_found` naming the headers that were looked for
 */
export async function readHtmlTable(
  connection: DuckDBConnection,
  file: string,
  name: string,
  source: Source,
): Promise<RawTable> {
  const bytes = await readFile(file);
  if (bytes.length === 0) {
    throw new CoalfaceError('empty_file', 'the page is empty', { where: { file: name } });
  }
  const $ = cheerio.loadBuffer(bytes);
  let best: { header: Header; rows: (string | null)[][] } | undefined;
  for (const table of $('table').toArray()) {
    if ($(table).find('table').length) continue;
    const rows = tableRows($, table);
    const header = findHeader(
      rows.map((row) => row.map((cell) => cell ?? '')),
      source,
    );
    if (header && (!best || header.fields.size > best.header.fields.size)) best = { header, rows };
  }
  if (!best) {
    const wanted = Object.values(source.columns).map((column) => column.from[0]);
    throw new CoalfaceError(
      'table_not_found',
      `the page has no table with the columns ${wanted.join('、')}`,
      {
        where: { file: name, source: source.id },
        hint: 'the layout may have changed: open the archived page and adjust data/sources',
      },
    );
  }
  return rawTableOf(connection, best.rows);
}

/** Cells of a table row by row; a cell that spans columns leaves the columns it covers empty. */
function tableRows(
  $: cheerio.CheerioAPI,
  table: ReturnType<cheerio.Cheerio<never>['get']>[number] | object,
): (string | null)[][] {
  return $(table as never)
    .find('tr')
    .toArray()
    .map((row) =>
      $(row)
        .children('td, th')
        .toArray()
        .flatMap((cell) => {
          const span = Math.min(50, Math.max(1, Number($(cell).attr('colspan')) || 1));
          const text = $(cell).text().replace(/\s+/g, ' ').trim();
          return [text === '' ? null : text, ...Array.from({ length: span - 1 }, () => null)];
        }),
    );
}
