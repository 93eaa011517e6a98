import { expect, test } from 'vitest';
import { insertRows, ORIGIN } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const visits = (visited_at: string, answers: readonly (string | null)[]) =>
  answers.map((satisfaction) => ({ visited_at, satisfaction }));
const times = (n: number, answer: string | null) => Array.from({ length: n }, () => answer);

const ask = useWarehouse((connection) =>
  insertRows(
    connection,
    'crm.return_visit',
    [
      // the last minute of January in Shanghai
      ...visits('2012-01-31 23:59:00+08', [...times(8, '满意'), ...times(2, '很不满意'), ...times(10, null)]),
      ...visits('2012-02-01 00:00:00+08', [...times(5, '很满意'), ...times(5, '一般')]),
      // March has none, April too few to compare
      ...visits('2012-04-10 09:00:00+08', times(9, '很满意')),
      ...visits('2012-05-10 09:00:00+08', times(10, '不满意')),
      ...visits('2012-06-10 09:00:00+08', times(4, null)),
    ]
      .map((row, index) => ({
        ...row,
        visit_no: `HF${index}`,
        account_id: 'A',
        _deleted_on: null as string | null,
        ...ORIGIN,
      }))
      .concat({
        visit_no: 'HFX',
        visited_at: '2012-05-11 09:00:00+08',
        satisfaction: '很满意',
        account_id: 'A',
        _deleted_on: '2012-05-12',
        ...ORIGIN,
      }),
  ),
);

test('mean, answers and response rate; only periods with ten answers are compared', async () => {
  const rows = await ask('satisfaction');
  expect(
    rows.map((row) => [
      row.period_end,
      row.visits,
      row.answers,
      row.response_rate,
      row.mean,
      row.change,
      row.dissatisfied,
    ]),
  ).toEqual([
    // (8 × 4 + 2 × 1) / 10
    ['2012-01-31', 20, 10, 0.5, 3.4, null, 2],
    ['2012-02-29', 10, 10, 1, 4, expect.closeTo(0.6, 12), 0],
    ['2012-03-31', 0, 0, null, null, null, 0],
    ['2012-04-30', 9, 9, 1, 5, null, 0],
    ['2012-05-31', 10, 10, 1, 2, null, 10],
    ['2012-06-30', 4, 0, 0, null, null, 0],
  ]);
  expect(rows.map(({ partial }) => partial)).toEqual([false, false, false, false, false, true]);
  expect(rows.map(({ satisfied_share }) => satisfied_share)).toEqual([0.8, 0.5, null, 1, 0, null]);
});

test('nine answers are enough if one says so', async () => {
  const rows = await ask('satisfaction', { min_n: 9 });
  expect(rows.map(({ change }) => change)).toEqual([null, expect.closeTo(0.6, 12), null, null, -3, null]);
});

test('by quarter: (10 × 3.4 + 10 × 4) / 20, and (9 × 5 + 10 × 2) / 19', async () => {
  const rows = await ask('satisfaction', { period: 'quarter' });
  expect(rows.map(({ period_end, mean, change }) => [period_end, mean, change])).toEqual([
    ['2012-03-31', 3.7, null],
    ['2012-06-30', expect.closeTo(65 / 19, 12), expect.closeTo(65 / 19 - 3.7, 12)],
  ]);
});
