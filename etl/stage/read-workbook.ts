import type { DuckDBConnection } from '@duckdb/node-api';
import { read, set_cptable, SSF, type ParsingOptions, type WorkBook } from '@e965/xlsx';
import * as cptable from '@e965/xlsx/dist/cpexcel.full.mjs';
import { readFile, stat } from 'node:fs/promises';
import { CoalfaceError, messageOf } from '../../data/errors.ts';
import type { Source } from '../../data/source-file.ts';
import { guardBiff, guardOle2 } from './guard-ole2.ts';
import { badWorkbook, encryptedWorkbook, guardZip, MAX_UNPACKED_BYTES } from './guard-zip.ts';
import { findHeader } from './header.ts';
import { HEAD_RECORDS, rawTableOf } from './raw-table.ts';
import { sheetHead, sheetRecords } from './sheet-records.ts';
import type { FileKind } from './sniff.ts';
import type { ReadTable, SheetTab, WorkbookFormat } from './table-format.ts';

// texts of workbooks before Excel 97 are in the code page of their system
set_cptable(cptable);

/** Kinds of files that are workbooks. */
export type WorkbookKind = Extract<FileKind, 'zip' | 'ole2' | 'biff' | 'spreadsheetml'>;

const FORMATS: Record<WorkbookKind, WorkbookFormat['kind']> = {
  zip: 'xlsx',
  ole2: 'xls',
  biff: 'xls',
  spreadsheetml: 'spreadsheetml',
};

/** Formats of Chinese Excel that a workbook names by number alone, and the library does not know. */
const LOCAL_FORMATS: [from: number, to: number, format: string][] = [
  [27, 31, 'yyyy-mm-dd'],
  [32, 35, 'h:mm:ss'],
  [36, 36, 'yyyy-mm-dd'],
  [50, 54, 'yyyy-mm-dd'],
  [55, 56, 'h:mm:ss'],
  [57, 58, 'yyyy-mm-dd'],
];

/** How a workbook is parsed; made anew for each, as the library writes into it. */
function parsingOptions(): ParsingOptions {
  return {
    dense: true,
    // the stated size of a sheet is not believed
    nodim: true,
    // hidden rows and columns are told only with the styles
    cellStyles: true,
    cellText: false,
    cellHTML: false,
    cellFormula: false,
    // the library begins every workbook with a new table of formats and asks for this before it looks a format up:
    // the only moment at which the local ones can be put in
    get cellNF() {
      const known = SSF.get_table() as Record<number, string | undefined>;
      if (known[LOCAL_FORMATS[0]?.[0] ?? 0] === undefined) {
        for (const [from, to, format] of LOCAL_FORMATS) {
          for (let id = from; id <= to; id += 1) if (known[id] === undefined) SSF.load(format, id);
        }
      }
      return true;
    },
    set cellNF(_value) {},
  };
}

/**
 * Read one sheet of a workbook (.xlsx, .xls, SpreadsheetML 2003) as text.
 * @param sheet name of the sheet; default the one whose header the source recognises best, else the first with values
 * @throws CoalfaceError of the guards (`archive_too_large`, `macro_workbook`, `encrypted_workbook`, `unsupported_format`),
 *   `bad_workbook`, `sheet_not_found`, `empty_file`, `table_too_wide`
 */
export async function readWorkbook(
  connection: DuckDBConnection,
  file: string,
  name: string,
  kind: WorkbookKind,
  { sheet, source }: { sheet?: string | undefined; source: Source },
): Promise<ReadTable> {
  const content = await guarded(file, name, kind);
  const names = parse(content, name, { bookSheets: true }).SheetNames;
  const chosen = sheet ?? (names.length === 1 ? names[0] : bestSheet(content, name, source));
  if (chosen === undefined || !names.includes(chosen)) throw sheetNotFound(name, sheet, names);
  const book = parse(content, name, Object.assign(parsingOptions(), { sheets: names.indexOf(chosen) }));
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
  return { ...(await rawTableOf(connection, width, records)), format };
}

/** The content of a workbook after everything that makes one dangerous was looked for. */
async function guarded(file: string, name: string, kind: WorkbookKind): Promise<Buffer | string> {
  const { size } = await stat(file);
  if (size > MAX_UNPACKED_BYTES) {
    throw new CoalfaceError('archive_too_large', `the workbook has ${Math.round(size / 1024 / 1024)} MB`, {
      where: { file: name },
      hint: 'export fewer rows at a time, or export CSV, which has no such limit',
    });
  }
  if (kind === 'zip') await guardZip(file, name);
  const bytes = await readFile(file);
  if (kind === 'ole2') guardOle2(bytes, name);
  if (kind === 'biff') guardBiff(bytes, name);
  return kind === 'spreadsheetml' ? markup(bytes, name) : bytes;
}

/** A workbook in one XML document, decoded as it declares; a document that was cut has no end. */
function markup(bytes: Buffer, name: string): string {
  const declared = /^[^>]*\bencoding=["']([\w-]+)["']/.exec(bytes.subarray(0, 200).toString('latin1'))?.[1];
  const marked =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe ? 'utf-16be' : undefined;
  try {
    const text = new TextDecoder(marked ?? declared ?? 'utf-8', { fatal: true }).decode(bytes);
    if (!/<\/(\w+:)?Workbook>\s*$/.test(text.slice(-200))) throw new Error('the document does not end');
    return text;
  } catch (error) {
    throw badWorkbook(name, error);
  }
}

function parse(content: Buffer | string, name: string, options: ParsingOptions): WorkBook {
  try {
    return read(
      content,
      Object.assign(options, { type: typeof content === 'string' ? 'string' : 'buffer' } as const),
    );
  } catch (error) {
    throw /password/i.test(messageOf(error)) ? encryptedWorkbook(name) : badWorkbook(name, error);
  }
}

function sheetTabs(book: WorkBook): SheetTab[] {
  return book.SheetNames.map((name, i) => ({
    name,
    hidden: (book.Workbook?.Sheets?.[i]?.Hidden ?? 0) !== 0,
  }));
}

/**
 * The sheet to read when none is named. Exports carry picklists on further sheets, hidden or not: a header that the
 * source knows decides, and a hidden sheet is taken only if no visible one has such a header.
 */
function bestSheet(content: Buffer | string, name: string, source: Source): string | undefined {
  const heads = parse(content, name, Object.assign(parsingOptions(), { sheetRows: HEAD_RECORDS }));
  const is1904 = heads.Workbook?.WBProps?.date1904 === true;
  const looked = sheetTabs(heads).map((tab) => {
    const head = sheetHead(heads.Sheets[tab.name] ?? {}, is1904, name, HEAD_RECORDS);
    return { ...tab, filled: head.length > 0, known: findHeader(head, source)?.fields.size ?? 0 };
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
