import { describe, expect, test } from 'vitest';
import { insertObservations, type ObservationRow } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

// mean 1, so that the centred average of a level of 500 is 500
const SEASON = [1.1, 0.9, 1, 0.95, 0.9, 1, 1.1, 1.1, 0.95, 0.9, 1, 1.1];

/** Two values a month about its mean, `months` of them up to May 2012. */
const seasonal = (months: number): ObservationRow[] =>
  Array.from({ length: months }, (_, index) => {
    const month = new Date(Date.UTC(2012, 4 - index, 1));
    const mean = 500 * SEASON[month.getUTCMonth()]!;
    const name = month.toISOString().slice(0, 7);
    return [
      ['QHD.FOB.Q5500', `${name}-05`, mean - 10],
      ['QHD.FOB.Q5500', `${name}-20`, mean + 10],
    ] satisfies ObservationRow[];
  }).flat();

describe('three years of months', () => {
  const ask = useWarehouse((connection) =>
    // June 2012 has not ended: its price is in no mean
    insertObservations(connection, [...seasonal(36), ['QHD.FOB.Q5500', '2012-06-05', 9000]]),
  );

  test('give back the pattern they were made with', async () => {
    const rows = await ask('seasonality');
    expect(rows.map(({ calendar_month }) => calendar_month)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    for (const [index, row] of rows.entries()) {
      expect(row.seasonal_index).toBeCloseTo(SEASON[index]!, 9);
      expect(row.lowest).toBeCloseTo(row.highest!, 9);
      // a centred average of twelve months leaves out the first and last six
      expect([row.n, row.months]).toEqual([2, 36]);
    }
  });
});

describe('a month less', () => {
  const ask = useWarehouse((connection) => insertObservations(connection, seasonal(35)));

  test('shows none, unless one asks for fewer years', async () => {
    const rows = await ask('seasonality');
    expect(rows).toHaveLength(12);
    expect(rows.map(({ seasonal_index }) => seasonal_index)).toEqual(Array(12).fill(null));
    const lenient = await ask('seasonality', { min_years: 2 });
    expect(lenient[0]?.seasonal_index).toBeCloseTo(1.1, 9);
  });
});
