import { describe, expect, test } from 'vitest';
import { insertAccounts, insertDeliveries, insertFacts } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const year = { starts_on: '2012-01-01', ends_on: '2012-12-31' };
const months = (contract_no: string, qty_t: number) =>
  Array.from({ length: 12 }, (_, i) => ({
    contract_no,
    month: `2012-${String(i + 1).padStart(2, '0')}-01`,
    qty_t,
  }));

describe('half of 2012', () => {
  const ask = useWarehouse(async (connection) => {
    await insertAccounts(connection, [
      { account_id: 'LOW', key_from: '2012-01-01' },
      { account_id: 'OVER', key_from: '2012-01-01', key_to: '2012-06-30' },
      { account_id: 'FLAT' },
      { account_id: 'PART' },
      { account_id: 'NONE' },
      { account_id: 'VOID' },
    ]);
    await insertFacts(connection, 'crm.contract', [
      { contract_no: 'H1', account_id: 'LOW', ...year, qty_t: 12_000 },
      { contract_no: 'H2', account_id: 'OVER', ...year, qty_t: 12_000 },
      // no schedule: 366 days of 10 t
      { contract_no: 'H3', account_id: 'FLAT', ...year, qty_t: 3_660 },
      // begins on 16 June: its 3 000 t of June are for fifteen days
      { contract_no: 'H4', account_id: 'PART', starts_on: '2012-06-16', ends_on: '2012-06-30', qty_t: 3_000 },
      { contract_no: 'H5', account_id: 'NONE', ...year, qty_t: 12_000 },
      { contract_no: 'H6', account_id: 'VOID', ...year, qty_t: 12_000, status: '作废' },
      { contract_no: 'H7', account_id: 'LOW', ...year, qty_t: 12_000, _deleted_on: '2012-02-01' },
    ]);
    await insertFacts(connection, 'crm.contract_schedule', [
      ...months('H1', 1_000),
      ...months('H2', 1_000),
      { contract_no: 'H4', month: '2012-06-01', qty_t: 3_000 },
      ...months('H5', 1_000),
      ...months('H6', 1_000),
      ...months('H7', 1_000),
    ]);
    await insertDeliveries(connection, [
      { day: '2011-12-31', account_id: 'LOW', net_t: 9_000 },
      { day: '2012-02-10', account_id: 'LOW', net_t: 4_000 },
      { day: '2012-06-30', account_id: 'LOW', net_t: 700 },
      { day: '2012-03-10', account_id: 'OVER', net_t: 5_701 },
      { day: '2012-06-10', account_id: 'OVER', net_t: 900 },
      { day: '2012-05-10', account_id: 'FLAT', net_t: 1_500 },
      { day: '2012-06-10', account_id: 'FLAT', net_t: 250 },
      // before its contract: not part of it
      { day: '2012-06-15', account_id: 'PART', net_t: 5_000 },
      { day: '2012-06-16', account_id: 'PART', net_t: 1_500 },
    ]);
  });
  const at = '2012-06-30';

  test('month and year to date against the schedule; under 80 and 90 % below, over 110 % too much', async () => {
    const rows = await ask('contract_fulfilment', { at });
    expect(
      rows.map(({ account_id, month_rate, month_below, year_rate, year_below, over_delivered, level_zh }) => [
        account_id,
        month_rate?.toFixed(4),
        month_below,
        year_rate?.toFixed(4),
        year_below,
        over_delivered,
        level_zh,
      ]),
    ).toEqual([
      ['NONE', '0.0000', true, '0.0000', true, false, '橙'],
      ['PART', '0.5000', true, '0.5000', true, false, '橙'],
      ['LOW', '0.7000', true, '0.7833', true, false, '黄'],
      // 250 of 300 t in June, 1 750 of 182 × 10 t by then
      ['FLAT', '0.8333', false, '0.9615', false, false, null],
      ['OVER', '0.9000', false, '1.1002', false, true, null],
    ]);
  });

  test('a contract without schedule is marked; membership counts on the day', async () => {
    const rows = await ask('contract_fulfilment', { at });
    expect(rows.map(({ account_id, unscheduled, is_key }) => [account_id, unscheduled, is_key])).toEqual([
      ['NONE', false, false],
      ['PART', false, false],
      ['LOW', false, true],
      ['FLAT', true, false],
      ['OVER', false, false],
    ]);
  });

  test('in the month the contracted part of it counts: 18 of 30 days, 3 of 15', async () => {
    const rows = await ask('contract_fulfilment');
    const contracted = Object.fromEntries(
      rows.map(({ account_id, month_contracted_wt }) => [account_id, month_contracted_wt]),
    );
    expect(contracted).toEqual({ LOW: 0.06, OVER: 0.06, FLAT: 0.018, PART: 0.06, NONE: 0.06 });
  });

  test('thresholds are parameters', async () => {
    const rows = await ask('contract_fulfilment', { at, month_goal: 0.95, year_goal: 1.2, over: 2 });
    const over = rows.find(({ account_id }) => account_id === 'OVER');
    expect(over).toMatchObject({
      month_below: true,
      year_below: true,
      over_delivered: false,
      level_zh: '黄',
    });
  });
});

describe('deliveries that begin in March', () => {
  const ask = useWarehouse(async (connection) => {
    await insertAccounts(connection, [{ account_id: 'A' }]);
    await insertFacts(connection, 'crm.contract', [
      { contract_no: 'H1', account_id: 'A', ...year, qty_t: 1_000 },
    ]);
    await insertFacts(connection, 'crm.contract_schedule', months('H1', 1_000));
    await insertDeliveries(connection, [
      { day: '2012-03-10', account_id: 'A', net_t: 500 },
      { day: '2012-06-10', account_id: 'A', net_t: 500 },
    ]);
  });

  test('the year has no rate rather than a small one', async () => {
    expect(await ask('contract_fulfilment', { at: '2012-06-30' })).toMatchObject([
      { month_rate: 0.5, year_rate: null, year_shipped_wt: null, year_below: null },
    ]);
  });
});
