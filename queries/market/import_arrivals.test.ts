import { expect, test } from 'vitest';
import { insertObservations, insertRows } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const ask = useWarehouse(async (connection) => {
  await insertObservations(
    connection,
    [
      ['COAST.IMPORTS', '2011-06-19', 330],
      ['COAST.IMPORTS', '2011-06-12', 0],
      ['COAST.IMPORTS', '2012-05-27', 480],
      ['COAST.IMPORTS', '2012-06-10', 500],
      ['COAST.IMPORTS', '2012-06-17', 521],
    ],
    7,
  );
  await insertObservations(connection, [['CN.customs.imports', '2012-02-29', 2000]], 29);
  await insertObservations(connection, [['CN.customs.imports', '2011-02-28', 1000]], 28);
  await insertObservations(connection, [['CN.customs.imports', '2012-03-31', 2500]], 31);
  await insertRows(connection, 'market.series_break', [
    { series: 'CN.customs.imports', break_on: '2012-03-01', zh: '口径变化', en: 'lignite included' },
  ]);
});

test('weeks: on the week before and on the one 364 days before', async () => {
  const rows = await ask('import_arrivals', { from: '2012-06-01' });
  expect(
    rows.map(({ period_end, imports_wt, change_wt, year_ago_wt, yoy_pct }) => [
      period_end,
      imports_wt,
      change_wt,
      year_ago_wt,
      yoy_pct,
    ]),
  ).toEqual([
    // the week before is missing, and last year's was nought
    ['2012-06-10', 500, null, 0, null],
    ['2012-06-17', 521, 21, 330, expect.closeTo(521 / 330 - 1, 12)],
  ]);
  expect(rows[1]?.change_pct).toBeCloseTo(0.042, 12);
});

test('months: February of a leap year on that of the year before; nothing across a change of basis', async () => {
  const rows = await ask('import_arrivals', { series: 'CN.customs.imports', from: '2012-01-01' });
  expect(rows.map(({ period_end, change_wt, yoy_pct }) => [period_end, change_wt, yoy_pct])).toEqual([
    ['2012-02-29', null, 1],
    ['2012-03-31', null, null],
  ]);
});
