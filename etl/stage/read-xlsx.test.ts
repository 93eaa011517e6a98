import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import writeWorkbook from 'write-excel-file/node';
import { useCellConnection } from '../testing/cell-connection.ts';
import { readXlsx } from './read-xlsx.ts';

const connection = useCellConnection();
let folder: string;
let book: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'coalface-xlsx-'));
  book = path.join(folder, 'a.xlsx');
  const day = (iso: string, format: string) => ({ value: new Date(iso), type: Date, format });
  const data = [
    [{ value: '客户信息', columnSpan: 3 }],
    [{ value: '编号' }, { value: '数' }, { value: '日' }],
    [{ value: '007' }, { value: 1234.5 }, day('2012-06-18T00:00:00Z', 'yyyy-mm-dd')],
    [{ value: ' 江海 ' }, { value: 0.1 }, day('2012-06-18T07:42:00Z', 'yyyy-mm-dd hh:mm')],
    [null, { value: -3 }, { value: true }],
  ];
  await writeWorkbook([
    { data: data as never, sheet: '客户' },
    { data: [[{ value: '别的' }]], sheet: '附页' },
  ]).toFile(book);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(file: string, sheet?: string): Promise<unknown[][]> {
  const raw = await readXlsx(connection(), file, path.basename(file), sheet);
  const reader = await connection().runAndReadAll(`SELECT row_number() OVER () AS _row, * FROM ${raw.scan}`);
  await raw.dispose();
  expect(raw.records).toBe(reader.currentRowCount);
  return reader.getRowsJS();
}

test('texts, numbers, days and times are read as text, in their rows', async () => {
  expect(await read(book)).toEqual([
    [1n, '客户信息', null, null],
    [2n, '编号', '数', '日'],
    [3n, '007', '1234.5', '2012-06-18'],
    [4n, expect.stringContaining('江海'), '0.1', '2012-06-18 07:42:00'],
    [5n, null, '-3', 'true'],
  ]);
});

test('a sheet is read by its name', async () => {
  expect(await read(book, '附页')).toEqual([[1n, '别的']]);
});

test('a missing sheet is named, with those that there are', async () => {
  await expect(read(book, '没有')).rejects.toMatchObject({
    code: 'sheet_not_found',
    where: { file: 'a.xlsx' },
    hint: 'its sheets: 客户, 附页',
  });
});

test.each<[string, string | Buffer, string]>([
  ['an empty file', '', 'empty_file'],
  ['a file that is no zip', '编号,数\n1,2\n', 'bad_workbook'],
  [
    'a zip that is no workbook',
    Buffer.from('504b0506000000000000000000000000000000000000', 'hex'),
    'bad_workbook',
  ],
])('%s is a named error', async (_what, bytes, code) => {
  const file = path.join(folder, 'bad.xlsx');
  await writeFile(file, bytes);
  await expect(read(file)).rejects.toMatchObject({ code, where: { file: 'bad.xlsx' } });
});
