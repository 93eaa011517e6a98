import { expect, test } from 'vitest';
import { insertAccounts, insertFacts } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const ask = useWarehouse(async (connection) => {
  await insertAccounts(connection, [
    { account_id: 'A', key_from: '2012-01-01' },
    { account_id: 'B', key_from: '2010-01-01', key_to: '2012-06-18' },
    { account_id: 'C' },
  ]);
  const contract = (
    contract_no: string,
    account_id: string,
    starts_on: string,
    ends_on: string,
    more: Record<string, string | number> = {},
  ) => ({ contract_no, account_id, starts_on, ends_on, qty_t: 60_000, ...more });
  await insertFacts(connection, 'crm.contract', [
    contract('TODAY', 'C', '2012-01-01', '2012-06-18'),
    contract('D30', 'A', '2012-01-01', '2012-07-18'),
    contract('D31', 'B', '2012-01-01', '2012-07-19'),
    contract('D90', 'C', '2011-09-17', '2012-09-16'),
    contract('D91', 'C', '2012-01-01', '2012-09-17'),
    contract('PAST', 'C', '2012-01-01', '2012-06-17'),
    contract('NEW', 'C', '2012-06-19', '2012-07-01'),
    contract('VOID', 'C', '2012-01-01', '2012-07-01', { status: '作废' }),
    // renews D31; it begins before D30 ends but is another account's
    contract('D31-2', 'B', '2012-08-19', '2013-08-18'),
    contract('D31-3', 'B', '2012-08-19', '2013-08-18', { _deleted_on: '2012-06-01' }),
    // runs beside D30 since the same day, so it does not renew it
    contract('D30-B', 'A', '2012-01-01', '2012-12-31'),
  ]);
});

test('contracts that run today and end within 90 days, by band; the end day itself counts', async () => {
  const rows = await ask('contract_expiring');
  expect(
    rows.map(({ contract_no, days_left, band, is_key, renewed_by, unrenewed }) => [
      contract_no,
      days_left,
      band,
      is_key,
      renewed_by,
      unrenewed,
    ]),
  ).toEqual([
    ['TODAY', 0, 30, false, 'NEW', false],
    ['D30', 30, 30, true, null, true],
    ['D31', 31, 60, false, 'D31-2', false],
    ['D90', 90, 90, false, null, true],
  ]);
});

test('a renewal that begins later than the window is none; further ahead the band is the days asked for', async () => {
  const rows = await ask('contract_expiring', { window: 30, days: 100 });
  expect(rows.map(({ contract_no, band, renewed_by }) => [contract_no, band, renewed_by])).toEqual([
    ['TODAY', 30, 'NEW'],
    ['D30', 30, null],
    ['D31', 60, null],
    ['D90', 90, null],
    ['D91', 100, null],
  ]);
});

test('60 000 t over twelve months are 0.5 万吨 a month', async () => {
  const rows = await ask('contract_expiring');
  expect(rows.find(({ contract_no }) => contract_no === 'D90')).toMatchObject({ wt: 6, monthly_wt: 0.5 });
});
