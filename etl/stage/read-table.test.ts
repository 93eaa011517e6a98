import { utils } from '@e965/xlsx';
import iconv from 'iconv-lite';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { loadSources, sourceOf } from '../../data/source-file.ts';
import { useCellConnection } from '../testing/cell-connection.ts';
import { book, bytesOf, ROWS, useTableReader } from '../testing/table-reader.ts';
import { stageFile } from './stage.ts';

const read = useTableReader();
const connection = useCellConnection();

test('the format is told by the content, whatever the name', async () => {
  const sheet = utils.aoa_to_sheet(ROWS);
  const csv = ROWS.map((row) => row.join(',')).join('\n');
  const html = `<table>${ROWS.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table>`;
  const cases: [string, Buffer | string, string][] = [
    ['a.xlsx', bytesOf(book({ a: sheet }), 'biff8'), 'xls'],
    ['b.xls', bytesOf(book({ a: sheet }), 'xlml'), 'spreadsheetml'],
    ['c.csv', bytesOf(book({ a: sheet })), 'xlsx'],
    ['d.xls', csv, 'text'],
    ['e.xls', iconv.encode(`<html><meta charset=gb2312>${html}</html>`, 'gbk'), 'html'],
    ['f.xls', iconv.encode(html, 'utf-16le', { addBOM: true }), 'html'],
    ['g.xls', iconv.encode(csv, 'gbk'), 'text'],
    ['h.xls', bytesOf(book({ a: sheet }), 'html'), 'html'],
    ['i.php', JSON.stringify(ROWS), 'json'],
  ];
  for (const [name, bytes, kind] of cases) {
    const found = await read(bytes, undefined, name);
    expect(found.format.kind, name).toBe(kind);
    expect(found.rows[1], name).toEqual([2, '007', '江海电力', '电力']);
  }
});
test('a workbook goes through the contract with every row accounted for', async () => {
  const sheet = utils.aoa_to_sheet([
    ['客户信息（*代表必填项）'],
    [],
    ['*客户编号', '*客户名称', '客户简称', '*行业', '信用额度(万元)', '大户生效日期'],
    ['C001', '江海电力股份有限公司', '江海电力', '电力', 120, { t: 'n', v: 39814, z: 'yyyy/m/d' }],
    [],
  ]);
  sheet['!merges'] = [utils.decode_range('A1:F1')];
  const folder = await mkdtemp(path.join(tmpdir(), 'coalface-contract-'));
  const file = path.join(folder, 'accounts.xlsx');
  await writeFile(file, bytesOf(book({ 客户: sheet })));
  const staged = await stageFile(
    connection(),
    sourceOf(await loadSources(), 'accounts'),
    file,
    'accounts.xlsx',
    folder,
  );
  expect(staged).toMatchObject({ records: 4, furniture: 3 });
  await staged.dispose();
  await rm(folder, { recursive: true });
});
