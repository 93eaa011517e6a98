import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rows } from './duck.ts';
import { periodAround, periodOf, type PeriodSql } from './period.ts';
import { PERIOD_KINDS, type PeriodKind } from './series-schema.ts';
import { parseSource } from './source-file.ts';

let instance: DuckDBInstance;
let connection: DuckDBConnection;
beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
});
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

async function days({ start, end }: PeriodSql, from: string): Promise<(string | null)[]> {
  const [row] = await rows<{ type: string; first: string; last: string }>(
    connection,
    `SELECT typeof(${start}) || ' ' || typeof(${end}) AS type, (${start})::VARCHAR AS first, (${end})::VARCHAR AS last FROM ${from}`,
  );
  expect(row?.type).toBe('DATE DATE');
  return [row?.first ?? null, row?.last ?? null];
}

test.each<[PeriodKind, string, string, string]>([
  ['day', '2026-02-28', '2026-02-28', '2026-02-28'],
  // 2026-01-07 is a Wednesday
  ['week_mon_sun', '2026-01-05', '2026-01-05', '2026-01-11'],
  ['week_mon_sun', '2026-01-11', '2026-01-05', '2026-01-11'],
  ['week_mon_sun', '2026-01-01', '2025-12-29', '2026-01-04'],
  ['week_wed_tue', '2026-01-07', '2026-01-07', '2026-01-13'],
  ['week_wed_tue', '2026-01-13', '2026-01-07', '2026-01-13'],
  ['week_wed_tue', '2026-01-06', '2025-12-31', '2026-01-06'],
  ['week_sat_fri', '2026-01-10', '2026-01-10', '2026-01-16'],
  ['week_sat_fri', '2026-01-09', '2026-01-03', '2026-01-09'],
  ['week_sat_fri', '2026-01-16', '2026-01-10', '2026-01-16'],
  ['ten_day', '2026-02-01', '2026-02-01', '2026-02-10'],
  ['ten_day', '2026-02-10', '2026-02-01', '2026-02-10'],
  ['ten_day', '2026-02-11', '2026-02-11', '2026-02-20'],
  ['ten_day', '2026-02-21', '2026-02-21', '2026-02-28'],
  ['ten_day', '2024-02-29', '2024-02-21', '2024-02-29'],
  ['ten_day', '2026-01-31', '2026-01-21', '2026-01-31'],
  ['month', '2024-02-15', '2024-02-01', '2024-02-29'],
  ['month', '2026-12-31', '2026-12-01', '2026-12-31'],
  ['quarter', '2026-05-15', '2026-04-01', '2026-06-30'],
  ['quarter', '2026-12-31', '2026-10-01', '2026-12-31'],
  ['year', '2026-07-01', '2026-01-01', '2026-12-31'],
])('the %s of %s is %s to %s', async (kind, day, first, last) => {
  expect(await days(periodAround(kind, 'day'), `(SELECT DATE '${day}' AS day)`)).toEqual([first, last]);
});

test.each(PERIOD_KINDS)('the periods of a %s cover every day once', async (kind) => {
  const { start, end } = periodAround(kind, 'day');
  const [found] = await rows<{ outside: bigint; torn: bigint }>(
    connection,
    `WITH found AS (
       SELECT day, ${start} AS first, ${end} AS last FROM (SELECT unnest(range(DATE '2023-11-20', DATE '2027-02-10', INTERVAL 1 DAY))::DATE AS day)),
     whole AS (
       SELECT first, lag(last) OVER (ORDER BY first) AS last_before FROM (SELECT DISTINCT first, last FROM found))
     SELECT (SELECT count(*) FROM found WHERE day NOT BETWEEN first AND last) AS outside,
       (SELECT count(*) FROM whole WHERE last_before <> first - 1) AS torn`,
  );
  expect(found).toEqual({ outside: 0n, torn: 0n });
});

/** A source of observations with two date columns, a column of type period and a number. */
const source = (period: string) =>
  parseSource(
    `id: s
title: { zh: 试, en: trial }
object: observation
origin: { kind: files, folder: s }
columns:
  first: { type: date, from: [期初] }
  last: { type: date, from: [期末] }
  both: { type: period, from: [期] }
  value: { type: decimal, from: [值] }
period: ${period}
observations: [{ series: S, value: value }]`,
    's.yaml',
  );
const ROW =
  "(SELECT DATE '2026-01-02' AS first, DATE '2026-01-09' AS last, [DATE '2026-03-01', DATE '2026-03-31'] AS both)";

test.each([
  ['{ end: last }', '2026-01-09', '2026-01-09'],
  ['{ start: first, end: last }', '2026-01-02', '2026-01-09'],
  ['{ end: last, days: 7 }', '2026-01-03', '2026-01-09'],
  ['{ of: last, kind: ten_day }', '2026-01-01', '2026-01-10'],
  ['{ of: last }', '2026-01-09', '2026-01-09'],
  ['{ of: both }', '2026-03-01', '2026-03-31'],
])('a record of period %s is about %s to %s', async (period, first, last) => {
  expect(await days(periodOf(source(period)), ROW)).toEqual([first, last]);
});

test('a source without a period is named', () => {
  const { period: _, ...rest } = source('{ end: last }');
  expect(() => periodOf(rest as ReturnType<typeof source>)).toThrow(
    expect.objectContaining({ code: 'bad_source', where: { source: 's' } }),
  );
});
