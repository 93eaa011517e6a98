import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { cellType, isAlwaysNumber, toCell } from './convert.ts';

test.each([
  ["DATE '2012-06-18'", '2012-06-18', 'date'],
  ["TIMESTAMPTZ '2012-06-18 10:00:00.25+00'", '2012-06-18T18:00:00.250+08:00', 'instant'],
  ['42::BIGINT', 42, 'number'],
  ['9007199254740993::BIGINT', '9007199254740993', 'number'],
  ['-9007199254740993::HUGEINT', '-9007199254740993', 'number'],
  ['945.61::DECIMAL(10, 2)', 945.61, 'number'],
  ['-0.10::DECIMAL(10, 2)', -0.1, 'number'],
  ['12345678901234.56::DECIMAL(18, 2)', 12345678901234.56, 'number'],
  ['1234567890123456.78::DECIMAL(20, 2)', '1234567890123456.78', 'number'],
  ["'NaN'::DOUBLE", null, 'number'],
  ["'-Infinity'::DOUBLE", null, 'number'],
  ['0.1::DOUBLE', 0.1, 'number'],
  ['true', true, 'boolean'],
  ["'=1+1'", '=1+1', 'text'],
  ['INTERVAL 1 DAY', '1 day', 'text'],
  ['NULL::DATE', null, 'date'],
])('%s becomes %s', async (sql, cell, type) => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(`SELECT ${sql}`);
  expect(reader.convertColumns(toCell)).toEqual([[cell]]);
  expect(cellType(reader.columnType(0))).toBe(type);
  // a type that promises numbers never gives text
  if (type === 'number' && typeof cell === 'string') expect(isAlwaysNumber(reader.columnType(0))).toBe(false);
  connection.closeSync();
  instance.closeSync();
});
