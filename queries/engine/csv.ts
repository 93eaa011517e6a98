import { stringify } from 'csv-stringify/sync';
import type { Cell } from './convert.ts';
import type { QueryResult, ResultColumn } from './result.ts';
import { UNITS, type Lang } from './units.ts';

/** What a spreadsheet would run as a formula when a cell begins with it. */
const FORMULA = /^[=+\-@\t\r]/;

/** How a CSV is written. */
export interface CsvOptions {
  /** a byte-order mark, without which Excel reads UTF-8 as GBK */
  bom: boolean;
  lang: Lang;
}

/** What of a column a CSV shows. */
export type CsvColumn = Pick<ResultColumn, 'type' | 'zh' | 'en' | 'unit'>;

/**
 * A result as CSV (RFC 4180, CRLF): a header of titles with units, shares as fractions of one, missing values empty.
 * Text that a spreadsheet would take for a formula gets a leading apostrophe; numbers are never touched.
 */
export function toCsv(
  result: Pick<QueryResult, 'columns' | 'data' | 'rowCount'>,
  options: CsvOptions,
): string {
  const cells = result.columns.map(({ name }) => result.data[name] ?? []);
  return csvHead(result.columns, options) + csvRows(result.columns, cells, result.rowCount);
}

/** The first record of a CSV: the titles. */
export function csvHead(columns: readonly CsvColumn[], { bom, lang }: CsvOptions): string {
  return records([columns.map((column) => csvTitle(column, lang))], bom);
}

/** Records of a CSV. @param cells by column */
export function csvRows(
  columns: readonly CsvColumn[],
  cells: readonly (readonly Cell[])[],
  count: number,
): string {
  const lines = Array.from({ length: count }, (_, row) =>
    columns.map((column, index) => csvCell(cells[index]?.[row] ?? null, column)),
  );
  return records(lines, false);
}

function records(lines: string[][], bom: boolean): string {
  // a lone CR or LF would end the record for many readers
  return stringify(lines, { bom, record_delimiter: 'windows', quoted_match: /[\r\n]/ });
}

function csvTitle(column: CsvColumn, lang: Lang): string {
  const { unit } = column;
  // the cells of these are fractions, so the header must not promise percent
  if (!unit || unit === 'share' || unit === 'pct_change' || !UNITS[unit][lang]) return column[lang];
  return lang === 'zh' ? `${column.zh}(${UNITS[unit].zh})` : `${column.en} (${UNITS[unit].en})`;
}

function csvCell(cell: Cell, column: CsvColumn): string {
  if (cell === null) return '';
  if (typeof cell === 'string' && column.type === 'text' && FORMULA.test(cell)) return `'${cell}`;
  return String(cell);
}
