import { expect, test } from 'vitest';
import { insertAccounts, insertDeliveries } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const ask = useWarehouse(async (connection) => {
  await insertAccounts(connection, [{ account_id: 'A' }, { account_id: 'B', industry: '建材' }]);
  await insertDeliveries(connection, [
    { day: '2011-05-01', account_id: 'A', net_t: 50, province: '江苏' },
    { day: '2011-05-31', account_id: 'B', net_t: 10, province: '山东' },
    { day: '2012-05-01', account_id: 'A', net_t: 45, province: '江苏', price_cny_t: 700 },
    { day: '2012-05-31', account_id: 'A', net_t: 15, province: '江苏', mode: 'rail', price_cny_t: 740 },
    { day: '2012-05-31', account_id: 'A', net_t: 20, province: '广东', price_cny_t: 750 },
    { day: '2012-05-31', account_id: 'B', net_t: 10, province: '广东', mode: 'rail', price_cny_t: 800 },
    { day: '2012-05-31', account_id: 'B', net_t: 10, province: '广东', mode: 'rail' },
    // June has not ended by the 18th
    { day: '2012-06-01', account_id: 'B', net_t: 500, province: '广东', price_cny_t: 600 },
  ]);
});
const may = { from: '2012-05-01', to: '2012-06-18' };

test('share, change on last year and location quotient; a cell that was lost is seen', async () => {
  const rows = await ask('matrix_netback', may);
  expect(
    rows.map((row) => [row.industry_en, row.province_en, row.wt, row.share, row.year_ago_wt, row.yoy_pct]),
  ).toEqual([
    ['Power', 'Jiangsu', 0.006, 0.6, 0.005, expect.closeTo(0.2, 12)],
    ['Power', 'Guangdong', 0.002, 0.2, 0, null],
    ['Building materials', 'Guangdong', 0.002, 0.2, 0, null],
    ['Building materials', 'Shandong', 0, 0, 0.001, -1],
  ]);
  // (t_ij / t_i) / (t_j / t): 60/80 over 60/100; 20/80 over 40/100; 20/20 over 40/100
  expect(rows.map(({ location_quotient }) => location_quotient?.toFixed(6))).toEqual([
    '1.250000',
    '0.625000',
    '2.500000',
    undefined,
  ]);
});

test('without the costs of carriage there is no netback, and what lacks is named', async () => {
  const rows = await ask('matrix_netback', may);
  expect(
    rows.map(({ price_cny_t, priced_share, netback_cny_t }) => [price_cny_t, priced_share, netback_cny_t]),
  ).toEqual([
    [710, 1, null],
    [750, 1, null],
    // the mean price is that of the tonnes that have one
    [800, 0.5, null],
    [null, null, null],
  ]);
  expect(rows.map(({ lacking_zh, lacking_en }) => [lacking_zh, lacking_en])).toEqual([
    ['铁水联运费用、铁路直达费用', 'cost by rail, cost by rail and water'],
    ['铁水联运费用', 'cost by rail and water'],
    ['铁路直达费用', 'cost by rail'],
    ['单价', 'price'],
  ]);
});

test('netback is the price less carriage by its modes and loss; the best cell comes first', async () => {
  const rows = await ask('matrix_netback', { ...may, rail_water_cost: 250, rail_cost: 150, loss: 0.01 });
  // 800 × 0.99 − 150; 710 × 0.99 − (45 × 250 + 15 × 150) / 60; 750 × 0.99 − 250
  expect(rows.map(({ province, industry, netback_cny_t }) => [industry, province, netback_cny_t])).toEqual([
    ['建材', '广东', expect.closeTo(642, 9)],
    ['电力', '广东', expect.closeTo(492.5, 9)],
    ['电力', '江苏', expect.closeTo(477.9, 9)],
    ['建材', '山东', null],
  ]);
  const known = await ask('matrix_netback', { ...may, rail_cost: 150 });
  expect(known.map(({ netback_cny_t }) => netback_cny_t)).toEqual([650, null, null, null]);
});

test('a year before that the data does not reach has no figures', async () => {
  const rows = await ask('matrix_netback', { from: '2012-04-01', to: '2012-05-31' });
  expect(new Set(rows.map(({ year_ago_wt, yoy_pct }) => `${year_ago_wt} ${yoy_pct}`))).toEqual(
    new Set(['null null']),
  );
});
