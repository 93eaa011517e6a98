import { expect, test } from 'vitest';
import { insertAccounts, insertDeliveries } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const ask = useWarehouse(async (connection) => {
  await insertAccounts(connection, [{ account_id: 'A' }, { account_id: 'B' }, { account_id: 'C' }]);
  await insertDeliveries(connection, [
    { day: '2012-05-02', account_id: 'A', net_t: 50 },
    { day: '2012-05-31', account_id: 'B', net_t: 30 },
    { day: '2012-05-03', account_id: 'C', net_t: 20 },
    { day: '2012-06-18', account_id: 'A', net_t: 7 },
    { day: '2012-06-19', account_id: 'B', net_t: 7 },
  ]);
});

test('each month by itself, up to the last day asked for', async () => {
  const rows = await ask('concentration_trend');
  expect(
    rows.map(({ month, accounts, cr1, hhi, gini }) => [
      month,
      accounts,
      cr1,
      hhi?.toFixed(6),
      gini?.toFixed(6),
    ]),
  ).toEqual([
    ['2012-05-01', 3, 0.5, '3800.000000', '0.200000'],
    ['2012-06-01', 1, 1, '10000.000000', '0.000000'],
  ]);
});
