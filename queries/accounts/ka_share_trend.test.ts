import { describe, expect, test } from 'vitest';
import { insertAccounts, insertDeliveries } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

describe('A becomes a key account on 1 June, C ceases on 10 June', () => {
  const ask = useWarehouse(async (connection) => {
    await insertAccounts(connection, [
      { account_id: 'A', key_from: '2012-06-01' },
      { account_id: 'B' },
      { account_id: 'C', key_from: '2010-01-01', key_to: '2012-06-10' },
    ]);
    await insertDeliveries(connection, [
      { day: '2012-03-31', account_id: 'B', net_t: 10_000 },
      { day: '2012-05-31', account_id: 'A', net_t: 40 },
      { day: '2012-05-31', account_id: 'B', net_t: 60 },
      { day: '2012-06-01', account_id: 'A', net_t: 40 },
      { day: '2012-06-09', account_id: 'C', net_t: 20 },
      { day: '2012-06-10', account_id: 'C', net_t: 20 },
      { day: '2012-06-18', account_id: 'B', net_t: 20 },
      { day: '2012-06-19', account_id: 'B', net_t: 900 },
    ]);
  });

  test('membership counts at shipment: first day inclusive, end day exclusive', async () => {
    const rows = await ask('ka_share_trend');
    expect(rows.map(({ month, key_share, gap_pp }) => [month, key_share, gap_pp])).toEqual([
      ['2012-03-01', 0, -50],
      ['2012-04-01', null, null],
      ['2012-05-01', 0, -50],
      ['2012-06-01', 0.6, 10],
    ]);
  });

  test('a month without deliveries is a gap; the month of the data date is incomplete and ends there', async () => {
    const rows = await ask('ka_share_trend', { goal: 0.55 });
    expect(rows.map(({ total_wt, through, partial }) => [total_wt, through, partial])).toEqual([
      [1, '2012-03-31', false],
      [0, '2012-04-30', false],
      [0.01, '2012-05-31', false],
      [0.01, '2012-06-18', true],
    ]);
    expect(rows[3]?.gap_pp).toBeCloseTo(5, 9);
  });

  test('an empty window has no rows', async () => {
    expect(await ask('ka_share_trend', { from: '2009-01-01', to: '2009-12-31' })).toEqual([]);
  });
});

describe('the reference vector', () => {
  const ask = useWarehouse(async (connection) => {
    await insertAccounts(connection, [{ account_id: 'A', key_from: '2012-06-01' }, { account_id: 'B' }]);
    await insertDeliveries(connection, [
      { day: '2012-05-20', account_id: 'A', net_t: 40 },
      { day: '2012-06-10', account_id: 'A', net_t: 40 },
      { day: '2012-06-10', account_id: 'B', net_t: 20 },
    ]);
  });

  test('A is a key account from 06-01: 40/(40+40+20) = 0.4, not 0.8', async () => {
    const rows = await ask('ka_share_trend');
    const sum = (name: 'key_wt' | 'total_wt') => rows.reduce((total, row) => total + Number(row[name]), 0);
    expect(sum('key_wt') / sum('total_wt')).toBeCloseTo(0.4, 12);
  });
});
