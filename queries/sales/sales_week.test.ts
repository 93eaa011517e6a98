import { expect, test } from 'vitest';
import { insertAccounts, insertDeliveries } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const ask = useWarehouse(async (connection) => {
  await insertAccounts(connection, [{ account_id: 'A', key_from: '2010-01-01' }, { account_id: 'B' }]);
  await insertDeliveries(connection, [
    { day: '2012-06-04', account_id: 'A', net_t: 1_000 },
    { day: '2012-06-05', account_id: 'A', net_t: 100 },
    { day: '2012-06-11', account_id: 'B', net_t: 300 },
    { day: '2012-06-12', account_id: 'A', net_t: 100, price_cny_t: 600 },
    { day: '2012-06-18', account_id: 'B', net_t: 300, price_cny_t: 700 },
    { day: '2012-06-18', account_id: 'B', net_t: 100 },
  ]);
});

test('weeks end on the weekday of the last delivery; a week cut by the first date is left out; unpriced tonnes do not weigh', async () => {
  expect(await ask('sales_week', { from: '2012-06-03' })).toEqual([
    { week_start: '2012-06-05', week_end: '2012-06-11', wt: 0.04, avg_price: null, key_share: 0.25 },
    { week_start: '2012-06-12', week_end: '2012-06-18', wt: 0.05, avg_price: 675, key_share: 0.2 },
  ]);
});
