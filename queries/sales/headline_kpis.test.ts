import { describe, expect, test } from 'vitest';
import {
  addDays,
  insertAccounts,
  insertDeliveries,
  insertPortDays,
  insertPrices,
  type DeliveryRow,
} from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const AT = '2012-06-18';
const shipped = (
  back: number,
  account_id: string,
  net_t: number,
  price_cny_t: number | null = null,
): DeliveryRow => ({
  day: addDays(AT, -back),
  account_id,
  net_t,
  price_cny_t,
  province: account_id === 'A' ? '江苏' : '广东',
});
const rounded = (value: number | null) => (value === null ? null : Number(value.toFixed(6)));

describe('with more than a year of data', () => {
  const ask = useWarehouse(async (connection) => {
    await insertAccounts(connection, [{ account_id: 'A', key_from: '2010-01-01' }, { account_id: 'B' }]);
    await insertDeliveries(connection, [
      shipped(391, 'A', 40),
      shipped(366, 'B', 160, 800),
      shipped(27, 'A', 50),
      shipped(20, 'B', 50),
      shipped(7, 'A', 100, 700),
      shipped(0, 'A', 60, 660),
      shipped(6, 'B', 60, 680),
    ]);
    await insertPortDays(connection, [
      ['2011-06-18', 'QHD', 700],
      ['2012-06-11', 'QHD', 900],
      ['2012-06-11', 'CFD', 290],
      ['2012-06-11', 'JT', 445],
      ['2012-06-18', 'QHD', 945.61],
      ['2012-06-18', 'CFD', 303.6],
      ['2012-06-18', 'JT', 457.2],
      ['2012-06-18', 'TJ', 388.4],
    ]);
    await insertPrices(connection, [
      ['2011-06-16', 'Q5500', 830, 840],
      ['2012-06-11', 'Q5500', 740, 750],
      ['2012-06-18', 'Q5500', 720, 730],
    ]);
  });

  test('value, change on the week and on the year; shares change in percentage points and have no rate', async () => {
    const rows = await ask('headline_kpis');
    expect(
      rows.map((row) => [
        row.metric,
        row.unit,
        rounded(row.value),
        row.change_unit,
        row.wow_change,
        rounded(row.wow_pct),
        row.yoy_change,
        rounded(row.yoy_pct),
      ]),
    ).toEqual([
      ['sales_week', 'wt', 0.012, 'wt', 0.002, 0.2, -0.004, -0.25],
      ['avg_price', 'cny_t', 670, 'cny_t', -30, -0.042857, -130, -0.1625],
      ['key_share', 'share', 0.65625, 'pp', -9.375, null, 45.625, null],
      ['advantage_share', 'share', 0.65625, 'pp', -9.375, null, 45.625, null],
      ['qhd_stock', 'wt', 945.61, 'wt', 45.61, 0.050678, 245.61, 0.350871],
      ['q5500_mid', 'cny_t', 725, 'cny_t', -20, -0.026846, -110, -0.131737],
      ['four_port_stock', 'wt', 2094.81, 'wt', null, null, null, null],
    ]);
  });

  test('each figure says its period; shares stand against the goal', async () => {
    const rows = await ask('headline_kpis', { goal: 0.6 });
    expect(rows.map(({ period_start, period_end, gap_pp }) => [period_start, period_end, gap_pp])).toEqual([
      ['2012-06-12', AT, null],
      ['2012-06-12', AT, null],
      ['2012-05-22', AT, 5.625],
      ['2012-05-22', AT, 5.625],
      [AT, AT, null],
      [AT, AT, null],
      [AT, AT, null],
    ]);
  });
});

describe('with nothing at all', () => {
  const ask = useWarehouse(async () => {});

  test('every figure is there and missing', async () => {
    const rows = await ask('headline_kpis');
    expect(rows.map((row) => [row.metric, row.value, row.wow_change, row.yoy_change])).toEqual(
      [
        'sales_week',
        'avg_price',
        'key_share',
        'advantage_share',
        'qhd_stock',
        'q5500_mid',
        'four_port_stock',
      ].map((metric) => [metric, null, null, null]),
    );
  });
});

describe('with one week of data', () => {
  const ask = useWarehouse(async (connection) => {
    await insertAccounts(connection, [{ account_id: 'A' }]);
    await insertDeliveries(connection, [shipped(6, 'A', 50), shipped(0, 'A', 50)]);
  });

  test('a window that begins before the data has no figure', async () => {
    const rows = await ask('headline_kpis');
    expect(rows.slice(0, 4).map((row) => [row.metric, row.value, row.previous])).toEqual([
      ['sales_week', 0.01, null],
      ['avg_price', null, null],
      ['key_share', null, null],
      ['advantage_share', null, null],
    ]);
  });
});
