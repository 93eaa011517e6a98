import { expect, test } from 'vitest';
import { insertPortDays } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const ask = useWarehouse((connection) =>
  insertPortDays(connection, [
    ['2012-06-10', 'QHD', 898],
    ['2012-06-15', 'QHD', 941.5],
    ['2012-06-18', 'QHD', 945.61],
    ['2012-06-19', 'QHD', null],
    ['2012-06-20', 'QHD', 950],
    ['2012-06-18', 'JT', 457.2],
  ]),
);

test('945.61 against 941.5 of 2008: a new record by 4.11, 0.44 %, with the source of the old one', async () => {
  const [row] = await ask('port_record_high');
  expect(row).toMatchObject({
    port_zh: '秦皇岛港',
    day: '2012-06-18',
    stock_wt: 945.61,
    previous_wt: 941.5,
    previous_period: '2008',
    previous_source: '集团2012年6月战略方案',
    diff_wt: 4.11,
    status: 'new',
  });
  expect(((row?.diff_pct ?? 0) * 100).toFixed(2)).toBe('0.44');
});

test.each([
  ['2012-06-10', 'below', 941.5],
  ['2012-06-15', 'tie', 941.5],
  ['2012-06-19', 'new', 941.5],
])('at %s the status is %s', async (at, status, previous_wt) => {
  expect(await ask('port_record_high', { at })).toMatchObject([{ status, previous_wt }]);
});

test('afterwards the record is the own day of the series', async () => {
  expect(await ask('port_record_high', { at: '2012-06-20' })).toMatchObject([
    { previous_wt: 945.61, previous_period: '2012-06-18', previous_source: 'port_bulletin', status: 'new' },
  ]);
});

test('the first day of a series has nothing to compare with; before it there is no row', async () => {
  expect(await ask('port_record_high', { port: 'JT' })).toMatchObject([
    { stock_wt: 457.2, previous_wt: null, diff_wt: null, status: null },
  ]);
  expect(await ask('port_record_high', { port: 'JT', at: '2012-06-17' })).toEqual([]);
});
