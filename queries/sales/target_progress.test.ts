import { describe, expect, test } from 'vitest';
import { insertAccounts, insertDeliveries, insertFacts } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const june = { period_start: '2012-06-01', period_end: '2012-06-30' };

describe('June 2012: 12 of 20 working days by the 18th, the Dragon Boat Festival being on the 22nd', () => {
  const ask = useWarehouse(async (connection) => {
    await insertFacts(connection, 'crm.crm_user', [
      { user_id: '1', name: '张三', department: '运销一部' },
      { user_id: '2', name: '李四', department: '运销二部' },
      { user_id: '3', name: '王五', department: '运销一部' },
      { user_id: '4', name: '王五', department: '运销二部' },
    ]);
    await insertAccounts(connection, [
      { account_id: 'A', owner: '张三', key_from: '2010-01-01' },
      { account_id: 'B', owner: '李四' },
      { account_id: 'C', owner: '王五' },
    ]);
    await insertDeliveries(connection, [
      { day: '2012-03-01', account_id: 'A', net_t: 10_000, price_cny_t: 500 },
      { day: '2012-06-01', account_id: 'A', net_t: 30_000, price_cny_t: 500 },
      { day: '2012-06-11', account_id: 'B', net_t: 10_000, price_cny_t: 400 },
      { day: '2012-06-12', account_id: 'B', net_t: 10_000, price_cny_t: 600 },
      { day: '2012-06-18', account_id: 'C', net_t: 10_000 },
      { day: '2012-06-19', account_id: 'A', net_t: 99_000 },
    ]);
    await insertFacts(connection, 'crm.collection', [
      { collection_no: '1', account_id: 'A', received_on: '2012-06-03', amount_cny: 1_000_000 },
    ]);
    await insertFacts(connection, 'crm.target', [
      { metric: '销量', ...june, owner: '运销一部', value: 5, unit: '万吨' },
      { metric: '销量', ...june, owner: '运销二部', value: 50_000, unit: '吨' },
      { metric: '销量', ...june, owner: '运销三部', value: 0, unit: '吨' },
      { metric: '销售收入', ...june, owner: '集团', value: 0.52, unit: '亿元' },
      { metric: '销售收入', ...june, owner: '运销一部', value: 15_000_000, unit: '元' },
      { metric: '回款', ...june, owner: '运销一部', value: 200, unit: '万元' },
      {
        metric: '大户占比',
        period_start: '2012-04-01',
        period_end: '2012-06-30',
        owner: '运销一部',
        value: 0.6,
        unit: '比例',
      },
      {
        metric: '大户占比',
        period_start: '2012-04-01',
        period_end: '2012-06-30',
        owner: '运销二部',
        value: 40,
        unit: '%',
      },
      { metric: '安全', ...june, owner: '运销一部', value: 3, unit: '次' },
      {
        metric: '销量',
        period_start: '2012-05-01',
        period_end: '2012-05-31',
        owner: '运销一部',
        value: 7,
        unit: '万吨',
      },
      { metric: '销量', ...june, owner: '运销四部', value: 99, unit: '万吨', _deleted_on: '2012-06-02' },
    ]);
  });
  const rounded = (value: number | string | null) =>
    value === null ? null : Number(Number(value).toFixed(4));

  test('actual, target, attainment and the gap to the time gone by, of the group first', async () => {
    const rows = await ask('target_progress');
    expect(
      rows.map(({ metric, owner, unit, week, actual, target, attainment, gap_pp }) => [
        metric,
        owner,
        unit,
        rounded(week),
        rounded(actual),
        rounded(target),
        rounded(attainment),
        rounded(gap_pp),
      ]),
    ).toEqual([
      // 6 of 10 万吨 against 60 % of the time
      ['销量', null, '万吨', 2, 6, 10, 0.6, 0],
      ['销量', '运销一部', '万吨', null, 3, 5, 0.6, 0],
      ['销量', '运销三部', '万吨', null, null, 0, null, null],
      ['销量', '运销二部', '万吨', 1, 2, 5, 0.4, -20],
      // 30 000 × 500 + 10 000 × 400 + 10 000 × 600 = 25 million
      ['销售收入', null, '万元', 600, 2500, 5200, 0.4808, -11.9231],
      ['销售收入', '运销一部', '万元', null, 1500, 1500, 1, 40],
      // the receipts begin after the month does: no figure rather than a small one
      ['回款', null, '万元', 0, null, 200, null, null],
      ['回款', '运销一部', '万元', null, null, 200, null, null],
      // 30 of 60 thousand tonnes; the offices' goals differ, so the group has none
      ['大户占比', null, '%', 0, 50, null, null, null],
      ['大户占比', '运销一部', '%', null, 100, 60, 1.6667, 40],
      ['大户占比', '运销二部', '%', 0, 0, 40, 0, -40],
      ['安全', null, '次', null, null, 3, null, null],
      ['安全', '运销一部', '次', null, null, 3, null, null],
    ]);
  });

  test.each([
    // Friday 1 June is the first working day
    ['2012-06-01', 1],
    ['2012-06-03', 1],
    ['2012-06-18', 12],
    ['2012-06-22', 15],
    ['2012-06-30', 20],
  ])('by %s %d of 20 working days are gone', async (at, gone) => {
    const [row] = await ask('target_progress', { at });
    expect([row?.workdays_gone, row?.workdays]).toEqual([gone, 20]);
  });

  test('what is measured and its unit have English names where they are known', async () => {
    const rows = await ask('target_progress');
    expect(new Set(rows.map(({ metric_en, unit_en }) => `${metric_en} ${unit_en}`))).toEqual(
      new Set(['tonnage 10 kt', 'revenue 10k CNY', 'collections 10k CNY', 'key-account share %', '安全 次']),
    );
  });

  test('without targets for the day there are no rows', async () => {
    expect(await ask('target_progress', { at: '2012-07-01' })).toEqual([]);
  });
});
