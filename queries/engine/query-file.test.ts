import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadQueries, parseQueryFile } from './query-file.ts';

const HEADER = `
title: { zh: 库存, en: Stock }
answers: { zh: 多少?, en: How much? }
params:
  port: { type: enum, values: [QHD, JT], default: QHD, label: { zh: 港口, en: Port } }
columns:
  day: { zh: 日期, en: Date }
  stock_wt: { zh: 库存, en: Stock, unit: wt }
roles: [analyst]
`;
const file = (header: string, sql = 'SELECT 1') => `/*${header}*/\n${sql}\n`;

test('a header in YAML and the SQL below it', () => {
  const query = parseQueryFile(
    file(`${HEADER}chart: { type: line, x: day, y: [stock_wt], mark: port }\n`),
    'stock',
    'market',
  );
  expect(query).toMatchObject({
    id: 'stock',
    area: 'market',
    sql: 'SELECT 1',
    title: { zh: '库存', en: 'Stock' },
    columns: { stock_wt: { unit: 'wt' } },
    chart: { type: 'line', x: 'day', y: ['stock_wt'], mark: 'port' },
    tags: [],
  });
  expect(query.hash).toMatch(/^[0-9a-f]{64}$/);
});

describe('refused', () => {
  test.each([
    ['no header', 'SELECT 1', /must begin with/],
    ['no SQL', file(HEADER, ''), /no SQL/],
    ['not YAML', file('title: { zh: [}'), /not YAML/],
    ['an unknown key', file(`${HEADER}colour: red\n`), /colour/],
    ['an unknown unit', file(HEADER.replace('unit: wt', 'unit: kg')), /unit/],
    ['no roles', file(HEADER.replace('roles: [analyst]', '')), /roles/],
    ['a default that is no value', file(HEADER.replace('default: QHD', 'default: XX')), /default/],
    ['a parameter of no known type', file(HEADER.replace('type: enum', 'type: colour')), /type/],
    ['a chart of another query', file(`${HEADER}chart: { type: line, x: month }\n`), /chart names .* month/],
  ])('%s', (_, text, message) => {
    expect(() => parseQueryFile(text, 'stock', 'market')).toThrow(message);
    expect(() => parseQueryFile(text, 'stock', 'market')).toThrow(
      expect.objectContaining({ code: 'bad_query', where: { query: 'stock' } }),
    );
  });

  test('an id that is no name', () => {
    expect(() => parseQueryFile(file(HEADER), '../stock', 'market')).toThrow(/query id/);
  });

  test('one id in two areas', async () => {
    const dir = await mkdtemp(path.join(tmpdir(), 'queries-'));
    try {
      for (const area of ['market', 'ops']) {
        await mkdir(path.join(dir, area));
        await writeFile(path.join(dir, area, 'stock.sql'), file(HEADER));
      }
      await expect(loadQueries(dir)).rejects.toThrow(/market and in ops/);
    } finally {
      await rm(dir, { recursive: true });
    }
  });
});

test('the library of this project loads', async () => {
  const queries = await loadQueries();
  expect(queries.get('ka_share_trend')).toMatchObject({
    area: 'accounts',
    roles: ['leader', 'strategist', 'analyst'],
  });
});
