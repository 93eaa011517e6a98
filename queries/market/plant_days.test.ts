import { expect, test } from 'vitest';
import { insertObservations } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const ask = useWarehouse(async (connection) => {
  await insertObservations(
    connection,
    [
      ['COAST.BURN', '2011-06-12', 65],
      ['COAST.BURN', '2012-06-10', 60.4],
      ['COAST.STOCK', '2012-06-10', 1630.8],
      ['COAST.DAYS', '2012-06-10', 27],
      // printed two days too many; last year is not known
      ['COAST.BURN', '2012-06-03', 60],
      ['COAST.STOCK', '2012-06-03', 1500],
      ['COAST.DAYS', '2012-06-03', 27],
      ['COAST.BURN', '2012-05-27', 0],
      ['COAST.STOCK', '2012-05-27', 1500],
      ['COAST.DAYS', '2012-06-17', 28],
    ],
    7,
  );
  await insertObservations(connection, [
    ['NOTE.SIX.stock', '2012-06-10', 1200],
    ['NOTE.SIX.burn', '2012-06-10', 60],
  ]);
});

test('stock over burn, compared with what is published; burn of nought gives none', async () => {
  const rows = await ask('plant_days', { from: '2012-05-01' });
  expect(
    rows.map(({ period_end, days, published_days, agrees }) => [period_end, days, published_days, agrees]),
  ).toEqual([
    ['2012-05-27', null, null, null],
    ['2012-06-03', 25, 27, false],
    ['2012-06-10', 27, 27, true],
    ['2012-06-17', null, 28, null],
  ]);
  expect(rows.map(({ burn_yoy_pct }) => burn_yoy_pct)).toEqual([
    null,
    null,
    expect.closeTo(60.4 / 65 - 1, 12),
    null,
  ]);
  expect(rows[1]?.difference_days).toBe(-2);
});

test('the six groups are another sample', async () => {
  expect(await ask('plant_days', { sample: 'NOTE.SIX' })).toMatchObject([
    {
      period_end: '2012-06-10',
      stock_wt: 1200,
      burn_wt_day: 60,
      days: 20,
      published_days: null,
      agrees: null,
    },
  ]);
});
