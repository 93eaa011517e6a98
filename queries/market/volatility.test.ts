import { describe, expect, test } from 'vitest';
import { addDays, insertObservations, insertRows, type ObservationRow } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const LAST = '2012-06-13';
/** Prices that go up by the factor and back in turn, oldest first. */
const swinging = (series: string, weeks: number, factor: number): ObservationRow[] =>
  Array.from({ length: weeks }, (_, week) => [
    series,
    addDays(LAST, 7 * (week + 1 - weeks)),
    week % 2 === 0 ? 700 : 700 * factor,
  ]);

describe('volatility', () => {
  const ask = useWarehouse((connection) =>
    insertObservations(connection, swinging('BOHAI.INDEX', 40, 1.02), 7),
  );

  test('standard deviation of 26 weekly log returns times √52', async () => {
    const rows = await ask('volatility', { series: 'BOHAI.INDEX' });
    // 13 returns of +ln 1.02 and 13 of −ln 1.02: their deviation is ln 1.02 × √(26/25)
    expect(rows.at(-1)).toMatchObject({ week_end: LAST, value: 714, n: 26 });
    expect(rows.at(-1)?.volatility).toBeCloseTo(Math.log(1.02) * Math.sqrt(26 / 25) * Math.sqrt(52), 9);
  });

  test('thirteen returns are enough, twelve are not', async () => {
    const rows = await ask('volatility', { series: 'BOHAI.INDEX' });
    const first = rows.findIndex(({ volatility }) => volatility !== null);
    expect(rows[first]?.n).toBe(13);
    expect(rows[first - 1]).toMatchObject({ n: 12, volatility: null });
    expect(rows[0]).toMatchObject({ weekly_return: null, n: 0 });
  });
});

describe('a daily series with a gap', () => {
  const ask = useWarehouse(async (connection) => {
    await insertObservations(connection, [
      ['QHD.FOB.Q5500', '2012-06-15', 735],
      ['QHD.FOB.Q5500', '2012-06-14', 500],
      // Friday 8 June has no quotation: Wednesday's stands for it
      ['QHD.FOB.Q5500', '2012-06-06', 750],
      // 1 June has none within five days
      ['QHD.FOB.Q5500', '2012-05-25', 775],
    ]);
    await insertRows(connection, 'market.series_break', [
      { series: 'BOHAI.INDEX', break_on: '2012-06-11', zh: '口径变化', en: 'another basket' },
    ]);
    await insertObservations(connection, swinging('BOHAI.INDEX', 3, 1.1), 7);
  });

  test('weeks are counted back from the newest; none is bridged', async () => {
    const rows = await ask('volatility', { min_n: 2 });
    expect(rows.map(({ week_end, value }) => [week_end, value])).toEqual([
      ['2012-05-25', 775],
      ['2012-06-08', 750],
      ['2012-06-15', 735],
    ]);
    expect(rows.map(({ weekly_return }) => weekly_return)).toEqual([
      null,
      null,
      expect.closeTo(Math.log(735 / 750), 12),
    ]);
  });

  test('no return across a change of method', async () => {
    const rows = await ask('volatility', { series: 'BOHAI.INDEX' });
    expect(rows.map(({ weekly_return }) => weekly_return === null)).toEqual([true, false, true]);
  });
});
