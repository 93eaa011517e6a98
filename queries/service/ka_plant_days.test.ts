import { describe, expect, test } from 'vitest';
import { addDays, insertAccounts, insertRows, ORIGIN } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const AT = '2012-06-18';

interface Report {
  stock_t: number | null;
  burns: readonly (number | null)[];
  days?: number | null;
  last?: string;
}

/** Reports of the days up to the last, its stock and reported days on that one. */
function reports(plant: string, { stock_t, burns, days = null, last = AT }: Report) {
  return burns.map((burn_t, index) => {
    const isLast = index === burns.length - 1;
    return {
      plant,
      account_id: plant,
      reported_for: addDays(last, index + 1 - burns.length),
      burn_t,
      stock_t: isLast ? stock_t : 1,
      days: isLast ? days : null,
      reporter: '甲',
      _deleted_on: null as string | null,
      ...ORIGIN,
    };
  });
}

const ask = useWarehouse(async (connection) => {
  const key = { key_from: '2012-01-01' };
  await insertAccounts(connection, [
    { account_id: '甲厂', ...key, use_province: '江苏' },
    { account_id: '乙厂', ...key },
    { account_id: '停机厂', ...key },
    { account_id: '旧报厂', ...key },
    { account_id: '前大户', key_from: '2010-01-01', key_to: AT },
    { account_id: '普通厂' },
    { account_id: '集团', ...key },
    { account_id: '子厂' },
  ]);
  await connection.run(`UPDATE crm.account SET parent_id = '集团' WHERE account_id = '子厂'`);
  await insertRows(connection, 'plant.report', [
    // 40,000 t over a mean of (4000 × 6 + 11,000) / 7 = 5000 t: 8 days; the eighth day back is not in the mean
    ...reports('甲厂', {
      stock_t: 40_000,
      burns: [90_000, 4000, 4000, 4000, 4000, 4000, 4000, 11_000],
      days: 9.0,
    }),
    ...reports('乙厂', { stock_t: 50_000, burns: [5000, null, 5000], days: 12 }),
    ...reports('停机厂', { stock_t: 500, burns: [5000, 0], days: 0 }),
    ...reports('旧报厂', { stock_t: 500, burns: [5000], last: '2012-06-14' }),
    ...reports('前大户', { stock_t: 500, burns: [5000, 5000] }),
    ...reports('普通厂', { stock_t: 500, burns: [5000] }),
    ...reports('子厂', { stock_t: 500, burns: [5000], days: 1.5 }),
    // a report that was deleted at the source, newer than what stands
    ...reports('乙厂', { stock_t: 1, burns: [5000], last: '2012-06-19' }).map((row) => ({
      ...row,
      _deleted_on: AT,
    })),
  ]);
});

describe('ka_plant_days', () => {
  test('below ten days: stock over the mean burn of seven, plants of a key account’s group included', async () => {
    const rows = await ask('ka_plant_days');
    expect(
      rows.map(({ plant, days, reported_days, agrees }) => [plant, days, reported_days, agrees]),
    ).toEqual([
      ['子厂', 0.1, 1.5, false],
      ['甲厂', 8, 9, true],
    ]);
    expect(rows[1]).toMatchObject({
      short_name: '甲厂',
      province: '江苏',
      province_en: 'Jiangsu',
      stock_wt: 4,
      burn_wt_day: 0.5,
      burn_days: 7,
      below: true,
      reporter: '甲',
    });
  });

  test('an outage or an old report has no days of cover and says why; a day without burn is not in the mean', async () => {
    const rows = await ask('ka_plant_days', { show: 'all', at: '2012-06-19' });
    expect(
      rows.map(({ plant, days, below, note_zh, note_en }) => [plant, days, below, note_zh, note_en]),
    ).toEqual([
      ['子厂', 0.1, true, null, null],
      ['甲厂', 8, true, null, null],
      ['乙厂', 10, false, null, null],
      ['停机厂', null, null, '停机,无日耗', 'outage: nothing is burnt'],
      ['旧报厂', null, null, '日报过旧', 'report too old'],
    ]);
  });

  test('membership is that of the day: one that was a key account until 18 June is one on the 17th', async () => {
    const plants = async (at: string) =>
      (await ask('ka_plant_days', { show: 'all', at })).map(({ plant }) => plant);
    expect(await plants('2012-06-18')).not.toContain('前大户');
    expect(await plants('2012-06-17')).toContain('前大户');
  });

  test('the threshold is strict', async () => {
    const plants = async (threshold: number) =>
      (await ask('ka_plant_days', { threshold })).map(({ plant }) => plant);
    expect(await plants(8)).toEqual(['子厂']);
    expect(await plants(8.01)).toEqual(['子厂', '甲厂']);
  });
});
