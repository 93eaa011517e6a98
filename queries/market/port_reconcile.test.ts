import { expect, test } from 'vitest';
import { insertPortDays } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const ask = useWarehouse((connection) =>
  insertPortDays(connection, [
    ['2012-06-10', 'QHD', 898, 65, 60],
    ['2012-06-11', 'QHD', 904.4, 66, 60],
    ['2012-06-12', 'QHD', 915, 66, 60],
    ['2012-06-14', 'QHD', 990, 66, 60],
    ['2012-06-15', 'QHD', 996, null, 60],
    ['2012-06-16', 'QHD', 1004.6, 160, 154],
  ]),
);

test('r = stock − stock before − in + out; a missing day or figure gives no residual and no alarm', async () => {
  const rows = await ask('port_reconcile');
  expect(rows.map(({ day, residual_wt, tolerance_wt, ok }) => [day, residual_wt, tolerance_wt, ok])).toEqual([
    ['2012-06-10', null, null, null],
    ['2012-06-11', 0.4, 2, true],
    ['2012-06-12', 4.6, 2, false],
    ['2012-06-14', null, null, null],
    ['2012-06-15', null, null, null],
    ['2012-06-16', 2.6, 3.14, true],
  ]);
});

test('the first day shown is reconciled with the day before it', async () => {
  expect(await ask('port_reconcile', { from: '2012-06-11', to: '2012-06-11' })).toMatchObject([
    { residual_wt: 0.4, ok: true },
  ]);
});
