import { describe, expect, test } from 'vitest';
import { insertAccounts, insertDeliveries, insertFacts } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const BEFORE = '2011-06-18';

describe('two years', () => {
  const ask = useWarehouse(async (connection) => {
    const tiers = { UP: 'A', DOWN: 'C', SAME: 'B', LEFT: 'C', NEW: 'C', LATE: 'B', OFF: 'A' };
    await insertAccounts(connection, [
      ...Object.entries(tiers).map(([account_id, tier]) => ({ account_id, tier })),
      { account_id: 'BARE' },
    ]);
    const tier = (
      account_code: string,
      value: string,
      valid_from: string,
      valid_to: string | null = null,
      _deleted_on: string | null = null,
    ) => ({
      account_code,
      account_id: account_code,
      field: 'tier',
      value,
      valid_from,
      valid_to,
      _deleted_on,
    });
    await insertFacts(connection, 'crm.account_change', [
      tier('UP', 'B', '2010-01-01', '2012-06-18'),
      tier('UP', 'A', '2012-06-18'),
      tier('DOWN', 'A', '2010-01-01', '2012-01-01'),
      tier('DOWN', 'C', '2012-01-01'),
      // comes into force the day after
      tier('LATE', 'B', '2010-01-01', '2012-06-19'),
      tier('LATE', 'A', '2012-06-19'),
      tier('OFF', 'C', '2010-01-01', null, '2011-01-01'),
      { ...tier('SAME', '是', '2012-01-01'), field: 'key' },
    ]);
    await insertDeliveries(connection, [
      { day: '2010-06-19', account_id: 'UP', net_t: 10_000 },
      { day: BEFORE, account_id: 'DOWN', net_t: 10_000 },
      ...['SAME', 'LATE', 'OFF', 'BARE', 'LEFT'].map((account_id) => ({
        day: BEFORE,
        account_id,
        net_t: 10_000,
      })),
      // in neither window
      { day: '2011-06-19', account_id: 'LEFT', net_t: 90_000 },
      { day: '2011-06-21', account_id: 'UP', net_t: 20_000 },
      ...['DOWN', 'SAME', 'LATE', 'OFF', 'BARE', 'NEW'].map((account_id) => ({
        day: '2012-06-18',
        account_id,
        net_t: 20_000,
      })),
    ]);
  });

  test('tiers are those of the two days; rows of a tier add up to its customers before', async () => {
    const rows = await ask('tier_migration', { before: BEFORE, days: 364 });
    expect(rows.map((row) => Object.values(row))).toEqual([
      ['A', 'A', '不变', 'same', 1, 0.5, 1, 2],
      ['A', 'C', '下降', 'down', 1, 0.5, 1, 2],
      ['B', 'B', '不变', 'same', 2, 1, 2, 4],
      ['C', null, '流失', 'lost', 1, 1, 1, 0],
      ['未分级', '未分级', '不变', 'same', 1, 1, 1, 2],
      [null, 'A', '新增', 'new', 1, null, 0, 2],
      [null, 'C', '新增', 'new', 1, null, 0, 2],
    ]);
  });

  test('a day more before, and UP is a customer that rose', async () => {
    const rows = await ask('tier_migration', { before: BEFORE, days: 365 });
    expect(rows).toContainEqual({
      from_tier: 'B',
      to_tier: 'A',
      direction_zh: '上升',
      direction_en: 'up',
      accounts: 1,
      share: 1 / 3,
      wt_before: 1,
      wt_now: 2,
    });
  });

  test('a window that begins before the deliveries do would call everyone new: no rows', async () => {
    expect(await ask('tier_migration', { before: BEFORE, days: 366 })).toEqual([]);
  });
});
