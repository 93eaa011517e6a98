import type { DuckDBConnection } from '@duckdb/node-api';
import type { WorkBook } from '@e965/xlsx';
import { CoalfaceError } from '../../data/errors.ts';
import type { Unpivot } from '../../data/reader-schema.ts';
import type { Source } from '../../data/source-file.ts';
import { wholeText } from './facts.ts';
import { findHeader } from './header.ts';
import {
  parseWorkbook,
  parsingOptions,
  workbookContent,
  type WorkbookContent,
  type WorkbookKind,
} from './parse-workbook.ts';
import { HEAD_RECORDS, rawTableOf } from './raw-table.ts';
import { sheetHead, sheetRecords } from './sheet-records.ts';
import type { ReadTable, SheetTab, WorkbookFormat } from './table-format.ts';
import { hasLabels, labelsNotFound, unpivoted } from './unpivot.ts';

const FORMATS: Record<WorkbookKind, WorkbookFormat['kind']> = {
  zip: 'xlsx',
  ole2: 'xls',
  biff: 'xls',
  spreadsheetml: 'spreadsheetml',
};

/**
 * Read one sheet of a workbook (.xlsx, .xls, SpreadsheetML 2003) as text.
 * @param sheet name of the sheet; default the one whose header the source recognises best, else the first with values
 * @param unpivot how its grid becomes records; then the sheet is the one that has its labels
 * @throws CoalfaceError of the guards (`archive_too_large`, `macro_workbook`, `encrypted_workbook`, `unsupported_format`),
 *   `bad_workbook`, `sheet_not_found`, `empty_file`, `table_too_wide`, `labels_not_found`
 */
export async function readWorkbook(
  connection: DuckDBConnection,
  file: string,
  name: string,
  kind: WorkbookKind,
  { sheet, source, unpivot }: { sheet?: string | undefined; source: Source; unpivot?: Unpivot | undefined },
): Promise<ReadTable> {
  const content = await workbookContent(file, name, kind);
  const known = (head: string[][]) =>
    unpivot ? Number(hasLabels(head, unpivot)) : (findHeader(head, source)?.fields.size ?? 0);
  const { book, chosen } = openSheet(content, name, sheet, known);
  const is1904 = book.Workbook?.WBProps?.date1904 === true;
  const read = sheetRecords(book.Sheets[chosen] ?? {}, is1904, name);
  if (read.width === 0) throw emptySheet(name, chosen);
  const { width, records, ...met } = read;
  const format: WorkbookFormat = {
    kind: FORMATS[kind],
    sheet: chosen,
    sheets: sheetTabs(book),
    epoch: is1904 ? 1904 : 1900,
    ...met,
  };
  if (!unpivot) return { ...(await rawTableOf(connection, width, records)), format };
  const grid = [...records];
  const derived = unpivoted(grid, unpivot);
  if (!derived) throw labelsNotFound(unpivot, name, source, grid);
  const head = grid.slice(0, HEAD_RECORDS).flat().filter(Boolean).join(' ');
  const raw = await rawTableOf(connection, derived[0]?.length ?? 0, derived);
  return { ...raw, page: wholeText(head, source), format };
}

function sheetTabs(book: WorkBook): SheetTab[] {
  return book.SheetNames.map((name, i) => ({
    name,
    hidden: (book.Workbook?.Sheets?.[i]?.Hidden ?? 0) !== 0,
  }));
}

/**
 * Parse the sheet to read and no other, where the format allows it: of a workbook in one XML document the library
 * parses all, whatever is asked.
 */
function openSheet(
  content: WorkbookContent,
  name: string,
  sheet: string | undefined,
  known: (head: string[][]) => number,
): { book: WorkBook; chosen: string } {
  const whole = content.kind === 'spreadsheetml' ? parseWorkbook(content, name, parsingOptions()) : undefined;
  const names = whole?.SheetNames ?? parseWorkbook(content, name, { bookSheets: true }).SheetNames;
  const heads = () =>
    whole ?? parseWorkbook(content, name, Object.assign(parsingOptions(), { sheetRows: HEAD_RECORDS }));
  const chosen = sheet ?? (names.length === 1 ? names[0] : bestSheet(heads(), name, known));
  if (chosen === undefined || !names.includes(chosen)) throw sheetNotFound(name, sheet, names);
  const only = Object.assign(parsingOptions(), { sheets: names.indexOf(chosen) });
  return { book: whole ?? parseWorkbook(content, name, only), chosen };
}

/**
 * The sheet to read when none is named. Exports carry picklists on further sheets, hidden or not: a header that the
 * source knows decides, and a hidden sheet is taken only if no visible one has such a header.
 */
function bestSheet(heads: WorkBook, name: string, knownOf: (head: string[][]) => number): string | undefined {
  const is1904 = heads.Workbook?.WBProps?.date1904 === true;
  const looked = sheetTabs(heads).map((tab) => {
    const head = sheetHead(heads.Sheets[tab.name] ?? {}, is1904, name, HEAD_RECORDS);
    return { ...tab, filled: head.length > 0, known: knownOf(head) };
  });
  const ranked = looked
    .filter(({ known }) => known > 0)
    .sort((a, b) => Number(a.hidden) - Number(b.hidden) || b.known - a.known);
  return (ranked[0] ?? looked.find(({ hidden, filled }) => filled && !hidden) ?? looked[0])?.name;
}

function sheetNotFound(name: string, sheet: string | undefined, names: readonly string[]): CoalfaceError {
  return new CoalfaceError('sheet_not_found', `the workbook has no sheet ${sheet ?? '1'}`, {
    where: { file: name },
    hint: `its sheets: ${names.join(', ')}`,
  });
}

function emptySheet(name: string, sheet: string): CoalfaceError {
  return new CoalfaceError('empty_file', `the sheet ${sheet} is empty`, {
    where: { file: name },
    hint: 'export it again; nothing was loaded from it',
  });
}
