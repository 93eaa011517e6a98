import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { arrowPieces } from '../../../queries/engine/arrow-batches.ts';
import { columnStatistics } from './column-statistics.ts';
import { copiedText } from './copied-text.ts';
import { filteredRows, keeps, UnreadableFilter, type Filter } from './filter-rows.ts';
import { Pace } from './pace.ts';
import { readResult, type Result } from './result-columns.ts';
import { sortedRows, sortKeys } from './sort-rows.ts';

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

async function result(sql: string): Promise<Result> {
  const bytes: Uint8Array[] = [];
  for await (const piece of arrowPieces(await connection.stream(sql))) bytes.push(piece.bytes);
  return readResult(Buffer.concat(bytes));
}

/** The only column of a result. */
async function column(sql: string) {
  const { columns, rows } = await result(sql);
  const [only] = columns;
  if (!only) throw new Error('no column');
  const text = (row: number) => {
    const value = only.value(row);
    return value === null ? null : only.text(value);
  };
  return { only, rows, all: Uint32Array.from({ length: rows }, (_, i) => i), text };
}

test.each([
  ["'12345678901234567890123456789012345.678'::DECIMAL(38,3)", '12345678901234567890123456789012345.678'],
  ["'-0.05'::DECIMAL(18,2)", '-0.05'],
  ['9007199254740993::BIGINT', '9007199254740993'],
  ['18446744073709551615::UBIGINT', '18446744073709551615'],
  ["DATE '1969-12-31'", '1969-12-31'],
  ["TIMESTAMPTZ '2012-06-18 23:59:59.000001+00'", '2012-06-19 07:59:59.000001'],
  ["TIMESTAMP '1969-12-31 23:59:59.5'", '1969-12-31 23:59:59.5'],
  ['0.1::DOUBLE + 0.2::DOUBLE', '0.30000000000000004'],
  ['true', 'true'],
  ["'煤'", '煤'],
  ['NULL::DECIMAL(18,2)', null],
])('%s is shown as %s', async (sql, shown) => {
  const { text } = await column(`SELECT ${sql}`);
  expect(text(0)).toBe(shown);
});

async function sorted(sql: string, descending = false) {
  const { only, rows, all, text } = await column(sql);
  const pace = new Pace();
  const order = await sortedRows(all, await sortKeys(only, rows, pace), descending, pace);
  return [...order].map(text);
}

test('amounts that a double cannot tell apart are sorted by their last digit; missing ones come last', async () => {
  const sql = 'FROM (VALUES (9007199254740993::BIGINT), (NULL), (9007199254740992), (-1))';
  expect(await sorted(sql)).toEqual(['-1', '9007199254740992', '9007199254740993', null]);
  expect(await sorted(sql, true)).toEqual(['9007199254740993', '9007199254740992', '-1', null]);
});

test('Chinese texts are sorted by pinyin', async () => {
  expect(await sorted("FROM (VALUES ('秦皇岛'), ('安徽'), (NULL), ('北方'), ('安徽'))")).toEqual([
    '安徽',
    '安徽',
    '北方',
    '秦皇岛',
    null,
  ]);
});

test('many rows are sorted over the borders of runs, and end with their signal', async () => {
  const { only, rows, all } = await column('SELECT (i * 7919) % 100003 FROM range(100003) t(i)');
  const keys = await sortKeys(only, rows, new Pace());
  const order = await sortedRows(all, keys, false, new Pace());
  expect([...order].every((row, place) => only.value(row) === BigInt(place))).toBe(true);
  await expect(sortedRows(all, keys, true, new Pace(AbortSignal.abort('enough')))).rejects.toBe('enough');
});

test.each<[Filter, (string | null)[]]>([
  [{ kind: 'range', from: '1.005', to: '' }, ['1.01', '20.00']],
  [{ kind: 'range', from: '-1.5', to: '1' }, ['1.00', '-1.50']],
  [{ kind: 'equals', text: '1' }, ['1.00']],
  [{ kind: 'contains', text: '.0' }, ['1.00', '1.01', '20.00']],
  [{ kind: 'missing' }, [null]],
])('the filter %j keeps the rows', async (filter, kept) => {
  const { only, rows, text } = await column(
    'FROM (VALUES (1.00::DECIMAL(9,2)), (1.01), (20), (NULL), (-1.5))',
  );
  const test = keeps(only, filter);
  expect([...(await filteredRows(rows, test ? [test] : [], new Pace()))].map(text)).toEqual(kept);
});

test('a bound that is no value of the column is told', async () => {
  const { only } = await column("SELECT DATE '2012-06-01'");
  expect(() => keeps(only, { kind: 'range', from: 'yesterday', to: '' })).toThrow(UnreadableFilter);
});

test('statistics of a column', async () => {
  const { only, rows, all } = await column(
    'SELECT CASE WHEN i < 100 THEN (i % 10)::DECIMAL(9,1) + 0.5 END FROM range(110) t(i)',
  );
  const keys = await sortKeys(only, rows, new Pace());
  const { histogram, ...figures } = await columnStatistics(only, all, keys, new Pace());
  expect(figures).toEqual({
    rows: 110,
    missing: 10,
    distinct: 10,
    min: 5n,
    max: 95n,
    quartiles: [25n, 45n, 75n],
    mean: 5,
  });
  expect(histogram?.reduce((sum, n) => sum + n)).toBe(100);
});

test('what is copied keeps every digit, escapes what would break a cell and runs nothing', async () => {
  const { columns } = await result(
    `FROM (VALUES ('-0.10'::DECIMAL(9,2), '=1+1', NULL), (12345678, 'a"b' || chr(9) || 'c', 'x')) AS t(a, b, "c d")`,
  );
  expect(copiedText(columns, [0, 1], { header: true })).toBe(
    'a\tb\tc d\n-0.10\t\'=1+1\t\n12345678.00\t"a""b\tc"\tx',
  );
});
