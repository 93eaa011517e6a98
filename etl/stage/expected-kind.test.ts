import { utils } from '@e965/xlsx';
import { expect, test } from 'vitest';
import { useStager } from '../testing/stager.ts';
import { book, bytesOf } from '../testing/table-reader.ts';

const stage = useStager();

const contract = (reader: string) => `
object: observation
reader: { ${reader} }
columns:
  day: { type: date, from: [日期], required: true }
  stock_wt: { type: decimal, unit: 万吨, from: [场存] }
period: { of: day }
observations: [{ series: X, value: stock_wt }]
`;
const CELLS = [
  ['日期', '场存'],
  ['2012-06-18', '945.61'],
];
const CSV = CELLS.map((row) => row.join(',')).join('\n');
const XLSX = () => bytesOf(book({ a: utils.aoa_to_sheet(CELLS) }));
const JSON_TEXT = JSON.stringify([{ 日期: '2012-06-18', 场存: 945.61 }]);
const HTML = `<html><body><table>${CELLS.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table></body></html>`;
const LOGIN = '<!DOCTYPE html><html><head><title>\n 请登录 </title></head><body>用户名</body></html>';

test.each<[string, () => string | Buffer]>([
  ['csv', () => CSV],
  ['workbook', XLSX],
  ['html_table', () => HTML],
  ['json', () => JSON_TEXT],
  ['table', () => CSV],
  ['table', XLSX],
  ['table', () => HTML],
  ['table', () => JSON_TEXT],
])('%s takes its format', async (kind, content) => {
  const { good } = await stage(contract(`kind: ${kind}`), content());
  expect(good).toEqual({ 2: { day: '2012-06-18', stock_wt: 945.61 } });
});

test.each<[string, () => string | Buffer, RegExp]>([
  ['csv', () => LOGIN, /^delimited text was expected and a page “请登录” came$/],
  ['workbook', () => LOGIN, /a page “请登录”/],
  ['json', () => LOGIN, /^JSON was expected and a page “请登录” came$/],
  ['json', () => '<html><body>Access\n denied</body></html>', /a page “Access denied”/],
  ['json', () => 'null', /text “null”/],
  ['html_table', () => CSV, /text “日期,场存/],
  ['html_table', XLSX, /a workbook/],
  ['csv', () => JSON_TEXT, /JSON came/],
  ['workbook', () => CSV, /text/],
])('%s refuses another format and says what came', async (kind, content, message) => {
  await expect(stage(contract(`kind: ${kind}`), content(), { name: 'answer.php' })).rejects.toMatchObject({
    code: 'unexpected_format',
    message: expect.stringMatching(message) as string,
    where: { file: 'answer.php', source: 'trial' },
  });
});
