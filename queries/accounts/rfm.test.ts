import { describe, expect, test } from 'vitest';
import { addDays, insertAccounts, insertDeliveries, insertFacts, type DeliveryRow } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const AT = '2012-06-18';

describe('customers A to E with 1 to 5 thousand tonnes', () => {
  const ask = useWarehouse(async (connection) => {
    await insertAccounts(
      connection,
      ['A', 'B', 'C', 'D', 'E', 'TIE', 'OWN', 'OLD'].map((account_id) => ({ account_id })),
    );
    await insertFacts(connection, 'crm.contract', [
      { contract_no: 'H1', account_id: 'OWN', starts_on: '2012-01-01', ends_on: '2012-12-31' },
    ]);
    const once = (account_id: string, day: string, net_t: number): DeliveryRow => ({
      account_id,
      day,
      net_t,
    });
    await insertDeliveries(connection, [
      once('OLD', '2011-05-01', 9_000),
      // the last delivery of each on the 10th of February to May; E has two months
      once('A', '2012-02-10', 1_000),
      once('B', '2012-03-10', 2_000),
      once('C', '2012-04-10', 3_000),
      once('D', '2012-05-10', 4_000),
      once('E', '2012-04-11', 2_500),
      once('E', '2012-05-11', 2_500),
      // as much as C, as late as C
      once('TIE', '2012-04-10', 3_000),
      // every twenty days, the last one 41 days ago: a little more than twice its own gap
      ...[41, 61, 81, 101].map((back) => once('OWN', addDays(AT, -back), 500)),
    ]);
  });
  const scores = async (at?: string) =>
    Object.fromEntries((await ask('rfm', { at })).map(({ account_id, r, f, m }) => [account_id, [r, f, m]]));

  test('equal customers have equal scores; one with a contract is measured by its own gap', async () => {
    // cut-offs of 31 May, of 7 customers, the 2nd, 3rd, 5th and 6th in order. Days since: 20 21 22 51 51 82 111;
    // months: 1 1 1 1 1 2 3; tonnes: 1000 2000 2000 3000 3000 4000 5000
    const now = await scores();
    expect(now['OLD']).toBeUndefined();
    expect(now['TIE']).toEqual(now['C']);
    expect(now).toEqual({
      // 129 days is beyond all cut-offs
      A: [1, 4, 1],
      B: [1, 4, 3],
      C: [2, 4, 4],
      TIE: [2, 4, 4],
      D: [3, 4, 5],
      E: [3, 5, 5],
      // 41 days, twice 20 is 40: 4
      OWN: [4, 5, 3],
    });
  });

  test('figures behind the scores', async () => {
    const rows = await ask('rfm');
    expect(rows.find(({ account_id }) => account_id === 'OWN')).toMatchObject({
      days_since: 41,
      usual_gap: 20,
      months: 3,
      wt: 0.2,
      contract: true,
      rfm: 12,
    });
  });

  test('within twice its gap it has 5, and never less than 1', async () => {
    expect((await scores('2012-06-17'))['OWN']?.[0]).toBe(5);
    expect((await scores('2012-12-31'))['OWN']?.[0]).toBe(1);
  });

  test('a year that begins before the deliveries do has no scores', async () => {
    expect(await ask('rfm', { at: '2012-04-30' })).toEqual([]);
  });
});
