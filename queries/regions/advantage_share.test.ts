import { expect, test } from 'vitest';
import { insertAccounts, insertDeliveries } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const ask = useWarehouse(async (connection) => {
  // an advantage market that is given up on 10 June
  await connection.run(
    "UPDATE ref.advantage_market SET valid_to = DATE '2012-06-10' WHERE province = '河北'",
  );
  await insertAccounts(connection, [{ account_id: 'A' }]);
  await insertDeliveries(connection, [
    { day: '2012-06-09', account_id: 'A', net_t: 10, province: '河北' },
    { day: '2012-06-10', account_id: 'A', net_t: 30, province: '河北' },
    { day: '2012-06-10', account_id: 'A', net_t: 40, province: '江苏' },
    { day: '2012-06-10', account_id: 'A', net_t: 20, province: '广东' },
  ]);
});

test('a province counts while it is on the list', async () => {
  expect(await ask('advantage_share', { goal: 0.6 })).toMatchObject([
    {
      month: '2012-06-01',
      total_wt: 0.01,
      advantage_wt: 0.005,
      advantage_share: 0.5,
      goal: 0.6,
      partial: true,
      through: '2012-06-10',
    },
  ]);
});
