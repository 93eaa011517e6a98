import { describe, expect, test } from 'vitest';
import { addDays, insertAccounts, insertDeliveries, insertFacts } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const FIRST = '2012-03-01';
/** 110 days of 100 t a day at 100 yuan: 10 000 yuan a day, from 1 March to 18 June; in the last ten twice as much. */
const sold = Array.from({ length: 110 }, (_, i) => ({
  day: addDays(FIRST, i),
  account_id: 'A',
  net_t: i < 100 ? 100 : 200,
  price_cny_t: 100,
}));
const plan = { contract_no: 'H1', instalment: 1 };

describe('owed 250 000 by A, prepaid 50 000 by B', () => {
  const ask = useWarehouse(async (connection) => {
    await insertAccounts(connection, [{ account_id: 'A' }, { account_id: 'B' }]);
    await insertDeliveries(connection, sold);
    await insertFacts(connection, 'crm.collection_plan', [
      { ...plan, account_id: 'A', due_on: '2012-07-18', due_cny: 300_000 },
      { ...plan, instalment: 2, account_id: 'A', due_on: '2012-07-19', due_cny: 900_000 },
    ]);
    await insertFacts(connection, 'crm.collection', [
      { collection_no: '1', account_id: 'A', received_on: '2012-06-18', amount_cny: 50_000 },
      { collection_no: '2', account_id: 'B', received_on: '2012-06-18', amount_cny: 50_000 },
    ]);
  });

  test('net 20 万元 over 90 days of 100 万元: 18 days; counted back over the busy last ten days: 10', async () => {
    // the 90 days to 18 June: 80 × 10 000 + 10 × 20 000 = 1 000 000
    expect((await ask('dso')).at(-1)).toEqual({
      day: '2012-06-18',
      receivable_wan: 25,
      prepaid_wan: 5,
      net_wan: 20,
      sales_wan: 100,
      dso: 18,
      dso_count_back: 10,
      net_prepaid: false,
    });
  });

  test('part of a day is counted as its part; beyond the busy days each day is worth half', async () => {
    const days = async (horizon: number) => (await ask('dso', { horizon })).at(-1)?.dso_count_back;
    // 200 000 + 900 000 = 200 000 in ten days, 900 000 in 90 days of 10 000
    expect(await days(31)).toBe(100);
  });
});

describe('owed 35 000', () => {
  const ask = useWarehouse(async (connection) => {
    await insertAccounts(connection, [{ account_id: 'A' }]);
    await insertDeliveries(connection, sold);
    await insertFacts(connection, 'crm.collection_plan', [
      { ...plan, account_id: 'A', due_on: '2012-06-18', due_cny: 35_000 },
    ]);
  });

  test('one day of 20 000 and three quarters of the day before', async () => {
    expect((await ask('dso')).at(-1)).toMatchObject({ dso: 3.15, dso_count_back: 1.75 });
  });
});

describe('more prepaid than owed', () => {
  const ask = useWarehouse(async (connection) => {
    await insertAccounts(connection, [{ account_id: 'A' }]);
    await insertDeliveries(connection, sold);
    await insertFacts(connection, 'crm.collection', [
      { collection_no: '1', account_id: 'A', received_on: '2012-03-01', amount_cny: 80_000 },
    ]);
  });

  test('zero days with a note; a period that begins before the sales has no figure', async () => {
    const rows = await ask('dso');
    expect(rows.map(({ day, sales_wan, dso, net_prepaid }) => [day, sales_wan, dso, net_prepaid])).toEqual([
      ['2012-03-31', null, null, true],
      ['2012-04-30', null, null, true],
      ['2012-05-31', 90, 0, true],
      ['2012-06-18', 100, 0, true],
    ]);
    expect(rows.map((row) => row.dso_count_back)).toEqual([0, 0, 0, 0]);
  });
});

describe('owed more than was ever sold', () => {
  const ask = useWarehouse(async (connection) => {
    await insertAccounts(connection, [{ account_id: 'A' }]);
    await insertDeliveries(connection, sold.slice(-2));
    await insertFacts(connection, 'crm.collection_plan', [
      { ...plan, account_id: 'A', due_on: '2012-06-01', due_cny: 40_001 },
    ]);
  });

  test('there is nothing to count back to', async () => {
    expect((await ask('dso')).at(-1)).toMatchObject({ dso: null, dso_count_back: null });
  });
});
