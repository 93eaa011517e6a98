import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writePublications } from './calendar.ts';
import { rows } from './duck.ts';
import { calendar, type Calendar } from './series-schema.ts';
import { migrate } from './warehouse.ts';

let instance: DuckDBInstance;
let connection: DuckDBConnection;

beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
  await migrate(connection);
});

afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

/** The publications of one calendar: `first day, last day, due` in wall clock of Shanghai. */
async function written(one: Partial<Calendar> & Pick<Calendar, 'period' | 'since'>, now: string) {
  const parsed = calendar.parse({ due_days: 1, due_at: '09:30', late_h: 24, missing_h: 72, ...one });
  await writePublications(connection, [{ id: 'trial', calendar: parsed }], new Date(now));
  const found = await rows<{ line: string }>(
    connection,
    `SELECT concat_ws(' ', period_start, period_end, strftime(due_at AT TIME ZONE 'Asia/Shanghai', '%m-%d %H:%M')) AS line
     FROM market.publication ORDER BY period_end`,
  );
  return found.map(({ line }) => line);
}

const NBS = {
  period: 'ten_day',
  since: '2026-01-10',
  due_days: 4,
  late_h: 72,
  missing_h: 168,
  skips: true,
} as const;

test('ten-day prices are due on the 4th, 14th and 24th at 09:30, whatever the month is long', async () => {
  const lines = await written(NBS, '2026-02-25T00:00:00Z');
  expect(lines.slice(0, 6)).toEqual([
    '2026-01-01 2026-01-10 01-14 09:30',
    '2026-01-11 2026-01-20 01-24 09:30',
    '2026-01-21 2026-01-31 02-04 09:30',
    '2026-02-01 2026-02-10 02-14 09:30',
    '2026-02-11 2026-02-20 02-24 09:30',
    '2026-02-21 2026-02-28 03-04 09:30',
  ]);
  expect(lines.at(-1)).toBe('2026-03-21 2026-03-31 04-04 09:30');
});

test('late, missing and too old follow from the time it is due', async () => {
  await written(NBS, '2026-02-25T00:00:00Z');
  const wall = (column: string) => `strftime(${column} AT TIME ZONE 'Asia/Shanghai', '%m-%d %H:%M')`;
  const [one] = await rows(
    connection,
    `SELECT ${wall('late_at')} AS late, ${wall('missing_at')} AS missing, ${wall('stale_at')} AS stale, skips
     FROM market.publication WHERE period_end = DATE '2026-01-10'`,
  );
  // the third of January may be the next one that there is
  expect(one).toEqual({ late: '01-17 09:30', missing: '01-21 09:30', stale: '02-11 09:30', skips: true });
});

test.each<[Calendar['period'], string, string[]]>([
  ['day', '2012-06-16', ['2012-06-16 2012-06-16', '2012-06-17 2012-06-17', '2012-06-18 2012-06-18']],
  ['week_mon_sun', '2012-06-10', ['2012-06-04 2012-06-10', '2012-06-11 2012-06-17']],
  ['week_sat_fri', '2012-06-08', ['2012-06-02 2012-06-08', '2012-06-09 2012-06-15']],
  ['week_wed_tue', '2012-06-12', ['2012-06-06 2012-06-12', '2012-06-13 2012-06-19']],
  ['week_thu_wed', '2012-06-13', ['2012-06-07 2012-06-13', '2012-06-14 2012-06-20']],
  ['month', '2012-02-29', ['2012-02-01 2012-02-29', '2012-03-01 2012-03-31']],
  ['quarter', '2012-03-31', ['2012-01-01 2012-03-31', '2012-04-01 2012-06-30']],
])('periods of the kind %s', async (period, since, expected) => {
  const lines = await written({ period, since }, '2012-06-18T04:00:00Z');
  expect(lines.slice(0, expected.length).map((line) => line.slice(0, 21))).toEqual(expected);
});

test('the next publication of a year is there, far as it is', async () => {
  const years = { period: 'year', since: '2010-12-31', skips: true } as const;
  expect(await written(years, '2012-06-18T04:00:00Z')).toEqual([
    '2010-01-01 2010-12-31 01-01 09:30',
    '2011-01-01 2011-12-31 01-01 09:30',
    '2012-01-01 2012-12-31 01-01 09:30',
  ]);
});

test('no price is due on public holidays, nor on weekends that are worked', async () => {
  const lines = await written(
    { period: 'workday', since: '2012-01-19', due_days: 0, due_at: '16:00' },
    '2012-01-31T04:00:00Z',
  );
  // Spring Festival 2012: free from Sunday 22 to Saturday 28 January, Sunday 29 worked
  expect(lines.slice(0, 4)).toEqual([
    '2012-01-19 2012-01-19 01-19 16:00',
    '2012-01-20 2012-01-20 01-20 16:00',
    '2012-01-30 2012-01-30 01-30 16:00',
    '2012-01-31 2012-01-31 01-31 16:00',
  ]);
});

test('a publisher that has ended is due nothing more, and its last figures grow old all the same', async () => {
  expect(
    await written({ period: 'day', since: '2012-06-17', until: '2012-06-18' }, '2012-06-30T04:00:00Z'),
  ).toHaveLength(2);
  expect(
    await rows(
      connection,
      "SELECT strftime(stale_at AT TIME ZONE 'Asia/Shanghai', '%m-%d %H:%M') AS at FROM market.publication WHERE period_end = '2012-06-18'",
    ),
  ).toEqual([{ at: '06-23 09:30' }]);
});
