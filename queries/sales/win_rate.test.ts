import { expect, test } from 'vitest';
import { insertOpportunities } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const closed = (
  opportunity_no: string,
  stage: string,
  day: string,
  expected_t: number | null = null,
  lost_reason?: string,
) => ({
  opportunity_no,
  expected_t,
  ...(lost_reason ? { lost_reason } : {}),
  path: [
    ['初步接洽', '2012-01-01'],
    [stage, day],
  ] as const,
});

const ask = useWarehouse((connection) =>
  insertOpportunities(connection, [
    closed('W1', '签约', '2012-01-02', 30_000),
    closed('L1', '输单', '2012-01-31', 10_000, '价格偏高'),
    closed('L2', '输单', '2012-02-01', 20_000, '运力不足'),
    closed('L3', '输单', '2012-03-31', null, '价格偏高'),
    closed('V1', '作废', '2012-03-01', 90_000),
    { ...closed('G1', '签约', '2012-03-01', 90_000), _deleted_on: '2012-04-01' },
    closed('W2', '签约', '2012-06-18'),
    closed('W3', '签约', '2012-06-19', 90_000),
    { opportunity_no: 'OPEN', path: [['报价', '2012-03-01']] },
  ]),
);

test('won ÷ (won + lost) by number and by tonnes; void and deleted ones are neither', async () => {
  expect(await ask('win_rate', { from: '2012-01-01' })).toEqual([
    {
      period_start: '2012-01-01',
      won: 1,
      lost: 3,
      rate: 0.25,
      won_wt: 3,
      lost_wt: 3,
      rate_t: 0.5,
      reason: '价格偏高',
      partial: false,
    },
    {
      period_start: '2012-04-01',
      won: 1,
      lost: 0,
      rate: 1,
      won_wt: 0,
      lost_wt: 0,
      rate_t: null,
      reason: null,
      partial: true,
    },
  ]);
});

test('a period in which nothing closed has no rate; one that the window cuts is incomplete', async () => {
  const rows = await ask('win_rate', { from: '2012-01-15', period: 'month' });
  expect(
    rows.map(({ period_start, won, lost, rate, partial }) => [period_start, won, lost, rate, partial]),
  ).toEqual([
    ['2012-01-01', 0, 1, 0, true],
    ['2012-02-01', 0, 1, 0, false],
    ['2012-03-01', 0, 1, 0, false],
    ['2012-04-01', 0, 0, null, false],
    ['2012-05-01', 0, 0, null, false],
    ['2012-06-01', 1, 0, 1, true],
  ]);
});
