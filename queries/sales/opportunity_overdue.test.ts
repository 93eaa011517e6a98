import { expect, test } from 'vitest';
import { insertAccounts, insertOpportunities } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const ask = useWarehouse(async (connection) => {
  await insertAccounts(connection, [{ account_id: 'A' }]);
  const quoted = (opportunity_no: string, closes_on: string, stage = '报价') => ({
    opportunity_no,
    account_id: 'A',
    closes_on,
    expected_t: 10_000,
    amount_cny: 6_000_000,
    path: [[stage, '2012-01-01']] as const,
  });
  await insertOpportunities(connection, [
    quoted('TODAY', '2012-06-18'),
    quoted('ONE', '2012-06-17'),
    quoted('D13', '2012-06-05'),
    quoted('D14', '2012-06-04'),
    quoted('WON', '2012-06-01', '签约'),
    quoted('LOST', '2012-06-01', '输单'),
    quoted('VOID', '2012-06-01', '作废'),
    { ...quoted('GONE', '2012-06-01'), _deleted_on: '2012-06-02' },
    { opportunity_no: 'UNDATED', path: [['报价', '2012-01-01']] },
  ]);
});

test('open ones past their date, the oldest first; a warning from fourteen days', async () => {
  const rows = await ask('opportunity_overdue');
  expect(rows.map(({ opportunity_no, days_over, warned }) => [opportunity_no, days_over, warned])).toEqual([
    ['D14', 14, true],
    ['D13', 13, false],
    ['ONE', 1, false],
  ]);
  expect(rows[0]).toMatchObject({ short_name: 'A', stage: '报价', wt: 1, amount_wan: 600 });
});

test('the days of the warning are a parameter', async () => {
  const rows = await ask('opportunity_overdue', { warn_days: 1 });
  expect(rows.every(({ warned }) => warned)).toBe(true);
});
