import { describe, expect, test } from 'vitest';
import { insertAccounts, insertDeliveries, insertPortDays, insertPrices } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

describe('the week to 18 June 2012', () => {
  const ask = useWarehouse(async (connection) => {
    await insertAccounts(connection, [{ account_id: 'A', key_from: '2010-01-01' }, { account_id: 'B' }]);
    await insertDeliveries(connection, [
      { day: '2012-06-05', account_id: 'A', net_t: 60 },
      { day: '2012-06-11', account_id: 'B', net_t: 40 },
      { day: '2012-06-12', account_id: 'A', net_t: 52 },
      { day: '2012-06-18', account_id: 'B', net_t: 48 },
    ]);
    await insertPortDays(connection, [
      ['2012-06-03', 'QHD', 816.5],
      ['2012-06-04', 'QHD', 820],
      ['2012-06-10', 'QHD', 898],
      ['2012-06-11', 'QHD', 823],
      ['2012-06-18', 'QHD', 945.61],
    ]);
    await insertPrices(connection, [
      ['2012-06-01', 'Q5500', 740, 750],
      ['2012-06-08', 'Q5500', 740, 750],
      ['2012-06-15', 'Q5500', 738, 752],
      ['2012-06-18', 'Q5500', 720, 730],
    ]);
  });

  test('price against the last quotation at least seven days before, stock against that day, share against the week', async () => {
    expect(await ask('weekly_headline')).toMatchObject([
      {
        price_day: '2012-06-18',
        price_low: 720,
        price_high: 730,
        price_mid: 725,
        price_change: -20,
        price_word_zh: '明显下跌',
        price_word_en: 'clearly down',
        stock_wt: 945.61,
        stock_change_wt: 122.61,
        stock_word_zh: '大幅增加',
        share_day: '2012-06-18',
        key_share: 0.52,
        key_share_change_pp: -8,
        goal_gap_pp: 2,
      },
    ]);
  });

  test('816.5 → 898: +81.5, 9.98 %', async () => {
    const [row] = await ask('weekly_headline', { at: '2012-06-10' });
    expect(row?.stock_change_wt).toBe(81.5);
    expect((100 * Number(row?.stock_change_pct)).toFixed(2)).toBe('9.98');
  });

  test('unchanged only where both ends are; one end alone has moved the range', async () => {
    const word = async (at: string) => (await ask('weekly_headline', { at }))[0]?.price_word_zh;
    expect(await word('2012-06-08')).toBe('持平');
    expect(await word('2012-06-15')).toBe('区间变动');
  });

  test('a week that begins before the deliveries do has no share', async () => {
    expect(await ask('weekly_headline', { at: '2012-06-11' })).toMatchObject([
      { key_share: 0.6, key_share_change_pp: null, stock_change_wt: 3, stock_word_zh: '基本持平' },
    ]);
    expect(await ask('weekly_headline', { at: '2012-06-10' })).toMatchObject([{ key_share: null }]);
  });
});

describe('with nothing at all', () => {
  const ask = useWarehouse(async () => {});

  test('there is one row, and all of it is missing', async () => {
    const rows = await ask('weekly_headline');
    expect(rows).toHaveLength(1);
    expect(Object.values(rows[0] ?? {}).every((value) => value === null)).toBe(true);
  });
});
