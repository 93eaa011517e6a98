import { utils, write, type BookType, type WorkBook, type WorkSheet } from '@e965/xlsx';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { loadSources, sourceOf, type Source } from '../../data/source-file.ts';
import { readTable } from '../stage/read-table.ts';
import { numbered } from '../stage/record-number.ts';
import { useCellConnection } from './cell-connection.ts';

/** What a file was read as: its rows with their numbers, and everything that was said of it. */
export interface ReadBack {
  rows: unknown[][];
  format: Awaited<ReturnType<typeof readTable>>['format'];
  head: string[][];
  records: number;
  blank: number;
}

/** Reads bytes as a table of the accounts source, under a name that says nothing unless one is given. */
export function useTableReader(): (
  bytes: Buffer | string,
  sheet?: string,
  name?: string,
) => Promise<ReadBack> {
  const connection = useCellConnection();
  let folder: string;
  let source: Source;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'coalface-table-'));
    source = sourceOf(await loadSources(), 'accounts');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return async (bytes, sheet, name = 'export.dat') => {
    const file = path.join(folder, name);
    await writeFile(file, bytes);
    const raw = await readTable(connection(), file, name, path.join(folder, 'scratch'), { sheet, source });
    const numberedRows = await numbered(connection(), raw.scan, 'row_number() OVER ()', raw.blank);
    const reader = await connection().runAndReadAll(`FROM ${numberedRows} ORDER BY _row`);
    await raw.dispose();
    const rows = reader.getRowsJS().map(([row, ...cells]) => [Number(row), ...cells]);
    const blank = raw.blank.length;
    if (rows.length + blank !== raw.records) throw new Error(`${rows.length} rows of ${raw.records} records`);
    return { rows, format: raw.format, head: raw.head, records: raw.records, blank };
  };
}

/** A workbook of sheets by name. */
export function book(sheets: Record<string, WorkSheet>, more: Partial<WorkBook> = {}): WorkBook {
  const made = utils.book_new();
  for (const [name, sheet] of Object.entries(sheets)) utils.book_append_sheet(made, sheet, name);
  return Object.assign(made, more);
}

/** The bytes of a workbook in one of the formats that Excel writes. */
export function bytesOf(workbook: WorkBook, bookType: BookType = 'xlsx'): Buffer {
  return write(workbook, { type: 'buffer', bookType, compression: true }) as Buffer;
}

/** A small table of accounts. */
export const HEADER = ['客户编号', '客户名称', '行业'];
export const ROWS = [HEADER, ['007', '江海电力', '电力'], ['008', '晋北化工', '化工']];
