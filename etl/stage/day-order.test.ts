import { expect, test } from 'vitest';
import { useStager } from '../testing/stager.ts';

const stage = useStager();

/** What a cell is read as in each order that a contract may declare: a day, or the reason why it is none. */
const DAYS: [cell: string, none: string, mdy: string, dmy: string][] = [
  ['6/18/2012', 'invalid_date', '2012-06-18', 'invalid_date'],
  ['18/6/2012', 'invalid_date', 'invalid_date', '2012-06-18'],
  ['6/7/2012', 'invalid_date', '2012-06-07', '2012-07-06'],
  ['6/7/12', 'invalid_date', '2012-06-07', '2012-07-06'],
  ['06.07.2012', 'invalid_date', '2012-06-07', '2012-07-06'],
  ['6/7/2012 8:30 PM', 'invalid_date', '2012-06-07', '2012-07-06'],
  ['2/30/2012', 'invalid_date', 'invalid_date', 'invalid_date'],
  // the year first is the same in every order
  ['2012/6/7', '2012-06-07', '2012-06-07', '2012-06-07'],
  ['2012年6月7日', '2012-06-07', '2012-06-07', '2012-06-07'],
  ['20120607', '2012-06-07', '2012-06-07', '2012-06-07'],
  ['41067', '2012-06-07', '2012-06-07', '2012-06-07'],
  // no year is guessed in any order
  ['6月7日', 'year_missing', 'year_missing', 'year_missing'],
  ['6月7', 'year_missing', 'year_missing', 'year_missing'],
  ['6/7', 'year_missing', 'year_missing', 'year_missing'],
  ['06-07', 'year_missing', 'year_missing', 'year_missing'],
];

test.each(['', 'mdy', 'dmy'].map((order, at) => [order, at] as const))(
  'days in the order %j',
  async (order, at) => {
    const yaml = `object: contract\ncolumns: { signed_on: { order: ${order} } }`;
    const { good, reasons } = await stage(order ? yaml : 'object: contract', [
      '合同编号,客户编号,开始日期,结束日期,签订日期',
      ...DAYS.map(([cell], i) => `HT-${i},C001,2012-01-01,2012-12-31,${cell}`),
    ]);
    const found = DAYS.map(([cell], i) => [cell, good[i + 2]?.['signed_on'] ?? reasons[i + 2]?.join(' ')]);
    expect(found).toEqual(DAYS.map(([cell, ...read]) => [cell, read[at]]));
  },
);

test('an instant keeps its time of day in the order that is declared', async () => {
  const lines = ['投诉编号,客户编号,投诉类型,投诉时间', 'T1,C001,热值,6/7/2012 8:30 PM'];
  const found = await stage('object: complaint\ncolumns: { opened_at: { order: dmy } }', lines);
  expect(found.good[2]).toMatchObject({ opened_at: '2012-07-06 20:30:00' });
});
