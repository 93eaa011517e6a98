import { describe, expect, test } from 'vitest';
import { insertAccounts, insertFacts } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const instalment = (account_id: string, contract_no: string, n: number, due_on: string, due_cny: number) => ({
  account_id,
  contract_no,
  instalment: n,
  due_on,
  due_cny,
});

describe('the reference vector: 100 due 04-01, 05-20 and 07-01, 150 received', () => {
  const ask = useWarehouse(async (connection) => {
    await insertAccounts(connection, [{ account_id: 'A' }]);
    await insertFacts(connection, 'crm.collection_plan', [
      instalment('A', 'H1', 1, '2012-04-01', 1_000_000),
      instalment('A', 'H1', 2, '2012-05-20', 1_000_000),
      instalment('A', 'H1', 3, '2012-07-01', 1_000_000),
    ]);
    await insertFacts(connection, 'crm.collection', [
      { collection_no: 'S1', account_id: 'A', received_on: '2012-05-02', amount_cny: 1_500_000 },
    ]);
  });

  test('the oldest is paid first: open 0, 50 (29 days overdue) and 100 (not due)', async () => {
    const rows = await ask('receivable_ageing');
    expect(
      rows.map(({ band, accounts, instalments, amount_wan }) => [band, accounts, instalments, amount_wan]),
    ).toEqual([
      ['not_due', 1, 1, 100],
      ['d1_30', 1, 1, 50],
      ['d31_60', 0, 0, 0],
      ['d61_90', 0, 0, 0],
      ['d91_180', 0, 0, 0],
      ['d181_365', 0, 0, 0],
      ['d366', 0, 0, 0],
      ['prepaid', 0, null, 0],
    ]);
    expect(rows[1]?.share).toBeCloseTo(50 / 150, 12);
  });

  test('instalments due beyond the horizon are not owed yet', async () => {
    const [notDue] = await ask('receivable_ageing', { horizon: 12 });
    expect(notDue?.amount_wan).toBe(0);
  });

  test('as of an earlier day later receipts have not come in', async () => {
    const rows = await ask('receivable_ageing', { at: '2012-05-01' });
    expect(rows.slice(0, 2).map(({ amount_wan }) => amount_wan)).toEqual([100, 100]);
  });
});

describe('named receipts, red-letter entries, prepayments and deleted rows', () => {
  const ask = useWarehouse(async (connection) => {
    await insertAccounts(
      connection,
      ['A', 'B', 'C', 'D', 'E'].map((account_id) => ({ account_id })),
    );
    await insertFacts(connection, 'crm.contract', [
      {
        contract_no: 'HC',
        account_id: 'C',
        starts_on: '2012-01-01',
        ends_on: '2012-12-31',
        status: '执行中',
      },
    ]);
    await insertFacts(connection, 'crm.collection_plan', [
      // 366 days and 365 days before 18 June 2012
      instalment('A', 'HA', 1, '2011-06-18', 100_000),
      instalment('A', 'HA', 2, '2011-06-19', 200_000),
      instalment('A', 'HA', 3, '2012-06-18', 300_000),
      instalment('B', 'HB', 1, '2012-06-17', 400_000),
      { ...instalment('B', 'HB', 2, '2012-06-01', 9_000_000), _deleted_on: '2012-06-10' },
      { ...instalment('C', 'HC', 1, '2012-05-01', 500_000), account_id: null },
      instalment('D', 'HD', 1, '2012-06-10', 600_000),
    ]);
    const received = (collection_no: string, account_id: string, amount_cny: number) => ({
      collection_no,
      account_id,
      received_on: '2012-06-10',
      amount_cny,
    });
    await insertFacts(connection, 'crm.collection', [
      // pays the second instalment, and 50 000 of the oldest
      { ...received('1', 'A', 250_000), contract_no: 'HA', instalment: 2 },
      // taken back again: pays nothing
      { ...received('2', 'B', 400_000), contract_no: 'HB', instalment: 1 },
      { ...received('3', 'B', -400_000), contract_no: 'HB', instalment: 1 },
      { ...received('4', 'B', 700_000), _deleted_on: '2012-06-11' },
      // 500 000 owed by C under its contract, 200 000 more than that
      received('5', 'C', 700_000),
      // E pays for D: neither owes, neither has prepaid
      { ...received('6', 'E', 600_000), contract_no: 'HD', instalment: 1 },
    ]);
  });

  test('what names its instalment pays that, the rest the oldest; due today is not overdue; prepayments stand apart', async () => {
    const rows = await ask('receivable_ageing');
    expect(rows.map(({ band, amount_wan, accounts }) => [band, amount_wan, accounts])).toEqual([
      ['not_due', 30, 1],
      ['d1_30', 40, 1],
      ['d31_60', 0, 0],
      ['d61_90', 0, 0],
      ['d91_180', 0, 0],
      ['d181_365', 0, 0],
      ['d366', 5, 1],
      ['prepaid', 20, 1],
    ]);
  });
});

describe('with nothing owed', () => {
  const ask = useWarehouse(async () => {});

  test('amounts are zero and shares missing', async () => {
    const rows = await ask('receivable_ageing');
    expect(rows).toHaveLength(8);
    expect(rows.every(({ amount_wan, share }) => amount_wan === 0 && share === null)).toBe(true);
  });
});
