import type { DuckDBConnection } from '@duckdb/node-api';
import { CoalfaceError } from '../../data/errors.ts';
import type { Source } from '../../data/source-file.ts';
import { pageTexts } from './facts.ts';
import { findHeader, wantedTitles } from './header.ts';
import { tableGrid, type PageElement } from './html-grid.ts';
import { openPage, selected } from './page.ts';
import { HEAD_RECORDS, rawTableOf, type Cells } from './raw-table.ts';
import type { ReadTable } from './table-format.ts';
import { hasLabels, unpivoted } from './unpivot.ts';

/**
 * Read the table of a page whose header the source's columns recognise. Pages carry layout tables, and the same table
 * twice (for wide and narrow screens): the first table with the best header counts, of those that the reader's selector
 * finds or finds around them. A grid to unpivot is the first with its labels.
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
  const { selector, unpivot } = source.reader.kind === 'html_table' ? source.reader : {};
  const tables = $('table').toArray();
  const around = selector === undefined ? undefined : $(selected(page, selector));
  let best: { table: PageElement; fields: number } | undefined;
  for (const table of tables) {
    if (around && !(around.is(table) || around.has(table).length > 0)) continue;
    const head = tableGrid(table, HEAD_RECORDS);
    const fields = unpivot
      ? Number(hasLabels(head, unpivot))
      : (findHeader(head.map(texts), source)?.fields.size ?? 0);
    if (fields > (best?.fields ?? 0)) best = { table, fields };
  }
  if (!best) throw tableNotFound(source, name);
  const read = tableGrid(best.table);
  const grid = unpivot ? (unpivoted(read, unpivot) ?? []) : read;
  const width = grid.reduce((widest, row) => Math.max(widest, row.length), 0);
  return {
    ...(await rawTableOf(connection, width, grid)),
    page: pageTexts(page, source),
    format: { kind: 'html', encoding, table: tables.indexOf(best.table) + 1, tables: tables.length },
  };
}

function texts(cells: Cells): string[] {
  return cells.map((cell) => cell ?? '');
}

function tableNotFound(source: Source, name: string): CoalfaceError {
  const { selector, unpivot } = source.reader.kind === 'html_table' ? source.reader : {};
  const wanted = unpivot
    ? `the labels ${[...unpivot.above, ...unpivot.left].join('、')}`
    : `the columns ${wantedTitles(source)}`;
  const where = selector === undefined ? 'the page has no table' : `the page has no table ${selector}`;
  return new CoalfaceError('table_not_found', `${where} with ${wanted}`, {
    where: { file: name, source: source.id },
    hint: 'the layout may have changed: open the archived page and adjust data/sources',
  });
}
