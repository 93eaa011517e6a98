import { DuckDBInstance } from '@duckdb/node-api';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { arrowPieces } from './arrow-batches.ts';

let instance: DuckDBInstance;
beforeAll(async () => (instance = await DuckDBInstance.create(':memory:')));
afterAll(() => instance.closeSync());

async function pieces(sql: string) {
  const connection = await instance.connect();
  const found = [];
  for await (const piece of arrowPieces(await connection.stream(sql))) found.push(piece);
  connection.closeSync();
  return found;
}

const table = async (sql: string) =>
  tableFromIPC(Buffer.concat((await pieces(sql)).map(({ bytes }) => bytes)));

test.each([
  ['1::TINYINT', 'Int8', 1],
  ['-2::SMALLINT', 'Int16', -2],
  ['-3::INTEGER', 'Int32', -3],
  ['9007199254740993::BIGINT', 'Int64', 9007199254740993n],
  ['255::UTINYINT', 'Uint8', 255],
  ['65535::USMALLINT', 'Uint16', 65535],
  ['4294967295::UINTEGER', 'Uint32', 4294967295],
  ['18446744073709551615::UBIGINT', 'Uint64', 18446744073709551615n],
  ['1.5::FLOAT', 'Float32', 1.5],
  ['0.1::DOUBLE', 'Float64', 0.1],
  ['true', 'Bool', true],
  ['false', 'Bool', false],
  ["'秦皇岛 ▲ 𠀀'", 'Utf8', '秦皇岛 ▲ 𠀀'],
  ["''", 'Utf8', ''],
  ["'a'::ENUM('a', 'b')", 'Utf8', 'a'],
  ['[1, 2]', 'Utf8', '[1, 2]'],
  ['INTERVAL 3 DAY', 'Utf8', '3 days'],
])('%s is %s', async (sql, type, value) => {
  const found = await table(`SELECT ${sql} AS v UNION ALL SELECT NULL`);
  const vector = found.getChild('v');
  expect([String(vector?.type), vector?.get(0), vector?.get(1), vector?.nullCount]).toEqual([
    type,
    value,
    null,
    1,
  ]);
});

test.each([
  ["DATE '2026-06-18'", Date.UTC(2026, 5, 18)],
  ["TIMESTAMP '2026-06-18 08:00:00.5'", Date.UTC(2026, 5, 18, 8, 0, 0, 500)],
  ["TIMESTAMPTZ '2026-06-18 08:00:00+08'", Date.UTC(2026, 5, 18)],
])('%s is the same instant', async (sql, instant) => {
  expect(Number((await table(`SELECT ${sql} AS v`)).getChild('v')?.get(0))).toBe(instant);
});

test.each([
  ['DECIMAL(4,1)', '-123.4', -1234n],
  ['DECIMAL(9,2)', '1234567.89', 123456789n],
  ['DECIMAL(18,2)', '-9999999999999999.99', -999999999999999999n],
  ['DECIMAL(38,2)', '123456789012345678901234567890123456.78', 12345678901234567890123456789012345678n],
  ['HUGEINT', '-170141183460469231731687303715884105727', -170141183460469231731687303715884105727n],
])('%s keeps every digit of %s', async (type, text, scaled) => {
  const words = (await table(`SELECT '${text}'::${type} AS v`)).getChild('v')?.get(0) as Uint32Array;
  const value = new DataView(words.buffer, words.byteOffset, 16);
  expect((value.getBigInt64(8, true) << 64n) | value.getBigUint64(0, true)).toBe(scaled);
});

test('rows and gaps of many chunks stay in their places', async () => {
  const sql = `SELECT i, CASE WHEN i % 3 <> 0 THEN i::DOUBLE END AS x, CASE WHEN i % 5 <> 0 THEN 'n' || i END AS name,
    CASE WHEN i % 7 <> 0 THEN (i / 8)::DECIMAL(12,3) END AS d, i % 2 = 0 AS even
    FROM range(50000) t(i) WHERE i % 11 <> 0`;
  const found = await pieces(sql);
  expect(found.reduce((sum, { rows }) => sum + rows, 0)).toBe(45_454);
  expect(found.filter(({ rows }) => rows > 0).length).toBeGreaterThan(2);
  const rows = tableFromIPC(Buffer.concat(found.map(({ bytes }) => bytes))).toArray();
  const wrong = rows.filter((row) => {
    const { i, x, name, even } = row as { i: bigint; x: number | null; name: string | null; even: boolean };
    const n = Number(i);
    return x !== (n % 3 ? n : null) || name !== (n % 5 ? `n${n}` : null) || even !== (n % 2 === 0);
  });
  expect([rows.length, wrong.length]).toEqual([45_454, 0]);
});

test('a result without rows has its schema', async () => {
  const found = await table('SELECT 1 AS a, NULL::DATE AS day WHERE false');
  expect([found.numRows, found.schema.fields.map(String)]).toEqual([0, ['a: Int32', 'day: Date32<DAY>']]);
});

test('no more rows are given than the limit, and it is told', async () => {
  const connection = await instance.connect();
  const stream = arrowPieces(await connection.stream('SELECT i FROM range(10000) t(i)'), 3000);
  const bytes: Uint8Array[] = [];
  let next = await stream.next();
  for (; !next.done; next = await stream.next()) bytes.push(next.value.bytes);
  expect(next.value).toEqual({ rows: 3000, truncated: true });
  const column = tableFromIPC(Buffer.concat(bytes)).getChild('i');
  expect([column?.length, column?.get(2999)]).toEqual([3000, 2999n]);
  connection.closeSync();
});
