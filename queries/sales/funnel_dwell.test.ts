import { expect, test } from 'vitest';
import { addDays, insertOpportunities } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const FIRST = '2012-03-01';

const ask = useWarehouse((connection) =>
  insertOpportunities(connection, [
    // eleven stays of 0 to 10 days: the median is 5, the ninetieth percentile 9
    ...Array.from({ length: 11 }, (_, days) => ({
      opportunity_no: `N${days}`,
      path: [
        ['初步接洽', FIRST],
        [days % 2 ? '需求确认' : '输单', addDays(FIRST, days)],
      ] as const,
    })),
    { opportunity_no: 'OPEN', path: [['报价', '2012-06-08']] },
    {
      opportunity_no: 'LATER',
      path: [
        ['报价', '2012-05-29'],
        ['谈判', '2012-06-19'],
      ],
    },
    { opportunity_no: 'GONE', path: [['报价', '2010-01-01']], _deleted_on: '2012-01-01' },
    // twice in one stage: two stays
    {
      opportunity_no: 'TWICE',
      path: [
        ['合同评审', '2012-05-01'],
        ['谈判', '2012-05-03'],
        ['合同评审', '2012-05-04'],
        ['签约', '2012-05-08'],
      ],
    },
  ]),
);

test('median and ninetieth percentile of the stays that ended; those that go on stand apart', async () => {
  const rows = await ask('funnel_dwell');
  expect(rows.map((row) => Object.values(row)).map(([stage, , ...figures]) => [stage, ...figures])).toEqual([
    ['初步接洽', 11, 5, 9, 0, null, null],
    ['需求确认', 0, null, null, 5, 104, 108],
    ['送样试烧', 0, null, null, 0, null, null],
    // 10 and 20 days so far
    ['报价', 0, null, null, 2, 15, 20],
    ['谈判', 1, 1, 1, 0, null, null],
    ['合同评审', 2, 3, 3.8, 0, null, null],
  ]);
});

test('a window counts the stays that ended in it', async () => {
  const [first] = await ask('funnel_dwell', { from: addDays(FIRST, 8), to: addDays(FIRST, 9) });
  expect(first).toMatchObject({ left_n: 2, p50: 8.5 });
});
