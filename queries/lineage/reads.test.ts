import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tablesRead } from './reads.ts';

let instance: DuckDBInstance;
let connection: DuckDBConnection;
beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
  await connection.run(`CREATE SCHEMA a; CREATE TABLE a.one (x INTEGER); CREATE TABLE a.two (x INTEGER);
    CREATE TABLE a.three (x INTEGER); CREATE VIEW a.v AS SELECT * FROM "a" . "two";
    CREATE VIEW a.w AS SELECT * FROM a.v; CREATE MACRO a.m(n) AS TABLE SELECT * FROM a.three WHERE x = n`);
});
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

test.each([
  ['SELECT * FROM a.one', ['a.one']],
  ['SELECT * FROM "a"."one", A . Three', ['a.one', 'a.three']],
  ['SELECT * FROM a.w', ['a.two']],
  ['SELECT * FROM a.m(1)', ['a.three']],
  ['SELECT 1', []],
])('%s reads %j, views and macros followed', async (sql, wanted) => {
  const tables = ['a.one', 'a.two', 'a.three'].map((table) => ({ table }));
  expect((await tablesRead(connection, sql, tables)).map(({ table }) => table)).toEqual(wanted);
});
