import { describe, expect, test } from 'vitest';
import { insertAccounts, insertDeliveries, insertRows } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const DAY = { day: '2012-06-01' };

describe('tonnes 50, 30, 20 and an account whose returns cancel its deliveries', () => {
  const ask = useWarehouse(async (connection) => {
    await insertAccounts(connection, [
      { account_id: 'A' },
      { account_id: 'B' },
      { account_id: 'C' },
      { account_id: 'D' },
    ]);
    await insertDeliveries(connection, [
      { ...DAY, account_id: 'A', net_t: 50 },
      { ...DAY, account_id: 'B', net_t: 30 },
      { ...DAY, account_id: 'C', net_t: 20 },
      { ...DAY, account_id: 'D', net_t: 5 },
      { ...DAY, account_id: 'D', net_t: -5 },
    ]);
  });

  test('CR1 50 %, HHI 3800, 2.632 effective customers, Gini 0.2, fewer than four', async () => {
    const [row, ...others] = await ask('concentration');
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      accounts: 3,
      total_wt: 0.01,
      cr1: 0.5,
      n_lt_4: true,
      n_lt_5: true,
      n_lt_10: true,
    });
    expect(row?.cr4).toBeCloseTo(1, 12);
    expect(row?.hhi).toBeCloseTo(3800, 9);
    expect(row?.effective_accounts?.toFixed(3)).toBe('2.632');
    expect(row?.gini).toBeCloseTo(0.2, 12);
  });

  test('no deliveries: nothing is zero, all is missing', async () => {
    expect(await ask('concentration', { from: '2011-01-01', to: '2011-02-01' })).toMatchObject([
      { accounts: 0, total_wt: 0, cr1: null, hhi: null, effective_accounts: null, gini: null, n_lt_4: true },
    ]);
  });
});

describe('companies of one group', () => {
  const ask = useWarehouse(async (connection) => {
    await insertAccounts(connection, [{ account_id: 'B' }]);
    await insertRows(
      connection,
      'crm.account',
      ['P', 'Q'].map((account_id) => ({
        account_id,
        name: account_id,
        parent_id: 'G',
        industry: '电力',
        _file: 'f',
        _row: 1,
        _run: 'r',
        _hash: 0,
      })),
    );
    await insertDeliveries(
      connection,
      ['B', 'P', 'Q'].map((account_id) => ({ ...DAY, account_id, net_t: 25 })),
    );
  });

  test('count as one customer, unless legal entities are asked for', async () => {
    expect((await ask('concentration'))[0]).toMatchObject({ accounts: 2, cr1: 50 / 75 });
    expect((await ask('concentration', { level: 'entity' }))[0]).toMatchObject({ accounts: 3, cr1: 25 / 75 });
    expect((await ask('account_pareto')).map((row) => [row.account_id, row.short_name, row.wt])).toEqual([
      ['G', 'G', 0.005],
      ['B', 'B', 0.0025],
    ]);
  });
});
