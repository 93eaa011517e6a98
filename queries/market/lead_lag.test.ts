import { describe, expect, test } from 'vitest';
import { addDays, insertObservations, type ObservationRow } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const LAST = '2012-06-13';
const WEEKS = 66;

/** Changes between −9 and 9 without order, the same every time. */
const changes = Array.from({ length: WEEKS + 2 }, (_, index) => ((index * index * 7 + index * 3) % 19) - 9);

/** Levels of both series, oldest first: each price change answers the stock change of two weeks before. */
function levels(answer: (stockChange: number) => number): ObservationRow[] {
  let stock = 700;
  let price = 5000;
  return Array.from({ length: WEEKS }, (_, week): ObservationRow[] => {
    stock += changes[week + 2]!;
    price += answer(changes[week]!);
    const day = addDays(LAST, 7 * (week + 1 - WEEKS));
    return [
      ['QHD.stock', day, stock],
      ['BOHAI.INDEX', day, price],
    ];
  }).flat();
}

const at = <Row extends { lag_weeks: number | null }>(rows: readonly Row[], lag: number) =>
  rows.find((row) => row.lag_weeks === lag);

describe('prices that answer the stock of two weeks before', () => {
  // the price also falls by 3 every week, which is a trend of its level and none of its changes
  const ask = useWarehouse((connection) =>
    insertObservations(
      connection,
      levels((change) => -2 * change - 3),
    ),
  );

  test('correlate wholly at a lead of two weeks, and nowhere else', async () => {
    const rows = await ask('lead_lag');
    expect(rows.map(({ lag_weeks }) => lag_weeks)).toEqual(
      Array.from({ length: 17 }, (_, index) => index - 8),
    );
    expect(at(rows, 2)?.correlation).toBeCloseTo(-1, 9);
    expect(rows.filter(({ strongest }) => strongest).map(({ lag_weeks }) => lag_weeks)).toEqual([2]);
    // 66 levels are 65 changes; of a lead of k weeks the first k have no stock change
    expect(rows.map(({ n }) => n)).toEqual([
      57, 58, 59, 60, 61, 62, 63, 64, 65, 64, 63, 62, 61, 60, 59, 58, 57,
    ]);
  });

  test('a lag with fewer weeks than asked for has no correlation, but says how many', async () => {
    const rows = await ask('lead_lag', { min_n: 64 });
    expect(rows.filter(({ correlation }) => correlation !== null).map(({ lag_weeks }) => lag_weeks)).toEqual([
      -1, 0, 1,
    ]);
    expect(at(rows, 2)).toEqual({ lag_weeks: 2, n: 63, correlation: null, strongest: null });
  });

  test('a missing series gives every lag with no weeks', async () => {
    const rows = await ask('lead_lag', { stock: 'NO.SUCH' });
    expect(rows).toHaveLength(17);
    expect(rows[0]).toEqual({ lag_weeks: -8, n: 0, correlation: null, strongest: null });
  });
});

describe('prices that answer with the cube', () => {
  const ask = useWarehouse((connection) =>
    insertObservations(
      connection,
      levels((change) => -(change ** 3) / 10),
    ),
  );

  test('correlate wholly by ranks (ties share theirs), not along a straight line', async () => {
    expect(at(await ask('lead_lag', { method: 'spearman' }), 2)?.correlation).toBeCloseTo(-1, 9);
    const straight = at(await ask('lead_lag'), 2)?.correlation;
    expect(straight).toBeLessThan(-0.8);
    expect(straight).toBeGreaterThan(-0.98);
  });
});

describe('a trend in both changes', () => {
  // each week's changes are one more than the week's before: only the trend is common
  const ask = useWarehouse((connection) =>
    insertObservations(
      connection,
      Array.from({ length: WEEKS }, (_, week): ObservationRow[] => {
        const day = addDays(LAST, 7 * (week + 1 - WEEKS));
        return [
          ['QHD.stock', day, (week * week) / 2 + (week % 4 === 0 ? 3 : 0)],
          ['BOHAI.INDEX', day, (week * week) / 2 + (week % 7 === 0 ? 3 : 0)],
        ];
      }).flat(),
    ),
  );

  test('is taken out before they are correlated', async () => {
    const [row] = (await ask('lead_lag')).filter(({ lag_weeks }) => lag_weeks === 0);
    expect(Math.abs(row!.correlation!)).toBeLessThan(0.15);
  });
});
