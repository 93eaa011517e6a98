import { expect, test } from 'vitest';
import { insertAccounts, insertDeliveries } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const ask = useWarehouse(async (connection) => {
  await insertAccounts(connection, [{ account_id: 'A' }]);
  await insertDeliveries(connection, [
    { day: '2012-05-01', account_id: 'A', net_t: 75, province: '江苏' },
    { day: '2012-05-31', account_id: 'A', net_t: 25, province: '广东' },
    { day: '2012-06-01', account_id: 'A', net_t: 10, province: '广东' },
    { day: '2012-06-19', account_id: 'A', net_t: 10, province: '江苏' },
  ]);
});

test('shares of each month, largest first, advantage markets marked, nothing after the last day', async () => {
  const rows = await ask('region_mix_month');
  expect(
    rows.map((row) => [
      row.month,
      row.province,
      row.province_en,
      row.region,
      row.wt,
      row.share,
      row.is_advantage,
    ]),
  ).toEqual([
    ['2012-05-01', '江苏', 'Jiangsu', '华东', 0.0075, 0.75, true],
    ['2012-05-01', '广东', 'Guangdong', '华南', 0.0025, 0.25, false],
    ['2012-06-01', '广东', 'Guangdong', '华南', 0.001, 1, false],
  ]);
});
