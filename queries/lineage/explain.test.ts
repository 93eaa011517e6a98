import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadQueries } from '../engine/query-file.ts';
import { addDays, insertAccounts, insertRows, ORIGIN } from '../testing/rows.ts';
import { publishRows, temporaryHome } from '../testing/warehouse-fixture.ts';
import { explainCell } from './explain.ts';

let temporary: Awaited<ReturnType<typeof temporaryHome>>;

beforeAll(async () => {
  temporary = await temporaryHome();
  await publishRows(temporary.home, async (connection) => {
    await insertAccounts(connection, [
      { account_id: '甲厂', key_from: '2012-01-01' },
      { account_id: '乙厂', key_from: '2012-01-01' },
    ]);
    await insertRows(
      connection,
      'plant.report',
      ['甲厂', '乙厂'].flatMap((plant, of) =>
        Array.from({ length: 10 }, (_, index) => ({
          plant,
          account_id: plant,
          reported_for: addDays('2012-06-09', index),
          burn_t: 100 + index,
          stock_t: 500 * (of + 1) + index,
          _deleted_on: null,
          ...ORIGIN,
          _row: index,
        })),
      ),
    );
  });
});
afterAll(() => temporary.remove());

const explain = async (id: string, column: string) =>
  explainCell(temporary.home, {
    query: (await loadQueries()).get(id)!,
    params: {},
    cell: { row: 1, column },
  });

test('days of cover come from the stock of the last report and the burn of seven, of that plant alone', async () => {
  const made = await explain('ka_plant_days', 'days');
  expect(made.cell.in_row).toMatchObject({ plant: '甲厂' });
  expect(made.traces).toMatchObject([
    {
      table: 'plant.report',
      object: 'plant.report',
      measures: ['burn_t', 'stock_t'],
      keys: { plant: ['甲厂'] },
      days: [['2012-06-12', '2012-06-18']],
      certainty: 'rows',
      facts: { count: 7 },
    },
  ]);
  expect(made.traces[0]?.facts.first.map(({ _row }) => _row)).toEqual([3, 4, 5, 6, 7, 8, 9]);
});

test('what rests on rows that are not followed says so', async () => {
  expect(await explain('complaint_rate', 'complaints')).toMatchObject({
    traces: [],
    not_followed: ['crm.complaint', 'sales.delivery'],
  });
  expect((await explain('stationed_score', 'score')).not_followed).toEqual([]);
});
