import { describe, expect, test } from 'vitest';
import { addDays, insertAccounts, insertDeliveries, type DeliveryRow } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const AT = '2012-06-18';
const shipped = (back: number, province: string, net_t: number): DeliveryRow => ({
  day: addDays(AT, -back),
  account_id: 'A',
  net_t,
  province,
});

describe('with a year of data', () => {
  const ask = useWarehouse(async (connection) => {
    await insertAccounts(connection, [{ account_id: 'A' }]);
    await insertDeliveries(connection, [
      shipped(391, '江苏', 80),
      shipped(364, '广东', 20),
      shipped(363, '广东', 7_000),
      shipped(55, '江苏', 60),
      shipped(28, '广东', 40),
      shipped(27, '江苏', 50),
      shipped(0, '广东', 40),
      shipped(0, '湖北', 10),
    ]);
  });

  test('28 days against the 28 before and the 28 ending 364 days before; shares change in percentage points', async () => {
    const rows = await ask('region_movers');
    const round = (value: number | null) => (value === null ? null : Number(value.toFixed(6)));
    expect(
      rows.map((row) => [
        row.province,
        row.is_advantage,
        row.share,
        round(row.share_change_pp),
        round(row.change_pct),
        round(row.yoy_share_change_pp),
        row.yoy_change_wt,
      ]),
    ).toEqual([
      ['江苏', true, 0.5, -10, -0.166667, -30, -0.003],
      ['广东', false, 0.4, 0, 0, 20, 0.002],
      ['湖北', false, 0.1, 10, null, 10, 0.001],
    ]);
  });
});

describe('with less than eight weeks of data', () => {
  const ask = useWarehouse(async (connection) => {
    await insertAccounts(connection, [{ account_id: 'A' }]);
    await insertDeliveries(connection, [shipped(50, '江苏', 60), shipped(0, '江苏', 50)]);
  });

  test('a window that begins before the data has no figure', async () => {
    expect(await ask('region_movers')).toMatchObject([
      {
        wt: 0.005,
        share: 1,
        previous_wt: null,
        change_wt: null,
        share_change_pp: null,
        year_ago_wt: null,
        yoy_pct: null,
      },
    ]);
  });
});
