import { expect, test } from 'vitest';
import { insertAccounts, insertDeliveries } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const ask = useWarehouse(async (connection) => {
  await insertAccounts(connection, [
    { account_id: 'A', short_name: '江海电力', key_from: '2010-01-01' },
    {
      account_id: 'B',
      short_name: null,
      name: '北原钢铁有限公司',
      key_from: '2010-01-01',
      key_to: '2012-06-18',
    },
    { account_id: 'C', short_name: '楚天电力', key_from: '2012-06-18' },
  ]);
  // its past tonnage keeps its name
  await connection.run(
    "UPDATE crm.account SET deleted = true, _deleted_on = DATE '2012-06-10' WHERE account_id = 'B'",
  );
  await insertDeliveries(connection, [
    { day: '2012-06-01', account_id: 'A', net_t: 50 },
    { day: '2012-06-01', account_id: 'C', net_t: 25 },
    { day: '2012-06-02', account_id: 'B', net_t: 25 },
  ]);
});

test('by size, ties by account, with running share and membership on the last day', async () => {
  expect(await ask('account_pareto')).toEqual([
    {
      rank: 1,
      account_id: 'A',
      short_name: '江海电力',
      wt: 0.005,
      share: 0.5,
      cumulative_share: 0.5,
      is_key: true,
    },
    {
      rank: 2,
      account_id: 'B',
      short_name: '北原钢铁有限公司',
      wt: 0.0025,
      share: 0.25,
      cumulative_share: 0.75,
      is_key: false,
    },
    {
      rank: 3,
      account_id: 'C',
      short_name: '楚天电力',
      wt: 0.0025,
      share: 0.25,
      cumulative_share: 1,
      is_key: true,
    },
  ]);
});

test('the shares of the first few are shares of all', async () => {
  expect(await ask('account_pareto', { top: 1 })).toMatchObject([{ account_id: 'A', share: 0.5 }]);
});
