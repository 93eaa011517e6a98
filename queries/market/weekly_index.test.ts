import { expect, test } from 'vitest';
import { addDays, insertObservations, insertRows, type ObservationRow } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const VALUES = [787, 784, 780, 780, 773, 764, 752, 729];

const ask = useWarehouse(async (connection) => {
  await insertObservations(
    connection,
    VALUES.map((value, week): ObservationRow => ['BOHAI.INDEX', addDays('2012-05-02', 7 * week), value]),
    7,
  );
  await insertRows(connection, 'market.observation', [
    {
      series: 'BOHAI.INDEX',
      period_start: '2012-06-14',
      period_end: '2012-06-20',
      revision: 2,
      value: 999,
      source: 'hand-made',
      published_at: '2012-06-19 09:00:00+08',
      fetched_at: '2012-06-21 09:00:00+08',
      _file: 'late',
      _row: 1,
      _run: 'late',
      _hash: 1,
    },
  ]);
});

test('a flat week breaks the streak: the last of 787 784 780 780 773 764 752 729 is the fourth fall, −51 in all', async () => {
  const rows = await ask('weekly_index', { to: '2012-06-20' });
  expect(rows.map(({ value, change, streak, cumulative }) => [value, change, streak, cumulative])).toEqual([
    [787, null, null, null],
    [784, -3, 1, -3],
    [780, -4, 2, -7],
    [780, 0, 1, 0],
    [773, -7, 1, -7],
    [764, -9, 2, -16],
    [752, -12, 3, -28],
    [729, -23, 4, -51],
  ]);
  expect(rows.at(-1)?.cumulative_pct).toBeCloseTo(-51 / 780, 12);
  expect(rows.at(-1)?.change_pct).toBeCloseTo(-23 / 752, 12);
});

test('streaks count from the whole series, not from the first date shown; earlier publications do not win', async () => {
  const [row] = await ask('weekly_index', { from: '2012-06-20', to: '2012-06-20' });
  expect(row).toMatchObject({ week_end: '2012-06-20', value: 729, streak: 4, cumulative: -51 });
});
