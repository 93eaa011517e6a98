import { expect, test } from 'vitest';
import { insertAccounts, insertDeliveries } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const ask = useWarehouse(async (connection) => {
  await insertAccounts(connection, [
    { account_id: 'A', key_from: '2010-01-01' },
    { account_id: 'B' },
    { account_id: 'C', key_from: '2012-06-12' },
  ]);
  await insertDeliveries(connection, [
    { day: '2012-06-04', account_id: 'A', net_t: 9_999 },
    { day: '2012-06-05', account_id: 'A', net_t: 30 },
    { day: '2012-06-11', account_id: 'B', net_t: 60 },
    { day: '2012-06-11', account_id: 'C', net_t: 10 },
    { day: '2012-06-12', account_id: 'A', net_t: 40 },
    { day: '2012-06-18', account_id: 'B', net_t: 40 },
    { day: '2012-06-18', account_id: 'C', net_t: 20 },
  ]);
});

test('seven days against the seven before; contributions add up to the change of the share, 30 % to 60 %', async () => {
  const rows = await ask('ka_movers');
  expect(
    rows.map(({ account_id, wt, previous_wt, change_wt, change_pct }) => [
      account_id,
      wt,
      previous_wt,
      change_wt,
      change_pct,
    ]),
  ).toEqual([
    ['C', 0.002, 0, 0.002, null],
    ['A', 0.004, 0.003, 0.001, 4 / 3 - 1],
  ]);
  expect(rows.map((row) => row.contribution_pp?.toFixed(6))).toEqual(['20.000000', '10.000000']);
});

test('without deliveries in the week before there is nothing to compare with', async () => {
  expect(await ask('ka_movers', { at: '2012-06-10' })).toMatchObject([
    { account_id: 'A', previous_wt: null, change_wt: null, change_pct: null, contribution_pp: null },
  ]);
});
