import type { RawTable } from './raw-table.ts';

/** What was understood of a delimited text. */
export interface TextFormat {
  kind: 'text';
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';
  delimiter: ',' | ';' | '\t' | '|';
  /** what ends its records; `mixed` if not always the same */
  lineEnds: 'lf' | 'crlf' | 'cr' | 'mixed';
  /** some bytes fit no UTF-8 character: they are read as U+FFFD */
  damaged: boolean;
  /** NUL characters, which mean nothing in a text, were left out */
  nul: boolean;
}

/** One sheet of a workbook, as its tab says. */
export interface SheetTab {
  name: string;
  hidden: boolean;
}

/** What was understood of a workbook. */
export interface WorkbookFormat {
  kind: 'xlsx' | 'xls' | 'spreadsheetml';
  /** the sheet that was read, and all there are */
  sheet: string;
  sheets: SheetTab[];
  /** day that serial dates count from */
  epoch: 1900 | 1904;
  /** letters of the hidden columns and number of the hidden rows; they are read like the others */
  hiddenColumns: string[];
  hiddenRows: number;
  /** merged regions whose every cell got the value, and those too large for it */
  merged: number;
  mergedTooLarge: number;
}

/** What was understood of a page. */
export interface HtmlFormat {
  kind: 'html';
  encoding: string;
  /** which of its tables was read, 1-based, and how many there are */
  table: number;
  tables: number;
}

/** What was understood of a JSON document. */
export interface JsonFormat {
  kind: 'json';
  encoding: string;
  /** where in it the records are; empty for the whole */
  path: string;
}

/** What was understood of an article. */
export interface ProseFormat {
  kind: 'prose';
  encoding: string;
  /** sentences that patterns were looked for in */
  sentences: number;
}

/** How a file was understood: what an inspection of it shows. */
export type TableFormat = TextFormat | WorkbookFormat | HtmlFormat | JsonFormat | ProseFormat;

/** A file read as text, and how it was understood. */
export interface ReadTable extends RawTable {
  format: TableFormat;
}
