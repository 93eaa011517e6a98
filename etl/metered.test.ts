import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countProgress, metered } from './metered.ts';

let instance: DuckDBInstance;
beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:');
});
afterAll(() => instance.closeSync());

test('a long statement tells how far it is while it runs, forwards only and never beyond the whole', async () => {
  const connection = await instance.connect();
  await countProgress(connection);
  await connection.run('CREATE TABLE big AS SELECT range AS a FROM range(1500000)');
  const told: number[] = [];
  await metered(
    connection,
    1_500_000,
    (records, total) => {
      expect(total).toBe(1_500_000);
      told.push(records);
    },
    () => connection.run(`SELECT max(md5(md5(md5(md5(md5(a::VARCHAR || 'x')))))) FROM big`),
  );
  expect(told.length).toBeGreaterThan(0);
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  expect(told.at(-1)).toBeLessThanOrEqual(1_500_000);
  connection.closeSync();
});

test('a statement that fails fails as it would alone', async () => {
  const connection = await instance.connect();
  await expect(
    metered(
      connection,
      1,
      () => {},
      () => connection.run('SELECT nothing'),
    ),
  ).rejects.toThrow(/nothing/);
  connection.closeSync();
});
