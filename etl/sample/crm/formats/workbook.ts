import * as XLSX from '@e965/xlsx';
import { stopZipClock } from '../../zip-clock.ts';
import type { Cell } from '../table.ts';

/** A block of merged cells: first and last record and cell, 0-based. */
export interface Merge {
  s: { r: number; c: number };
  e: { r: number; c: number };
}

/** One sheet of a workbook. */
export interface WorkbookSheet {
  name: string;
  records: readonly Cell[][];
  merges?: Merge[];
  /** hidden columns, counted from the first */
  hiddenColumns?: number;
  hidden?: boolean;
}

/** What kind of file a workbook becomes. */
export interface WorkbookForm {
  kind: 'xlsx' | 'biff8' | 'xlml';
  /** days are counted from 1904 */
  date1904?: boolean;
}

/** Days from Excel's usual epoch to that of 1904. */
const EPOCH_1904 = 1462;

function cellObject(cell: Exclude<Cell, null>, date1904: boolean): XLSX.CellObject {
  if (typeof cell === 'number') return { t: 'n', v: cell };
  if (typeof cell === 'string') return { t: 's', v: cell };
  return { t: 'n', v: cell.serial - (date1904 ? EPOCH_1904 : 0), z: cell.format };
}

function worksheet({ records, merges, hiddenColumns = 0 }: WorkbookSheet, date1904: boolean): XLSX.WorkSheet {
  const sheet: XLSX.WorkSheet = {};
  let width = 1;
  records.forEach((cells, r) => {
    width = Math.max(width, cells.length);
    cells.forEach((cell, c) => {
      if (cell !== null) sheet[XLSX.utils.encode_cell({ r, c })] = cellObject(cell, date1904);
    });
  });
  sheet['!ref'] = XLSX.utils.encode_range({
    s: { r: 0, c: 0 },
    e: { r: Math.max(0, records.length - 1), c: width - 1 },
  });
  if (merges) sheet['!merges'] = merges;
  if (hiddenColumns) sheet['!cols'] = Array.from({ length: hiddenColumns }, () => ({ hidden: true }));
  return sheet;
}

/** Sheets as the bytes of a workbook, the same for the same sheets. */
export function workbookBytes(sheets: readonly WorkbookSheet[], form: WorkbookForm): Buffer {
  const { kind, date1904 = false } = form;
  const book = XLSX.utils.book_new();
  for (const sheet of sheets) XLSX.utils.book_append_sheet(book, worksheet(sheet, date1904), sheet.name);
  book.Workbook = {
    WBProps: { date1904 },
    Sheets: sheets.map(({ name, hidden }) => ({ name, Hidden: hidden ? 1 : 0 })),
  };
  const bytes = XLSX.write(book, { type: 'buffer', bookType: kind, compression: true }) as Buffer;
  return kind === 'xlsx' ? stopZipClock(bytes) : bytes;
}
