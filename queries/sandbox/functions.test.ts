import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { rows } from '../../data/duck.ts';
import { functionList, type Place } from './functions.ts';

test('every function of this DuckDB is judged: an upgrade that brings one fails here and names it', async () => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const found = await rows<{ name: string; place: Place }>(
    connection,
    `SELECT DISTINCT function_name AS name, CASE WHEN function_type LIKE 'table%' THEN 'tables' ELSE 'values' END AS place
     FROM duckdb_functions() WHERE internal AND function_type <> 'pragma' ORDER BY ALL`,
  );
  connection.closeSync();
  instance.closeSync();
  const list = functionList();
  const unjudged = found.filter(({ name, place }) => list.judge(place, name).verdict === 'unknown');
  expect(found.length).toBeGreaterThan(800);
  expect(unjudged).toEqual([]);
});

test('names are judged in any case, where they stand', () => {
  const list = functionList();
  expect(list.judge('values', 'SUM')).toEqual({ verdict: 'allowed' });
  expect(list.judge('tables', 'sum')).toEqual({ verdict: 'unknown' });
  expect(list.judge('tables', 'Read_CSV')).toMatchObject({ verdict: 'refused' });
  expect(list.judge('values', 'icu_collate_zz')).toMatchObject({ verdict: 'refused' });
});
