import { expect, test } from 'vitest';
import { insertOpportunities } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const ask = useWarehouse((connection) =>
  insertOpportunities(connection, [
    {
      opportunity_no: 'A',
      expected_t: 100_000,
      amount_cny: 60_000_000,
      closes_on: '2012-07-01',
      path: [['报价', '2012-06-01']],
    },
    {
      opportunity_no: 'B',
      expected_t: 50_000,
      amount_cny: 30_000_000,
      closes_on: '2012-09-30',
      path: [
        ['报价', '2012-05-01'],
        ['谈判', '2012-06-19'],
      ],
    },
    {
      opportunity_no: 'C',
      expected_t: 20_000,
      amount_cny: 10_000_000,
      closes_on: '2012-10-01',
      path: [['初步接洽', '2012-06-01']],
    },
    {
      opportunity_no: 'D',
      expected_t: null,
      amount_cny: 5_000_000,
      closes_on: '2012-06-30',
      path: [['合同评审', '2012-06-01']],
    },
    { opportunity_no: 'WON', expected_t: 90_000, amount_cny: 1, path: [['签约', '2012-06-01']] },
    { opportunity_no: 'LOST', expected_t: 90_000, amount_cny: 1, path: [['输单', '2012-06-01']] },
    { opportunity_no: 'VOID', expected_t: 90_000, amount_cny: 1, path: [['作废', '2012-06-01']] },
    {
      opportunity_no: 'GONE',
      expected_t: 90_000,
      path: [['报价', '2012-06-01']],
      _deleted_on: '2012-06-02',
    },
  ]),
);
const figures = async (at?: string) =>
  (await ask('weighted_pipeline', { at })).map(
    ({ stage, opportunities, wt, weighted_wt, amount_wan, weighted_wan, quarter_wt, quarter_wan }) => [
      stage,
      opportunities,
      wt,
      weighted_wt,
      amount_wan,
      weighted_wan,
      quarter_wt,
      quarter_wan,
    ],
  );

test('tonnage and amount by the probability of the stage of the day; the third quarter is July to September', async () => {
  expect(await figures()).toEqual([
    ['初步接洽', 1, 2, 0.2, 1000, 100, 0, 0],
    ['需求确认', 0, 0, 0, 0, 0, 0, 0],
    ['送样试烧', 0, 0, 0, 0, 0, 0, 0],
    // 60 % of 10 + 5
    ['报价', 2, 15, 9, 9000, 5400, 9, 5400],
    ['谈判', 0, 0, 0, 0, 0, 0, 0],
    // without a tonnage it is unknown, not nothing
    ['合同评审', 1, null, null, 500, 450, 0, 0],
    ['合计', 4, 17, 9.2, 10500, 5950, 9, 5400],
  ]);
});

test('an opportunity without a tonnage is counted as such', async () => {
  const rows = await ask('weighted_pipeline');
  expect(rows.map(({ without_t }) => without_t)).toEqual([0, 0, 0, 0, 0, 1, 1]);
});

test('a day later B is in negotiation', async () => {
  const rows = await figures('2012-06-19');
  expect(rows.slice(3, 5)).toEqual([
    ['报价', 1, 10, 6, 6000, 3600, 6, 3600],
    ['谈判', 1, 5, 3.75, 3000, 2250, 3.75, 2250],
  ]);
});
