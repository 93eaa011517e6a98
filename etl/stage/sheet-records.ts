import { utils, type CellObject, type Range, type WorkSheet } from '@e965/xlsx';
import { CoalfaceError } from '../../data/errors.ts';
import type { Cells } from './raw-table.ts';
import { cellText, hasValue } from './workbook-cell.ts';

/** The records of one sheet and what stands out in it. */
export interface SheetRecords {
  width: number;
  /** every row from the first to the last with a value; rows are given up as they are read, so read them once */
  records: Iterable<Cells>;
  hiddenColumns: string[];
  hiddenRows: number;
  merged: number;
  mergedTooLarge: number;
}

/** More columns are no table; one stray cell at the edge of a sheet would make sixteen thousand. */
const MAX_COLUMNS = 2000;
/** A merge over more cells paints a background; its value stays in its first cell. */
const MAX_MERGED_CELLS = 100_000;
/** Cells that all merges of a sheet fill: those of a hostile one lie over each other. */
const MAX_MERGED_TOTAL = 10_000_000;

/**
 * Read a sheet as records of text, in the rows where a user sees them. A merged region means that its value is the
 * value of all its cells: two-level headers and customers written once for many rows depend on it.
 * @throws CoalfaceError `table_too_wide`
 */
export function sheetRecords(sheet: WorkSheet, is1904: boolean, name: string): SheetRecords {
  const data: (CellObject[] | undefined)[] = sheet['!data'] ?? [];
  const { width, height } = extent(data);
  if (width > MAX_COLUMNS) {
    throw new CoalfaceError(
      'table_too_wide',
      `the sheet has a value in column ${utils.encode_col(width - 1)}`,
      {
        where: { file: name },
        hint: 'delete the columns behind the table in Excel and save the workbook again',
      },
    );
  }
  const regions = (sheet['!merges'] ?? []).map((region) => clipped(region, width, height));
  let left = MAX_MERGED_TOTAL;
  const merges = regions.filter((region) => {
    const cells = cellsOf(region);
    if (cells <= 1 || cells > Math.min(MAX_MERGED_CELLS, left)) return false;
    left -= cells;
    return true;
  });
  return {
    width,
    records: filled(data, merges, width, height, is1904),
    hiddenColumns: (sheet['!cols'] ?? [])
      .slice(0, width)
      .flatMap((column, i) =>
        (column as { hidden?: boolean } | undefined)?.hidden ? [utils.encode_col(i)] : [],
      ),
    hiddenRows: (sheet['!rows'] ?? [])
      .slice(0, height)
      .filter((row) => (row as { hidden?: boolean } | undefined)?.hidden).length,
    merged: merges.length,
    mergedTooLarge: regions.filter((region) => cellsOf(region) > 1).length - merges.length,
  };
}

/** The first records of a sheet, for a look at its header. */
export function sheetHead(sheet: WorkSheet, is1904: boolean, name: string, records: number): string[][] {
  const head: string[][] = [];
  const copy = { ...sheet, '!data': (sheet['!data'] ?? []).slice(0, records) };
  for (const cells of sheetRecords(copy, is1904, name).records) head.push(cells.map((cell) => cell ?? ''));
  return head;
}

/** Rows and columns up to the last value: a sheet's own statement counts formatted cells too, or lies. */
function extent(data: readonly (CellObject[] | undefined)[]): { width: number; height: number } {
  let width = 0;
  let height = 0;
  data.forEach((row, r) => {
    if (!row) return;
    let last = row.length - 1;
    while (last >= 0 && !hasValue(row[last])) last -= 1;
    if (last < 0) return;
    width = Math.max(width, last + 1);
    height = r + 1;
  });
  return { width, height };
}

function clipped({ s, e }: Range, width: number, height: number): Range {
  return { s, e: { r: Math.min(e.r, height - 1), c: Math.min(e.c, width - 1) } };
}

function cellsOf({ s, e }: Range): number {
  return Math.max(0, e.r - s.r + 1) * Math.max(0, e.c - s.c + 1);
}

function* filled(
  data: (CellObject[] | undefined)[],
  merges: readonly Range[],
  width: number,
  height: number,
  is1904: boolean,
): Generator<Cells> {
  const waiting = [...merges].sort((a, b) => b.s.r - a.s.r);
  let open: { region: Range; value: string | null }[] = [];
  for (let r = 0; r < height; r += 1) {
    const row = data[r] ?? [];
    const cells: Cells = Array.from({ length: width }, (_, c) => cellText(row[c], is1904));
    for (let next = waiting.at(-1); next && next.s.r <= r; next = waiting.at(-1)) {
      waiting.pop();
      open.push({ region: next, value: cells[next.s.c] ?? null });
    }
    for (const { region, value } of open) cells.fill(value, region.s.c, region.e.c + 1);
    open = open.filter(({ region }) => region.e.r > r);
    data[r] = undefined;
    yield cells;
  }
}
