import { describe, expect, test } from 'vitest';
import { insertPrices } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

describe('the seed quotation of 18 June 2012', () => {
  const ask = useWarehouse((connection) =>
    insertPrices(connection, [
      ['2011-06-15', 'Q5500', 830, 840],
      ['2011-11-03', 'Q5500', 850, 860],
      ['2011-11-04', 'Q5500', 850, 860],
      ['2012-05-18', 'Q5500', 770, 780],
      ['2012-06-11', 'Q5500', 740, 750],
      ['2012-06-15', 'Q5500', 730, 740],
      ['2012-06-18', 'Q5800', 780, 790],
      ['2012-06-18', 'Q5500', 720, 730],
      ['2012-06-18', 'Q5000', 620, 630],
      ['2012-06-18', 'Q4500', 520, 530],
      ['2012-06-05', 'Q4500', 530, 540],
      ['2012-06-11', 'Q5000', 620, 630],
    ]),
  );

  test('prices brought to 5500 kcal: 744.4, 725, 687.5, 641.7', async () => {
    const rows = await ask('price_change');
    expect(rows.map(({ grade, normalised_5500 }) => [grade, Number(normalised_5500?.toFixed(1))])).toEqual([
      ['Q5800', 744.4],
      ['Q5500', 725],
      ['Q5000', 687.5],
      ['Q4500', 641.7],
    ]);
  });

  test('changes against the day, week, month and year before, each on its nearest earlier quotation', async () => {
    const [, q5500] = await ask('price_change');
    expect(q5500).toMatchObject({
      quoted_on: '2012-06-18',
      carried: false,
      day_change: -10,
      week_change: -20,
      week_unchanged: false,
      month_change: -50,
      year_change: -110,
      series_high: 855,
      series_high_on: '2011-11-03',
      from_high: -130,
    });
    expect(q5500?.week_pct).toBeCloseTo(-20 / 745, 12);
    expect(q5500?.drawdown).toBeCloseTo(725 / 855 - 1, 12);
  });

  test('a comparator more than five days older than its date is none', async () => {
    const [q5800, , , q4500] = await ask('price_change');
    expect(q5800).toMatchObject({ day_change: null, week_change: null, week_pct: null, year_change: null });
    expect(q4500).toMatchObject({ day_change: null, week_change: null, week_unchanged: null });
  });

  test('unchanged means both ends', async () => {
    const [, , q5000] = await ask('price_change');
    expect(q5000).toMatchObject({ week_change: 0, week_unchanged: true });
  });

  test('a quotation stands for five days, marked as carried; then there is none', async () => {
    expect((await ask('price_change', { at: '2012-06-23' })).map((row) => row.carried)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(await ask('price_change', { at: '2012-06-24' })).toEqual([]);
  });
});

describe('mid-rank percentile', () => {
  const ask = useWarehouse((connection) =>
    insertPrices(
      connection,
      [
        ['2010-05-03', 100],
        ['2010-07-05', 500],
        ['2010-09-06', 550],
        ['2010-11-01', 600],
        ['2011-01-03', 650],
        ['2011-03-07', 700],
        ['2011-05-02', 725],
        ['2011-07-04', 750],
        ['2011-09-05', 780],
        ['2011-11-07', 800],
        ['2012-06-18', 725],
      ].map(([day, mid]) => [String(day), 'Q5500', Number(mid), Number(mid)]),
    ),
  );

  test('725 among 500 550 600 650 700 725 725 750 780 800 stands at 0.60; older than two years does not count', async () => {
    const [row] = await ask('price_change');
    expect(row?.percentile_2y).toBe(0.6);
  });
});
