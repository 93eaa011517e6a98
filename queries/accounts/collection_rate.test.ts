import { describe, expect, test } from 'vitest';
import { insertAccounts, insertFacts } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

describe('three months', () => {
  const ask = useWarehouse(async (connection) => {
    await insertAccounts(connection, [{ account_id: 'A' }]);
    const plan = (instalment: number, due_on: string, due_cny: number) => ({
      contract_no: 'H1',
      instalment,
      account_id: 'A',
      due_on,
      due_cny,
    });
    await insertFacts(connection, 'crm.collection_plan', [
      plan(1, '2012-03-10', 1_000_000),
      plan(2, '2012-05-10', 2_000_000),
      plan(3, '2012-06-18', 1_000_000),
      plan(4, '2012-06-19', 8_000_000),
    ]);
    const receipt = (
      collection_no: string,
      received_on: string,
      amount_cny: number,
      method: string,
      _deleted_on: string | null = null,
    ) => ({ collection_no, account_id: 'A', received_on, amount_cny, method, _deleted_on });
    await insertFacts(connection, 'crm.collection', [
      receipt('1', '2012-03-12', 800_000, '电汇'),
      receipt('2', '2012-04-12', 200_000, '支票'),
      receipt('3', '2012-05-20', 900_000, '银行承兑'),
      receipt('4', '2012-05-21', 400_000, '商业承兑'),
      receipt('5', '2012-05-22', -100_000, '银行承兑'),
      receipt('6', '2012-05-22', 7_000_000, '电汇', '2012-06-01'),
      receipt('7', '2012-06-19', 5_000_000, '电汇'),
    ]);
  });

  test('received ÷ fell due; bills apart from cash, red-letter entries taken off; nothing due is no rate', async () => {
    const rows = await ask('collection_rate');
    expect(
      rows.map(({ month, due_wan, received_wan, cash_wan, bills_wan, rate }) => [
        month,
        due_wan,
        received_wan,
        cash_wan,
        bills_wan,
        rate,
      ]),
    ).toEqual([
      ['2012-03-01', 100, 80, 80, 0, 0.8],
      ['2012-04-01', 0, 20, 20, 0, null],
      ['2012-05-01', 200, 120, 0, 120, 0.6],
      ['2012-06-01', 100, 0, 0, 0, 0],
    ]);
  });

  test('by the end 100 of March, 120 of May and nothing of June is settled', async () => {
    const rows = await ask('collection_rate');
    expect(
      rows.map(({ settled_share, through, partial }) => [settled_share?.toFixed(6), through, partial]),
    ).toEqual([
      ['1.000000', '2012-03-31', false],
      [undefined, '2012-04-30', false],
      ['0.600000', '2012-05-31', false],
      ['0.000000', '2012-06-18', true],
    ]);
  });
});

describe('without plan or receipts', () => {
  const ask = useWarehouse(async () => {});

  test('every month is there without a rate', async () => {
    const rows = await ask('collection_rate', { from: '2012-05-01' });
    expect(rows.map(({ month, rate }) => [month, rate])).toEqual([
      ['2012-05-01', null],
      ['2012-06-01', null],
    ]);
  });
});
