import { describe, expect, test } from 'vitest';
import { addDays, insertAccounts, insertDeliveries, insertFacts } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const AT = '2012-06-18';
/** One delivery every ten days, back from so many days ago, as often as given. */
const every10 = (account_id: string, back: number, times: number, net_t: number) =>
  Array.from({ length: times }, (_, i) => ({ account_id, day: addDays(AT, -back - 10 * i), net_t }));

describe('with everything on record', () => {
  const ask = useWarehouse(async (connection) => {
    await insertAccounts(
      connection,
      ['CALM', 'FELL', 'EDGE', 'PAUSE', 'ALL', 'FRESH', 'GONE'].map((account_id) => ({
        account_id,
        credit_limit_cny: 1e9,
        ...(account_id === 'ALL' ? { key_from: '2010-01-01' } : {}),
      })),
    );
    const seasons = (account_id: string) => [
      ...every10(account_id, 364, 3, 1_000),
      ...every10(account_id, 728, 3, 1_000),
    ];
    await insertDeliveries(connection, [
      { account_id: 'GONE', day: '2010-01-01', net_t: 5 },
      ...['CALM', 'FELL', 'EDGE', 'PAUSE', 'ALL'].flatMap(seasons),
      ...every10('CALM', 0, 12, 1_000),
      // 2 097 t against 3 000 are 30.1 % less, 2 100 t are 30 %
      ...every10('FELL', 0, 12, 699),
      ...every10('EDGE', 0, 12, 700),
      // the last 21 days ago, usually ten: more than twice that
      { account_id: 'PAUSE', day: addDays(AT, -21), net_t: 3_000 },
      ...every10('PAUSE', 31, 9, 1_000),
      { account_id: 'ALL', day: addDays(AT, -21), net_t: 100 },
      ...every10('ALL', 31, 9, 100),
      // no season before, one delivery: neither its fall nor its pause can be judged
      { account_id: 'FRESH', day: addDays(AT, -20), net_t: 100 },
    ]);
    await insertFacts(connection, 'crm.contract', [
      { contract_no: 'H1', account_id: 'ALL', starts_on: '2012-01-01', ends_on: '2012-12-31', qty_t: 36_600 },
    ]);
    await insertFacts(connection, 'crm.collection_plan', [
      { contract_no: 'H1', instalment: 1, account_id: 'ALL', due_on: addDays(AT, -40), due_cny: 1_000 },
      { contract_no: 'H2', instalment: 1, account_id: 'CALM', due_on: addDays(AT, -20), due_cny: 1_000 },
    ]);
    const complaint = (complaint_no: string, account_id: string, back: number, closed?: string) => ({
      complaint_no,
      account_id,
      opened_at: `${addDays(AT, -back)} 08:00:00+08`,
      closed_at: closed ? `${closed} 08:00:00+08` : null,
    });
    await insertFacts(connection, 'crm.complaint', [
      complaint('1', 'ALL', 16),
      complaint('2', 'CALM', 15),
      complaint('3', 'EDGE', 90, '2012-06-01'),
    ]);
    const receipts = (account: string, back: number, own: number, total: number) => [
      {
        plant: account,
        reported_for: addDays(AT, -back),
        supplier: '本集团',
        receipts_t: own,
      },
      {
        plant: account,
        reported_for: addDays(AT, -back),
        supplier: '远山煤业',
        receipts_t: total - own,
      },
    ];
    await insertFacts(
      connection,
      'plant.report',
      ['ALL', 'CALM'].map((account_id) => ({ plant: account_id, account_id, reported_for: AT })),
    );
    await insertFacts(connection, 'plant.receipt', [
      ...receipts('ALL', 55, 50, 100),
      ...receipts('ALL', 0, 40, 100),
      ...receipts('CALM', 55, 50, 100),
      ...receipts('CALM', 0, 41, 100),
    ]);
    const visit = (activity_id: string, account_id: string, back: number, kind = '上门拜访') => ({
      activity_id,
      account_id,
      kind,
      happened_at: `${addDays(AT, -back)} 08:00:00+08`,
    });
    await insertFacts(connection, 'crm.activity', [
      ...['CALM', 'FELL', 'EDGE', 'PAUSE', 'FRESH'].map((account_id, i) => visit(`V${i}`, account_id, 59)),
      visit('A1', 'ALL', 60),
      visit('A2', 'ALL', 1, '电话'),
    ]);
  });

  test('points add up, and no more than a hundred', async () => {
    const rows = await ask('churn_risk');
    const points = rows.map((row) => [
      row.account_id,
      row.score,
      row.volume_points,
      row.gap_points,
      row.fulfilment_points,
      row.warning_points,
      row.complaint_points,
      row.rival_points,
      row.visit_points,
    ]);
    expect(points).toEqual([
      // 25 + 20 + 15 + 15 + 10 + 15 + 10 = 110
      ['ALL', 100, 25, 20, 15, 15, 10, 15, 10],
      ['FELL', 25, 25, 0, null, 0, 0, null, 0],
      ['PAUSE', 20, 0, 20, null, 0, 0, null, 0],
      ['CALM', 0, 0, 0, null, 0, 0, 0, 0],
      ['EDGE', 0, 0, 0, null, 0, 0, null, 0],
      ['FRESH', 0, null, null, null, 0, 0, null, 0],
    ]);
  });

  test('the figures behind the points', async () => {
    const [all] = await ask('churn_risk');
    expect(all).toMatchObject({
      is_key: true,
      days_since: 21,
      usual_gap: 10,
      warning_zh: '橙',
      warning_en: 'orange',
      complaint_age: 16,
      rival_change_pp: 10,
      days_unvisited: 60,
    });
    // 100 t against 3 000; 800 t of 90 × 100
    expect(all?.volume_change).toBeCloseTo(100 / 3_000 - 1, 9);
    expect(all?.fulfilment_rate).toBeCloseTo(700 / 9_000, 9);
  });

  test('thresholds are parameters', async () => {
    const rows = await ask('churn_risk', { visit_days: 59, fall: 0.29, complaint_days: 14 });
    expect(Object.fromEntries(rows.map(({ account_id, score }) => [account_id, score]))).toEqual({
      ALL: 100,
      FELL: 35,
      EDGE: 35,
      PAUSE: 30,
      CALM: 20,
      FRESH: 10,
    });
  });
});
