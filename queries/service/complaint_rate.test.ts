import { describe, expect, test } from 'vitest';
import { insertAccounts, insertDeliveries, insertRows, ORIGIN } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const complaint = (
  opened_at: string,
  mine: string | null,
  grade: string | null,
  kind: string | null,
  gone?: string,
) => ({
  opened_at,
  mine,
  grade,
  kind,
  account_id: 'A',
  _deleted_on: gone ?? null,
  ...ORIGIN,
});

const ask = useWarehouse(async (connection) => {
  await insertAccounts(connection, [{ account_id: 'A' }]);
  await insertDeliveries(connection, [
    // shipped before complaints were recorded: in no rate
    { day: '2011-12-31', account_id: 'A', net_t: 900_000, mine: '东矿' },
    { day: '2012-01-05', account_id: 'A', net_t: 60_000, mine: '东矿' },
    { day: '2012-06-18', account_id: 'A', net_t: 40_000, mine: '西矿', grade: 'Q5000' },
    { day: '2012-03-01', account_id: 'A', net_t: 4000, mine: '小矿' },
  ]);
  await insertRows(
    connection,
    'crm.complaint',
    [
      complaint('2012-01-05 00:30:00+08', '东矿', 'Q5500', '热值'),
      complaint('2012-02-01 09:00:00+08', '东矿', 'Q5500', '热值'),
      // 23:30 on the last day in Shanghai, and half an hour after it
      complaint('2012-06-18 23:30:00+08', '东矿', 'Q5500', '亏吨'),
      complaint('2012-06-19 00:00:00+08', '东矿', 'Q5500', '亏吨'),
      complaint('2012-03-02 09:00:00+08', '小矿', 'Q5500', '亏吨'),
      complaint('2012-03-03 09:00:00+08', null, null, null),
      complaint('2012-03-04 09:00:00+08', '西矿', 'Q5000', '热值', '2012-04-01'),
    ].map((row, index) => ({ ...row, complaint_no: `TS${index}` })),
  );
});

describe('complaint_rate', () => {
  test('by mine: rate and Poisson interval, none below 5 kt, the same days for both', async () => {
    const rows = await ask('complaint_rate');
    expect(
      rows.map(({ item, item_en, complaints, delivered_wt, rate, suppressed }) => [
        item,
        item_en,
        complaints,
        delivered_wt,
        rate,
        suppressed,
      ]),
    ).toEqual([
      ['合计', 'Total', 5, 10.4, 5 / 10.4, false],
      ['东矿', '东矿', 3, 6, 0.5, false],
      ['小矿', '小矿', 1, 0.4, null, true],
      ['未注明', 'not stated', 1, null, null, true],
      ['西矿', '西矿', 0, 4, 0, false],
    ]);
    expect(new Set(rows.map(({ counted_from }) => counted_from))).toEqual(new Set(['2012-01-05']));
    // exact Poisson limits of 3: 0.6187 and 8.7673; of none: 0 and 3.689; of 5: 1.6235 and 11.6683
    const [total, east, , , west] = rows;
    expect(east!.rate_low! * 6).toBeCloseTo(0.6187, 3);
    expect(east!.rate_high! * 6).toBeCloseTo(8.767, 1);
    expect([west!.rate_low, west!.rate_high! * 4]).toEqual([0, expect.closeTo(3.67, 1)]);
    expect(Math.abs((total!.rate_low! * 10.4) / 1.6235 - 1)).toBeLessThan(0.01);
    expect(Math.abs((total!.rate_high! * 10.4) / 11.6683 - 1)).toBeLessThan(0.01);
  });

  test('Pareto: shares of all complaints add up to one', async () => {
    const [, ...rows] = await ask('complaint_rate');
    expect(rows.map(({ share }) => share)).toEqual([0.6, 0.2, 0.2, 0]);
    expect(rows.map(({ cumulative_share }) => Number(cumulative_share?.toFixed(9)))).toEqual([
      0.6, 0.8, 1, 1,
    ]);
  });

  test('by kind: every tonne may give rise to any', async () => {
    const [, ...rows] = await ask('complaint_rate', { by: 'kind' });
    expect(
      rows.map(({ item, item_en, complaints, delivered_wt }) => [item, item_en, complaints, delivered_wt]),
    ).toEqual([
      ['亏吨', 'short weight', 2, 10.4],
      ['热值', 'heat value', 2, 10.4],
      ['未注明', 'not stated', 1, 10.4],
    ]);
  });

  test('by grade and by mine and grade, with the names of grades in both languages', async () => {
    const names = async (by: string) =>
      (await ask('complaint_rate', { by })).map(({ item, item_en }) => [item, item_en]);
    expect((await names('grade'))[1]).toEqual(['5500大卡', '5500 kcal']);
    expect(await names('mine_grade')).toContainEqual(['西矿 5000大卡', '西矿 5000 kcal']);
  });

  test('a rate is above the total only if its whole interval is', async () => {
    const rows = await ask('complaint_rate');
    expect(rows.map(({ above_total }) => above_total)).toEqual([null, false, null, null, false]);
    // one kt is enough now: 1 in 0.4 is above nothing, its interval begins at 0.063
    const lenient = await ask('complaint_rate', { min_wt: 0.1 });
    expect(lenient.find(({ item }) => item === '小矿')).toMatchObject({ rate: 2.5, above_total: false });
  });
});

describe('a mine with many more complaints than the rest', () => {
  const asked = useWarehouse(async (connection) => {
    await insertAccounts(connection, [{ account_id: 'A' }]);
    await insertDeliveries(connection, [
      { day: '2012-06-01', account_id: 'A', net_t: 10_000, mine: '东矿' },
      { day: '2012-06-01', account_id: 'A', net_t: 990_000, mine: '西矿' },
    ]);
    await insertRows(
      connection,
      'crm.complaint',
      Array.from({ length: 9 }, (_, index) => ({
        ...complaint('2012-06-01 09:00:00+08', '东矿', 'Q5500', '热值'),
        complaint_no: `TS${index}`,
      })),
    );
  });
  test('is above the total', async () => {
    const [, east, west] = await asked('complaint_rate');
    expect([east?.item, east?.above_total, west?.item, west?.above_total]).toEqual([
      '东矿',
      true,
      '西矿',
      false,
    ]);
  });
});

describe('no complaints and no deliveries', () => {
  const asked = useWarehouse(() => Promise.resolve());
  test('have no rate, not one of nought', async () => {
    expect(await asked('complaint_rate')).toMatchObject([
      { is_total: true, complaints: 0, delivered_wt: null, rate: null, share: null, suppressed: true },
    ]);
  });
});
