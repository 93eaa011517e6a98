import { expect, test } from 'vitest';
import { insertAccounts, insertDeliveries } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const ask = useWarehouse(async (connection) => {
  await insertAccounts(connection, [{ account_id: 'A' }, { account_id: 'B', industry: '建材' }]);
  await insertDeliveries(connection, [
    { day: '2012-05-31', account_id: 'A', net_t: 60, province: '江苏' },
    { day: '2012-06-01', account_id: 'A', net_t: 20, province: '广东' },
    { day: '2012-06-30', account_id: 'B', net_t: 20, province: '广东' },
    { day: '2012-07-01', account_id: 'B', net_t: 500, province: '广东' },
  ]);
});

test('location quotient (t_ij / t_i) / (t_j / t); months count whole', async () => {
  const rows = await ask('industry_region');
  expect(
    rows.map((row) => [
      row.industry,
      row.industry_en,
      row.province,
      row.share,
      row.location_quotient?.toFixed(6),
    ]),
  ).toEqual([
    ['电力', 'Power', '江苏', 0.6, '1.250000'],
    ['电力', 'Power', '广东', 0.2, '0.625000'],
    ['建材', 'Building materials', '广东', 0.2, '2.500000'],
  ]);
});
