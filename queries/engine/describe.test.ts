import { expect, test } from 'vitest';
import { describeQueries } from './describe.ts';
import { parseQueryFile } from './query-file.ts';

const query = (sql: string, params = '{}') =>
  parseQueryFile(
    `/*
title: { zh: 甲, en: A }
answers: { zh: 甲?, en: A? }
params: ${params}
columns: { day: { zh: 日期, en: Date }, stock_wt: { zh: 库存, en: Stock, unit: wt } }
roles: [analyst]
*/ ${sql}`,
    'stock',
    'market',
  );
const AT = '{ at: { type: date, label: { zh: 截至, en: As of } } }';

test('names and types come from DuckDB on the empty schema', async () => {
  const described = await describeQueries([
    query('SELECT day, stock_wt FROM mart.port_day WHERE day <= $at', AT),
  ]);
  expect(described.get('stock')).toEqual([
    { name: 'day', type: 'date', alwaysNumber: false },
    { name: 'stock_wt', type: 'number', alwaysNumber: true },
  ]);
});

test.each([
  ['column_drift', 'SELECT day, stock_wt, port FROM mart.port_day', '{}'],
  ['column_drift', 'SELECT stock_wt, day FROM mart.port_day', '{}'],
  ['query_failed', 'SELECT day, stock FROM mart.port_day', '{}'],
  ['query_failed', 'SELECT day, stock_wt FROM mart.port_day WHERE day = $at', '{}'],
  ['unused_parameter', 'SELECT day, stock_wt FROM mart.port_day', AT],
])('%s: %s', async (code, sql, params) => {
  await expect(describeQueries([query(sql, params)])).rejects.toThrow(expect.objectContaining({ code }));
});
