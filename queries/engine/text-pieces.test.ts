import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { textPieces } from './text-pieces.ts';

let instance: DuckDBInstance;
beforeAll(async () => (instance = await DuckDBInstance.create(':memory:')));
afterAll(() => instance.closeSync());

async function written(sql: string, format: 'csv' | 'json', limit?: number) {
  const connection = await instance.connect();
  const pieces = textPieces(await connection.stream(sql), format, limit);
  const bytes: Uint8Array[] = [];
  let next = await pieces.next();
  for (; !next.done; next = await pieces.next()) bytes.push(next.value.bytes);
  connection.closeSync();
  return { text: Buffer.concat(bytes).toString(), end: next.value };
}

const SQL = `SELECT '=1+1' AS 公式, 9007199254740993 AS n, 12345678901234.56::DECIMAL(18,2) AS amount, NULL::DATE AS day, 1 AS a, 2 AS a`;

test('JSON keeps every digit, and both columns of one name', async () => {
  const { text } = await written(SQL, 'json');
  expect(JSON.parse(text)).toEqual({
    columns: [
      { name: '公式', type: 'text' },
      { name: 'n', type: 'number' },
      { name: 'amount', type: 'number' },
      { name: 'day', type: 'date' },
      { name: 'a', type: 'number' },
      { name: 'a:1', type: 'number' },
    ],
    rows: [{ 公式: '=1+1', n: '9007199254740993', amount: 12345678901234.56, day: null, a: 1, 'a:1': 2 }],
    truncated: false,
  });
});

test('CSV begins with a byte-order mark and defuses formulas in texts only', async () => {
  const { text } = await written(`${SQL.replace('1 AS a', '-1 AS a')}`, 'csv');
  expect(text).toBe("\uFEFF公式,n,amount,day,a,a:1\r\n'=1+1,9007199254740993,12345678901234.56,,-1,2\r\n");
});

test('many chunks are one document; a limit cuts within a chunk and is told', async () => {
  const { text, end } = await written('SELECT i FROM range(10000) t(i)', 'json', 5000);
  const parsed = JSON.parse(text) as { rows: { i: number }[]; truncated: boolean };
  expect([parsed.rows.length, parsed.rows[4999], parsed.truncated, end]).toEqual([
    5000,
    { i: 4999 },
    true,
    { rows: 5000, truncated: true },
  ]);
  expect(JSON.parse((await written('SELECT 1 AS a WHERE false', 'json')).text)).toMatchObject({ rows: [] });
});
