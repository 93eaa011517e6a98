import { expect, test } from 'vitest';
import { insertFacts, insertOpportunities } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const ask = useWarehouse(async (connection) => {
  await insertOpportunities(connection, [
    { opportunity_no: 'EARLY', expected_t: 1e6, path: [['初步接洽', '2012-01-31']] },
    { opportunity_no: 'NEW', expected_t: 10_000, path: [['初步接洽', '2012-02-01']] },
    {
      opportunity_no: 'LOST',
      expected_t: 10_000,
      path: [
        ['初步接洽', '2012-02-01'],
        ['需求确认', '2012-02-05'],
        ['输单', '2012-02-09'],
      ],
    },
    // straight from the first contact to the quotation: the two stages between count as entered
    {
      opportunity_no: 'SKIPS',
      expected_t: 20_000,
      path: [
        ['初步接洽', '2012-02-01'],
        ['报价', '2012-03-01'],
      ],
    },
    // back from the quotation to the trial burn: the furthest stage counts
    {
      opportunity_no: 'BACK',
      path: [
        ['初步接洽', '2012-02-01'],
        ['报价', '2012-03-01'],
        ['送样试烧', '2012-03-05'],
      ],
    },
    {
      opportunity_no: 'WON',
      expected_t: 30_000,
      path: [
        ['初步接洽', '2012-02-01'],
        ['签约', '2012-06-18'],
      ],
    },
    // signed on the day after the window: not yet
    {
      opportunity_no: 'LATER',
      expected_t: 40_000,
      path: [
        ['初步接洽', '2012-06-01'],
        ['签约', '2012-06-19'],
      ],
    },
    {
      opportunity_no: 'VOID',
      path: [
        ['初步接洽', '2012-02-01'],
        ['报价', '2012-02-02'],
        ['作废', '2012-02-03'],
      ],
    },
    { opportunity_no: 'GONE', path: [['签约', '2012-02-01']], _deleted_on: '2012-03-01' },
  ]);
  // an opportunity without history stands in its stage since that last changed
  await insertFacts(connection, 'crm.opportunity', [
    { opportunity_no: 'BARE', stage: '需求确认', stage_at: '2012-04-01 09:00:00+08', expected_t: 5_000 },
  ]);
});

test('entered, open and lost by stage; skipped stages count as entered, void opportunities do not', async () => {
  const rows = await ask('funnel_cohort', { from: '2012-02-01' });
  expect(
    rows.map(({ stage, entered, entered_wt, open, lost, conversion, overall }) => [
      stage,
      entered,
      entered_wt,
      open,
      lost,
      conversion?.toFixed(4),
      overall?.toFixed(4),
    ]),
  ).toEqual([
    // NEW, LOST, SKIPS, BACK, WON, LATER, BARE
    ['初步接洽', 7, 11.5, 2, 0, '0.7143', '1.0000'],
    ['需求确认', 5, 6.5, 1, 1, '0.6000', '0.7143'],
    ['送样试烧', 3, 5, 0, 0, '1.0000', '0.4286'],
    ['报价', 3, 5, 2, 0, '0.3333', '0.4286'],
    ['谈判', 1, 3, 0, 0, '1.0000', '0.1429'],
    ['合同评审', 1, 3, 0, 0, '1.0000', '0.1429'],
    ['签约', 1, 3, 0, 0, undefined, '0.1429'],
  ]);
});

test('an empty cohort has no rates', async () => {
  const rows = await ask('funnel_cohort', { from: '2009-01-01', to: '2009-12-31' });
  expect(rows.map(({ entered, conversion, overall }) => [entered, conversion, overall])).toEqual(
    Array.from({ length: 7 }, () => [0, null, null]),
  );
});
