import { describe, expect, test } from 'vitest';
import {
  addDays,
  insertObservations,
  insertPrices,
  insertRows,
  type ObservationRow,
} from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const weekly = (last: string, values: readonly number[]): ObservationRow[] =>
  values.map((value, index) => ['BOHAI.INDEX', addDays(last, 7 * (index + 1 - values.length)), value]);

describe('a weekly series', () => {
  // streak of domain §3.7: 787, 784, 780, 780, 773, 764, 752, 729 falls for 4 periods by 51: the flat week breaks the run
  const ask = useWarehouse(async (connection) => {
    await insertObservations(
      connection,
      [
        ...weekly('2012-06-20', [787, 784, 780, 780, 773, 764, 752, 729]),
        ['BOHAI.INDEX', '2011-06-15', 840],
        ['BOHAI.INDEX', '2011-06-22', 700],
        ['BOHAI.INDEX', '2011-07-06', 729],
        ['BOHAI.INDEX', '2011-07-13', 650],
        ['BOHAI.INDEX', '2010-12-15', 853],
      ],
      7,
    );
  });
  const index = { series: 'BOHAI.INDEX', at: '2012-06-20', years: 1 };

  test('four periods down by 51, and 14.5 % below the highest', async () => {
    const [row] = await ask('price_percentile', index);
    expect(row).toMatchObject({
      quoted_on: '2012-06-20',
      carried: false,
      value: 729,
      change: -23,
      streak: 4,
      cumulative: -51,
      series_high: 853,
      series_high_on: '2010-12-15',
    });
    expect(row?.cumulative_pct).toBeCloseTo(-51 / 780, 12);
    expect(row?.drawdown).toBeCloseTo(729 / 853 - 1, 12);
  });

  test('a flat period is no streak in either direction: 780 after 780', async () => {
    const [row] = await ask('price_percentile', { ...index, at: '2012-05-23' });
    expect(row).toMatchObject({ value: 780, change: 0, streak: 1, cumulative: 0 });
  });

  test('one week may be left out, more may not', async () => {
    const changeOn = async (at: string) => (await ask('price_percentile', { ...index, at }))[0]?.change;
    expect(await changeOn('2011-07-06')).toBe(29);
    expect(await changeOn('2012-05-02')).toBeNull();
  });

  test('mid-rank among the window, its first day exclusive: 650 and 700 below, 729 twice, of 11', async () => {
    const [row] = await ask('price_percentile', index);
    expect(row).toMatchObject({ window_from: '2011-06-20', n: 11, level_zh: '中位', level_en: 'middle' });
    expect(row?.percentile).toBeCloseTo((2 + 0.5 * 2) / 11, 12);
  });

  test('around the same date: 15 days either side of 20 June, this year up to the day', async () => {
    const [row] = await ask('price_percentile', index);
    // 2012: 764, 752, 729 (6, 13 and 20 June); 2011: 840 (15 June), 700 (22 June); 6 July is 16 days off
    expect(row).toMatchObject({ season_n: 5, season_mean: 757 });
    expect(row?.season_percentile).toBeCloseTo((1 + 0.5) / 5, 12);
    const [wider] = await ask('price_percentile', { ...index, season_days: 16 });
    expect(wider?.season_n).toBe(6);
  });

  test('a window that begins before the series does has no percentile', async () => {
    const [row] = await ask('price_percentile', { ...index, years: 2 });
    expect(row).toMatchObject({ n: null, percentile: null, level_zh: null, season_n: null, streak: 4 });
  });
});

describe('golden mid-rank', () => {
  // domain §3.7: v = 725 in (500, 550, 600, 650, 700, 725, 725, 750, 780, 800) stands at 0.60
  const values = [500, 550, 600, 650, 700, 725, 750, 780, 800, 725];
  const ask = useWarehouse((connection) =>
    insertObservations(connection, [...weekly('2012-06-20', values), ['BOHAI.INDEX', '2011-06-20', 999]], 7),
  );
  test('725 stands at 0.60', async () => {
    const [row] = await ask('price_percentile', { series: 'BOHAI.INDEX', at: '2012-06-20', years: 1 });
    expect(row).toMatchObject({ n: 10, percentile: 0.6 });
  });
});

describe('a daily series', () => {
  const ask = useWarehouse(async (connection) => {
    const daily = (day: string, value: number): ObservationRow => ['QHD.FOB.Q5500', day, value];
    await insertObservations(connection, [
      daily('2012-05-18', 770),
      // no quotation between 19 and 27 May: the week of 28 May has nothing to compare with
      daily('2012-05-28', 780),
      daily('2012-06-04', 770),
      daily('2012-06-08', 760),
      daily('2012-06-13', 790),
      daily('2012-06-15', 750),
    ]);
    await insertPrices(connection, [['2012-06-15', 'Q5500', 745, 755]]);
  });

  test('falls by weeks back from the newest quotation, whatever it did between', async () => {
    // Friday 15: 750; 8: 760; 1 June: 780 of 28 May; 25 May: none within five days
    const [row] = await ask('price_percentile');
    expect(row).toMatchObject({
      quoted_on: '2012-06-15',
      carried: true,
      change: -10,
      streak: 2,
      cumulative: -30,
    });
  });

  test('a quotation of more than five days ago stands no longer', async () => {
    expect(await ask('price_percentile', { at: '2012-05-24' })).toEqual([]);
  });
});

describe('a series whose method changed', () => {
  const ask = useWarehouse(async (connection) => {
    await insertObservations(connection, weekly('2012-06-20', [900, 800, 810, 820]), 7);
    await insertRows(connection, 'market.series_break', [
      { series: 'BOHAI.INDEX', break_on: '2012-06-05', zh: '口径变化', en: 'another basket' },
    ]);
  });
  test('is not compared with what stood before', async () => {
    const [row] = await ask('price_percentile', { series: 'BOHAI.INDEX', at: '2012-06-20' });
    expect(row).toMatchObject({ series_high: 820, drawdown: 0, streak: 2, cumulative: 20, percentile: null });
  });
});
