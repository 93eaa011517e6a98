import { expect, test } from 'vitest';
import { useStager } from '../testing/stager.ts';

const stage = useStager();
const ROW = 'HT-1,C001,2012-01-01,2012-12-31,700';

/** A contract of 10 000 t at 700 CNY: its quantity and its amount as a file prints them. */
const file = (above: string[], quantity: string, amount: string, cells: string): string[] => [
  ...above,
  `合同编号,客户编号,开始日期,结束日期,合同单价(元/吨),${quantity},${amount}`,
  `${ROW},${cells}`,
];
const KNOWN = { qty_t: 10_000, amount_cny: 7_000_000 };

test.each<[string, string, string[], Record<string, number> | string[]]>([
  ['in both headers', '', file([], '合同量(万吨)', '合同金额(万元)', '1,700'), KNOWN],
  ['in the line above', '', file(['单位：万元'], '合同量(吨)', '合同金额', '10000,700'), KNOWN],
  ['in a line for both', '', file(['(单位：万元、万吨)'], '合同量', '合同金额', '1,700'), KNOWN],
  [
    'in its header, whatever the line says',
    '',
    file(['单位：万元'], '合同量(吨)', '合同金额(元)', '10000,7000000'),
    KNOWN,
  ],
  [
    'in the lowest of two lines',
    '',
    file(['单位：元', '单位：万元'], '合同量(吨)', '合同金额', '10000,700'),
    KNOWN,
  ],
  [
    'in the source, whatever the line says',
    'columns: { amount_cny: { printed: 元 } }',
    file(['单位：万元'], '合同量(吨)', '合同金额', '10000,7000000'),
    KNOWN,
  ],
  [
    'in the source for both',
    'columns: { amount_cny: { printed: 万元 }, qty_t: { printed: 万吨 } }',
    file([], '合同量', '合同金额', '1,700'),
    KNOWN,
  ],
  ['nowhere', '', file([], '合同量(吨)', '合同金额', '10000,7000000'), ['unit_unknown']],
  ['in a line for another', '', file(['单位：万元'], '合同量', '合同金额', '10000,700'), ['unit_unknown']],
  [
    'in a line about a department',
    '',
    file(['编制单位：销售公司'], '合同量(吨)', '合同金额', '10000,7000000'),
    ['unit_unknown'],
  ],
])('a unit that stands %s', async (_where, yaml, lines, expected) => {
  const { good, reasons } = await stage(`object: contract\n${yaml}`, lines);
  if (Array.isArray(expected)) expect(reasons).toEqual({ [lines.length]: expected });
  else expect(good[lines.length]).toMatchObject(expected);
});

test.each<[string, string[]]>([
  [
    'under its parent',
    ['合同编号,客户编号,开始日期,结束日期,合同单价,合同量,合同金额', ',,,,元/吨,(万吨),(万元)'],
  ],
  [
    'in the child',
    ['合同编号,客户编号,开始日期,结束日期,合同,,', ',,,,合同单价(元/吨),合同量(万吨),合同金额(万元)'],
  ],
])('a header of two levels prints its unit %s', async (_where, header) => {
  const { good } = await stage('object: contract', [...header, `${ROW},1,700`]);
  expect(good[3]).toMatchObject({ price_cny_t: 700, ...KNOWN });
});

/** What the unit evidence cannot see: figures in another unit than the header or the title prints. */
test.each<[string, string[], string[]]>([
  ['CNY under 万元', file(['单位：万元'], '合同量(吨)', '合同金额', '10000,7000000'), ['amount_implausible']],
  ['万元 under CNY', file([], '合同量(吨)', '合同金额(元)', '10000,700'), ['amount_implausible']],
  ['万吨 under tonnes', file([], '合同量(吨)', '合同金额(万元)', '1,700'), ['amount_implausible']],
  ['twice the price', file([], '合同量(吨)', '合同金额(万元)', '10000,1400'), []],
  ['twenty times the price', file([], '合同量(吨)', '合同金额(万元)', '10000,14000'), []],
  ['a twentieth of the price', file([], '合同量(吨)', '合同金额(万元)', '10000,35'), []],
  ['more', file([], '合同量(吨)', '合同金额(万元)', '10000,14001'), ['amount_implausible']],
  ['less', file([], '合同量(吨)', '合同金额(万元)', '10000,34.9'), ['amount_implausible']],
  ['no quantity', file([], '合同量(吨)', '合同金额(万元)', ',700'), []],
  ['a quantity of zero', file([], '合同量(吨)', '合同金额(万元)', '0,700'), []],
  ['an amount of zero', file([], '合同量(吨)', '合同金额(万元)', '10000,0'), []],
  [
    'figures as large as may be',
    file([], '合同量(吨)', '合同金额(元)', '999999999999999,9999999999999999'),
    ['amount_implausible'],
  ],
])('an amount that is %s', async (_what, lines, reasons) => {
  const found = await stage('object: contract', lines);
  expect(found.reasons[lines.length] ?? []).toEqual(reasons);
});

test('a quote whose total is in 万元 under 元 is kept aside', async () => {
  const found = await stage('object: quote', [
    '报价编号,客户编号,单价(元/吨),数量(吨),总金额(元)',
    'Q1,C001,700,1000,700000',
    'Q2,C001,700,1000,70',
  ]);
  expect(found.reasons).toEqual({ 3: ['amount_implausible'] });
});
