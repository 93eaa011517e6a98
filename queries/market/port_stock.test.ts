import { expect, test } from 'vitest';
import { insertPortDays } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const ask = useWarehouse((connection) =>
  insertPortDays(connection, [
    ['2012-06-10', 'QHD', 898],
    ['2012-06-15', 'QHD', 941.5],
    ['2012-06-16', 'QHD', null],
    ['2012-06-18', 'QHD', 945.61],
    ['2012-06-17', 'CFD', 300],
    ['2012-06-18', 'CFD', 300.1],
  ]),
);

test('a record is strictly above everything before, the figure of 2008 with it: a tie is none', async () => {
  expect(await ask('port_stock')).toEqual([
    { day: '2012-06-10', stock_wt: 898, record_so_far_wt: 941.5, is_record: false },
    { day: '2012-06-15', stock_wt: 941.5, record_so_far_wt: 941.5, is_record: false },
    { day: '2012-06-16', stock_wt: null, record_so_far_wt: 941.5, is_record: null },
    { day: '2012-06-18', stock_wt: 945.61, record_so_far_wt: 941.5, is_record: true },
  ]);
});

test('a series without an earlier record begins without one; the window shown does not shorten what came before', async () => {
  expect(await ask('port_stock', { port: 'CFD' })).toMatchObject([
    { stock_wt: 300, record_so_far_wt: null, is_record: null },
    { stock_wt: 300.1, record_so_far_wt: 300, is_record: true },
  ]);
  expect(await ask('port_stock', { port: 'CFD', from: '2012-06-18' })).toMatchObject([
    { record_so_far_wt: 300 },
  ]);
});
