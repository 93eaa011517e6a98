import { expect, test } from 'vitest';
import { insertObservations, insertRows } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const ask = useWarehouse(async (connection) => {
  const series = (code: string, unit: string) => ({
    series: code,
    zh: code,
    en: code,
    measure: 'price',
    unit,
    period_kind: 'month',
    frequency: 'month',
    source: 'x',
    sample: false,
  });
  await insertRows(connection, 'market.series', [
    series('A.NEWC', '美元/吨'),
    series('B.NEWC', '美元/吨'),
    series('C.NEWC', '元/吨'),
  ]);
  // Newcastle, February 2026: two assessments of one coal
  await insertObservations(
    connection,
    [
      ['A.NEWC', '2026-01-31', 115.815],
      ['A.NEWC', '2026-02-28', 122.209],
      ['B.NEWC', '2026-02-28', 118.37],
      ['C.NEWC', '2026-02-28', 850],
    ],
    28,
  );
});

test('both values of the periods that both have, and their difference', async () => {
  expect(await ask('series_disagreement', { one: 'A.NEWC', other: 'B.NEWC' })).toEqual([
    {
      period_start: '2026-02-01',
      period_end: '2026-02-28',
      one_value: 122.209,
      other_value: 118.37,
      difference: 3.839,
      unit: '美元/吨',
      other_unit: '美元/吨',
      one_source: 'hand-made',
      other_source: 'hand-made',
    },
  ]);
});

test('no difference is formed of two units', async () => {
  expect(await ask('series_disagreement', { one: 'A.NEWC', other: 'C.NEWC' })).toMatchObject([
    { one_value: 122.209, other_value: 850, difference: null },
  ]);
});
