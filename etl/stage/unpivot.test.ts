import { utils } from '@e965/xlsx';
import { expect, test } from 'vitest';
import { useStager } from '../testing/stager.ts';
import { book, bytesOf } from '../testing/table-reader.ts';

const stage = useStager();

const VENDOR = `
object: observation
reader: { kind: workbook, unpivot: { above: [指标名称, 频率, 单位, 指标ID, 来源], left: [日期] } }
columns:
  day: { type: date, from: [日期], required: true }
  id: { type: enum, from: [指标ID], required: true, values: { stock: [S5103725], price: ['/^S5101377/'] } }
  unit: { type: text, from: [单位] }
  value: { type: decimal, scale: 2, from: [value], missing: ['0', '#N/A'] }
only: id
key: [day, id]
period: { of: day }
observations: [{ series: '{id}', value: value }]
`;
const LABELS = [
  ['指标名称', '秦皇岛港:库存', '秦皇岛:平仓价:Q5500', '沪深300'],
  ['频率', '日', '日', '日'],
  ['单位', '万吨', '元/吨', '点'],
  ['指标ID', 'S5103725', 'S5101377', 'M0020209'],
  ['来源', 'Wind', 'Wind', 'Wind'],
];
const day = (serial: number) => ({ t: 'n', v: serial, z: 'yyyy-mm-dd' });
const DATA = [
  [day(41078), 945.61, 0, 2500],
  [day(41079), 940, '#N/A', null],
  [day(41080), null, 765.5, 2501],
];
const file = (...rows: unknown[][]) => bytesOf(book({ Sheet1: utils.aoa_to_sheet(rows) }));

test('a sheet with a series a column is one record a value; 0 and #N/A are none where the source says so', async () => {
  const { good, reasons, records, furniture } = await stage(VENDOR, file(...LABELS, ...DATA));
  expect(Object.values(good)).toEqual([
    { day: '2012-06-18', id: 'stock', unit: '万吨', value: 945.61 },
    { day: '2012-06-18', id: 'price', unit: '元/吨' },
    { day: '2012-06-19', id: 'stock', unit: '万吨', value: 940 },
    { day: '2012-06-19', id: 'price', unit: '元/吨' },
    { day: '2012-06-20', id: 'price', unit: '元/吨', value: 765.5 },
  ]);
  // seven values that are there, below one header; the index is none of the source's concern
  expect([reasons, records, furniture]).toEqual([{}, 8, 3]);
});

test('rows of labels are found by their names, in another order, below a title and with others between', async () => {
  const [names = [], frequency = [], unit = [], id = [], origin = []] = LABELS;
  const rows = [
    ['万得资讯'],
    names,
    id,
    ['更新时间', '2012-06-21', '2012-06-21', '2012-06-21'],
    unit,
    frequency,
    origin,
  ];
  const { good } = await stage(VENDOR, file(...rows, ...DATA.slice(0, 1)));
  expect(Object.values(good)).toEqual([
    { day: '2012-06-18', id: 'stock', unit: '万吨', value: 945.61 },
    { day: '2012-06-18', id: 'price', unit: '元/吨' },
  ]);
});

test('the sheet with the labels is read, wherever it stands', async () => {
  const bytes = bytesOf(
    book({ 说明: utils.aoa_to_sheet([['日期说明'], ['x']]), 数据: utils.aoa_to_sheet([...LABELS, ...DATA]) }),
  );
  expect(Object.keys((await stage(VENDOR, bytes)).good)).toHaveLength(5);
});

const BLOCKS = (kind: string) => `
object: observation
reader: { kind: ${kind}, unpivot: { above: [年], left: [月份] } }
columns:
  year: { type: text, from: [年], required: true }
  month: { type: text, from: [月份], required: true }
  value: { type: decimal, scale: 1, from: [value] }
derived: { day: { type: date, sql: "month_of(replace(year, '年', '') || '-' || replace(month, '月', ''))" } }
only: { column: month, pattern: '^\\d+月$' }
key: [day]
period: { of: day, kind: month }
observations: [{ series: X, value: value }]
`;
const GRID = [
  ['煤炭进口', '', ''],
  ['月份', '2010年', '2011年'],
  ['1月', '1607', '1656'],
  ['2月', '1223', '676'],
  ['合计', '2830', '2332'],
  ['', '', ''],
  ['月份', '2012年', '2013年'],
  ['1月', '2164', '-'],
];
const EXPECTED = [
  '2010-01-01 1607',
  '2011-01-01 1656',
  '2010-02-01 1223',
  '2011-02-01 676',
  '2012-01-01 2164',
  '2013-01-01 ',
];

test.each<[string, () => string | Buffer]>([
  ['workbook', () => file(...GRID.map((row) => row.map((cell) => cell || null)))],
  [
    'html_table',
    () =>
      `<html><table><tr><td>导航</td></tr></table><table>${GRID.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table></html>`,
  ],
])('blocks of months by years in a %s', async (kind, content) => {
  const { good, reasons, furniture, records } = await stage(BLOCKS(kind), content());
  const found = Object.values(good).map((row) => `${String(row['day'])} ${String(row['value'] ?? '')}`);
  expect([found, reasons]).toEqual([EXPECTED, {}]);
  // the header and two totals
  expect([furniture, records]).toEqual([3, 9]);
});

test('a label over several columns holds for all of them', async () => {
  const sheet = utils.aoa_to_sheet([
    ['月份', '2012年', null],
    ['', '进口', '出口'],
    ['1月', 2164, 80],
  ]);
  sheet['!merges'] = [utils.decode_range('B1:C1')];
  const source = BLOCKS('workbook')
    .replace('above: [年]', 'above: [年, 流向]')
    .replace('  value:', '  flow: { type: text, from: [流向] }\n  value:')
    .replace('key: [day]', 'key: [day, flow]');
  const { good } = await stage(source, bytesOf(book({ a: sheet })));
  expect(Object.values(good).map(({ flow, value }) => [flow, value])).toEqual([
    ['进口', 2164],
    ['出口', 80],
  ]);
});

test('a grid without its labels is refused, unless a row is stated for them', async () => {
  const rows = [
    ['', '2012年'],
    ['1月', 2164],
  ];
  await expect(stage(BLOCKS('workbook'), file(...rows))).rejects.toMatchObject({
    code: 'labels_not_found',
    where: { source: 'trial' },
  });
  const stated = BLOCKS('workbook').replace('above: [年]', 'row: 1, above: [年]');
  expect(Object.values((await stage(stated, file(...rows))).good)).toMatchObject([{ value: 2164 }]);
});
