import iconv from 'iconv-lite';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadSources, type Source } from '../../data/source-file.ts';
import { useCellConnection } from '../testing/cell-connection.ts';
import { readHtmlTable } from './read-html.ts';
import { stageFile } from './stage.ts';

const connection = useCellConnection();
let folder: string;
let ports: Source;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'coalface-html-'));
  const found = (await loadSources()).get('port_bulletin');
  if (!found) throw new Error('no source');
  ports = found;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const row = (cells: string[], tag = 'td') =>
  `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
const TITLES = row(['日期', '港口', '场存(万吨)', '铁路调入(万吨)', '调出(万吨)', '锚地船舶(艘)'], 'th');
const DAY = ['2012-06-18', '秦皇岛港', '945.61', '70', '64.1', '88'];
const DECOY = '<table><tr><td>日期</td><td>2012-06-19</td></tr><tr><td>导航</td></tr></table>';

async function page(body: string): Promise<string> {
  const file = path.join(folder, 'p.html');
  await writeFile(file, body && `<html><head><meta charset="utf-8"></head><body>${body}</body></html>`);
  return file;
}

async function read(body: string) {
  const raw = await readHtmlTable(connection(), await page(body), 'p.html', ports);
  const reader = await connection().runAndReadAll(`SELECT row_number() OVER () AS _row, * FROM ${raw.scan}`);
  const found = reader.getRowsJS().map(([, ...cells]) => cells);
  await raw.dispose();
  return { records: raw.records, found };
}

test('the table for wide and for narrow screens is read once, the decoy never', async () => {
  const table = `<table>${TITLES}${row(DAY)}</table>`;
  const { records, found } = await read(`${DECOY}${table}${table}`);
  expect(records).toBe(2);
  expect(found[1]).toEqual(DAY);
});

test('a table inside a layout table is found; the layout is no table of data', async () => {
  const { found } = await read(
    `<table><tr><td>左</td><td><table>${TITLES}${row(DAY)}</table></td></tr></table>`,
  );
  expect(found[1]).toEqual(DAY);
});

test('the table that recognises more columns counts, wherever it stands', async () => {
  const few = `<table>${row(['日期', '港口', '场存'])}${row(['2012-06-18', '天津港', '1'])}</table>`;
  expect((await read(`${few}<table>${TITLES}${row(DAY)}</table>`)).found[1]).toEqual(DAY);
});

test('texts are read through markup and line breaks; an empty cell has no value', async () => {
  const { found } = await read(
    `<table>${TITLES}${row(['<b>2012-06-18</b>', '<span>秦皇岛\n  港</span>', '&nbsp;', '', '64.1', '88'])}</table>`,
  );
  expect(found[1]).toEqual(['2012-06-18', '秦皇岛 港', null, null, '64.1', '88']);
});

test('a note over all columns is furniture, and a cell over two leaves the next in its place', async () => {
  const body = `<table>${TITLES}${row(DAY)}<tr><td>2012-06-18</td><td>天津港</td><td colspan="2">--</td><td>30</td><td>5</td></tr>
    <tr><td colspan="6">注：数据截至当日18时</td></tr></table>`;
  const staged = await stageFile(connection(), ports, await page(body), 'p.html', folder);
  const reader = await connection().runAndReadAll(
    `SELECT port, stock_wt::VARCHAR, rail_in_wt::VARCHAR, ship_out_wt::VARCHAR FROM staged WHERE _kind = 'data' ORDER BY _row`,
  );
  expect(reader.getRowsJS()).toEqual([
    ['QHD', '945.61', '70.00', '64.10'],
    ['TJ', null, null, '30.00'],
  ]);
  expect(staged).toMatchObject({ records: 4, furniture: 2 });
  expect((await connection().runAndReadAll('SELECT count(*)::INTEGER FROM rejected')).getRowsJS()).toEqual([
    [0],
  ]);
  await staged.dispose();
});

test('a cell over rows and columns is the value of all of them', async () => {
  const body = `<table>${TITLES}<tr><td rowspan="3">2012-06-18</td><td>秦皇岛港</td><td rowspan=2 colspan="2">1</td><td>2</td><td>3</td></tr>
    <tr><td>天津港</td><td>4</td><td>5</td></tr><tr><td>黄骅港</td><td>6</td><td>7</td><td>8</td><td>9</td></tr></table>`;
  expect((await read(body)).found.slice(1)).toEqual([
    ['2012-06-18', '秦皇岛港', '1', '1', '2', '3'],
    ['2012-06-18', '天津港', '1', '1', '4', '5'],
    ['2012-06-18', '黄骅港', '6', '7', '8', '9'],
  ]);
});

test('a table inside a cell of the table is no row of it; a line break is one; zeros in front stay', async () => {
  const inner = '<table><tr><td>图</td></tr><tr><td>例</td></tr></table>';
  const zeros = `<td style='mso-number-format:"\\@"'>007</td>`;
  const body = `<table>${TITLES}<tr><td>2012-06-18</td><td>秦皇岛港<br>煤二期</td>${zeros}<td>${inner}</td><td></td><td></td></tr></table>`;
  const { records, found } = await read(body);
  expect(records).toBe(2);
  expect(found[1]).toEqual(['2012-06-18', '秦皇岛港\n煤二期', '007', '图例', null, null]);
});

test.each<[string, string, string, string]>([
  ['declared', '<meta http-equiv=Content-Type content="text/html; charset=gb2312">', 'gbk', 'gb2312'],
  ['not declared', '', 'gbk', 'gb18030'],
  ['declared wrongly', '<meta charset="utf-8">', 'gbk', 'gb18030'],
  ['declared GB2312 and UTF-8', '<meta charset="gb2312">', 'utf-8', 'utf-8'],
  ['marked', '', 'utf-16le', 'utf-16le'],
])('an encoding that is %s is found', async (_what, meta, encoding, found) => {
  const file = path.join(folder, 'e.html');
  const text = `<html><head>${meta}</head><body><table>${TITLES}${row(DAY)}</table></body></html>`;
  await writeFile(file, iconv.encode(text, encoding, { addBOM: encoding === 'utf-16le' }));
  const raw = await readHtmlTable(connection(), file, 'e.html', ports);
  expect(raw.head[1]).toEqual(DAY);
  expect(raw.format).toEqual({ kind: 'html', encoding: found, table: 1, tables: 1 });
  await raw.dispose();
});

test.each([
  ['an empty page', '', 'empty_file'],
  ['a page without tables', '<p>维护中</p>', 'table_not_found'],
  ['a page with the decoy alone', DECOY, 'table_not_found'],
])('%s is a named error', async (_what, body, code) => {
  await expect(readHtmlTable(connection(), await page(body), 'p.html', ports)).rejects.toMatchObject({
    code,
    where: { file: 'p.html' },
  });
});
