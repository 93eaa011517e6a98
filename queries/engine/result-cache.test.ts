import { expect, test } from 'vitest';
import { ResultCache } from './result-cache.ts';
import type { QueryResult } from './result.ts';

function resultOf(query: string, rowCount: number): QueryResult {
  return {
    query,
    snapshot: 's',
    asOf: null,
    params: {},
    sql: '',
    columns: [{ name: 'x', type: 'number', zh: 'x', en: 'x' }],
    data: {},
    rowCount,
    elapsedMs: 1,
    cache: 'miss',
  };
}

test('asked together it is computed once, asked again not at all', async () => {
  const cache = new ResultCache(1000);
  let computed = 0;
  const ask = () => cache.get('k', async () => (computed++, resultOf('q', 1)));
  const together = await Promise.all([ask(), ask(), ask()]);
  expect(together.map((result) => result.cache)).toEqual(['miss', 'hit', 'hit']);
  expect((await ask()).cache).toBe('hit');
  expect(computed).toBe(1);
});

test('a failure reaches all who wait and is not kept', async () => {
  const cache = new ResultCache(1000);
  const failing = () => cache.get('k', () => Promise.reject(new Error('no')));
  expect((await Promise.allSettled([failing(), failing()])).map(({ status }) => status)).toEqual([
    'rejected',
    'rejected',
  ]);
  expect((await cache.get('k', async () => resultOf('q', 1))).cache).toBe('miss');
});

test('the least recently used goes first; one that is too large is not kept', async () => {
  const cache = new ResultCache(450);
  const ask = async (key: string, rows = 100) =>
    (await cache.get(key, async () => resultOf(key, rows))).cache;
  expect([await ask('a'), await ask('b'), await ask('a'), await ask('c')]).toEqual([
    'miss',
    'miss',
    'hit',
    'miss',
  ]);
  expect([await ask('a'), await ask('c'), await ask('b')]).toEqual(['hit', 'hit', 'miss']);
  expect([await ask('large', 1000), await ask('large', 1000), await ask('c')]).toEqual([
    'miss',
    'miss',
    'hit',
  ]);
});
