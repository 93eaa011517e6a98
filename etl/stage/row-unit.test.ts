import { expect, test } from 'vitest';
import { useStager } from '../testing/stager.ts';

const stage = useStager();

const contract = (value: string, unit = 'from: [单位]') => `
object: observation
columns:
  item: { type: text, from: [品名], required: true }
  unit: { type: text, ${unit} }
  value: { ${value}, from: [价格, 数量], unit_column: unit }
key: [item]
constants: {}
derived: { day: { type: date, sql: "DATE '2012-06-18'" } }
period: { of: day }
observations: [{ series: X, value: value }]
`;
const PRICE = 'type: decimal, scale: 2, unit: 元/吨, min: 100, max: 3000';
const STOCK = 'type: decimal, scale: 2, unit: 万吨, min: 1, max: 2500';

/** The value of one row, or why it was kept aside. */
async function one(columns: string, header: string, cell: string, unit: string): Promise<unknown> {
  const { good, reasons } = await stage(columns, [`品名,${header},单位`, `煤,"${cell}",${unit}`]);
  return good[2]?.['value'] ?? reasons[2];
}

test.each<[string, string, string, string, unknown]>([
  [STOCK, '数量', '660', '万吨', 660],
  [STOCK, '数量', '6,600,000', '吨', 660],
  [STOCK, '数量', '66000', ' 百 吨', ['unit_mismatch']],
  [STOCK, '数量', '6.6', 'Ｍｔ', 660],
  [STOCK, '数量', '660', '吨', ['out_of_range']],
  [STOCK, '数量', '660', '车', ['unit_mismatch']],
  [STOCK, '数量', '660', '元', ['unit_mismatch']],
  [STOCK, '数量', '660', '', ['unit_unknown']],
  [STOCK, '数量', '660', '-', ['unit_unknown']],
  [STOCK, '数量', '六百', '万吨', ['invalid_number']],
  [STOCK, '数量', '', '', undefined],
  [PRICE, '价格', '694.2', '元/吨', 694.2],
  [PRICE, '价格', '0.6942', '元/千克', 694.2],
  // the header prints money and the cell what it buys
  [PRICE, '价格（元）', '694.2', '吨', 694.2],
  [PRICE, '价格（元）', '0.6942', '千克', 694.2],
  [PRICE, '价格（元）', '694.2', '个', ['unit_mismatch']],
  [PRICE, '价格', '694.2', '吨', ['unit_mismatch']],
  ['type: range, scale: 2, unit: 万吨', '数量', '100000-200000', '吨', [10, 20]],
  ['type: decimal, scale: 2, unit: 美元/吨', '价格', '25.04', 'dollars per short ton', 27.6],
])('%s %s %s in %s is %j', async (columns, header, cell, unit, expected) => {
  expect(await one(contract(columns), header, cell, unit)).toEqual(expected);
});

test('a unit that is a fact of the file', async () => {
  const lines = ['单位：吨,', '品名,数量', '煤,6600000'];
  const fact = `required: true, fact: { pattern: '单位:(\\S+)' }`;
  expect((await stage(contract(STOCK, fact), lines)).good[3]).toMatchObject({ value: 660, unit: '吨' });
});

test('a file without the column of units states none, unless the header does', async () => {
  const of = async (header: string) => await stage(contract(STOCK), [`品名,${header}`, '煤,660']);
  expect((await of('数量')).reasons).toEqual({ 2: ['unit_unknown'] });
  expect((await of('数量(万吨)')).good[2]).toMatchObject({ value: 660 });
});

test('a column of units without a unit to convert them to is no source', async () => {
  await expect(stage(contract('type: decimal'), [])).rejects.toMatchObject({ code: 'bad_source' });
});
