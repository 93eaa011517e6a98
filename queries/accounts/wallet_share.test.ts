import { expect, test } from 'vitest';
import { insertAccounts, insertFacts } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const ask = useWarehouse(async (connection) => {
  await insertAccounts(connection, [{ account_id: 'A', key_from: '2010-01-01' }, { account_id: 'B' }]);
  await insertFacts(connection, 'plant.report', [
    { plant: '甲厂', reported_for: '2012-06-18', account_id: 'A' },
    { plant: '乙厂', reported_for: '2012-06-18', account_id: 'B' },
    // two accounts claim it: neither is known to be it
    { plant: '丙厂', reported_for: '2012-06-18', account_id: 'A' },
    { plant: '丙厂', reported_for: '2012-06-17', account_id: 'B' },
  ]);
  const received = (plant: string, reported_for: string, supplier: string, receipts_t: number) => ({
    plant,
    reported_for,
    supplier,
    receipts_t,
  });
  await insertFacts(connection, 'plant.receipt', [
    received('甲厂', '2011-05-24', '本集团', 600),
    received('甲厂', '2011-06-20', '远山煤业', 400),
    received('甲厂', '2012-05-21', '本集团', 500),
    received('甲厂', '2012-05-21', '远山煤业', 300),
    received('甲厂', '2012-05-21', '近水煤业', 200),
    received('甲厂', '2012-05-22', '本集团', 400),
    received('甲厂', '2012-06-18', '远山煤业', 400),
    received('甲厂', '2012-06-18', '近水煤业', 200),
    { ...received('甲厂', '2012-06-18', '已删煤业', 9_000), _deleted_on: '2012-06-19' },
    received('甲厂', '2012-06-19', '远山煤业', 9_000),
    // nothing from us is a share of zero
    received('乙厂', '2012-06-18', '远山煤业', 100),
    // nothing at all is no share
    received('丙厂', '2012-06-18', '本集团', 0),
    // reported of before the window only
    received('丁厂', '2012-05-01', '本集团', 100),
  ]);
});

test('ours ÷ all in 28 days, against the 28 before and those 364 days before; the largest competitor', async () => {
  const rows = await ask('wallet_share');
  expect(rows).toEqual([
    {
      plant: '甲厂',
      account_id: 'A',
      is_key: true,
      total_wt: 0.1,
      own_wt: 0.04,
      share: 0.4,
      change_pp: -10,
      yoy_pp: -20,
      rival: '远山煤业',
      rival_share: 0.4,
      rival_change_pp: 10,
      days_reported: 2,
    },
    {
      plant: '丙厂',
      account_id: null,
      is_key: false,
      total_wt: 0,
      own_wt: 0,
      share: null,
      change_pp: null,
      yoy_pp: null,
      rival: null,
      rival_share: null,
      rival_change_pp: null,
      days_reported: 1,
    },
    {
      plant: '乙厂',
      account_id: 'B',
      is_key: false,
      total_wt: 0.01,
      own_wt: 0,
      share: 0,
      change_pp: null,
      yoy_pp: null,
      rival: '远山煤业',
      rival_share: 1,
      rival_change_pp: null,
      days_reported: 1,
    },
  ]);
});

test('a window that begins before the reports do is nothing to compare with', async () => {
  const [row] = await ask('wallet_share', { at: '2011-06-20' });
  expect(row).toMatchObject({ share: 0.6, change_pp: null, yoy_pp: null });
});

test('what the reports call us is a parameter', async () => {
  const rows = await ask('wallet_share', { own: '近水煤业' });
  expect(rows.find(({ plant }) => plant === '甲厂')).toMatchObject({ share: 0.2, change_pp: 0 });
});
