import { expect, test } from 'vitest';
import { addDays, insertPortDays, type PortDayRow } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const week = (first: string, port: string, loadings: readonly number[]): PortDayRow[] =>
  loadings.map((loaded, index) => [addDays(first, index), port, 898, 60, loaded, 88]);

const ask = useWarehouse((connection) =>
  insertPortDays(connection, [
    ['2012-06-03', 'QHD', 816.5, 60, null, 90],
    // 385 万吨 in the seven days to 10 June: 55 a day
    ...week('2012-06-04', 'QHD', [50, 52, 54, 56, 58, 60, 55]),
    ['2012-06-11', 'QHD', null, 60, 0, null],
    // the 12th is missing
    ['2012-06-13', 'QHD', 900, 60, 60, 90],
    ...week('2012-06-12', 'CFD', [0, 0, 0, 0, 0, 0, 0]),
  ]),
);

test('stock over the mean loadings of seven days: 898 / 55', async () => {
  const [tenth, eleventh] = await ask('inventory_days', { from: '2012-06-10' });
  expect(tenth).toMatchObject({ day: '2012-06-10', stock_wt: 898, ship_out_daily_wt: 55, out_days: 7 });
  expect(tenth?.inventory_days).toBeCloseTo(898 / 55, 9);
  // a day of no loadings counts in the mean; one of no stock has no days
  expect(eleventh?.ship_out_daily_wt).toBeCloseTo(335 / 7, 9);
  expect(eleventh?.inventory_days).toBeNull();
});

test('fewer than seven days of loadings give none: one is not told, or a day is missing', async () => {
  const rows = await ask('inventory_days', { from: '2012-06-01' });
  expect(rows.find(({ day }) => day === '2012-06-09')).toMatchObject({ out_days: 6, inventory_days: null });
  expect(rows.at(-1)).toMatchObject({ day: '2012-06-13', out_days: 6, inventory_days: null });
});

test('a port that loads nothing has no days, not endless ones', async () => {
  const rows = await ask('inventory_days', { port: 'CFD', from: '2012-06-18' });
  expect(rows).toMatchObject([{ ship_out_daily_wt: 0, out_days: 7, inventory_days: null }]);
});
