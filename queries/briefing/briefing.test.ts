import { afterAll, beforeAll, expect, test } from 'vitest';
import { openQueryPool, type QueryPool } from '../engine/pool.ts';
import { fillDemo } from '../testing/demo-rows.ts';
import { publishRows, temporaryHome } from '../testing/warehouse-fixture.ts';
import { makeBriefing } from './briefing.ts';
import { plain } from './sentence.ts';
import { issueOf } from './week.ts';

let pool: QueryPool;
let remove: () => Promise<void>;

beforeAll(async () => {
  const temporary = await temporaryHome();
  remove = temporary.remove;
  await publishRows(temporary.home, fillDemo);
  pool = await openQueryPool(temporary.home);
});
afterAll(async () => {
  await pool.close();
  await remove();
});

const make = (week: string) => makeBriefing(issueOf(week), (id, params) => pool.run(id, params));

test('issue 25 of 2012 says the seed figures', async () => {
  const { points } = await make('2012-W25');
  const text = points.zh.map(plain).join('\n');
  expect(text).toContain('库存945.61万吨');
  expect(text).toContain('超过2008年历史高点941.5万吨4.11万吨(+0.44%),创历史新高');
  expect(text).toContain('Q5500平仓价720-730元/吨');
  expect(text).toContain('6月20日报收于729元/吨');
  expect(text).toContain('6月20日现货Q5500平仓价700-710元/吨');
});

test('same snapshot, same issue: the same text and hash, to the byte', async () => {
  const [one, two] = [await make('2012-W24'), await make('2012-W24')];
  expect(JSON.stringify(two.points)).toBe(JSON.stringify(one.points));
  expect(two.hash).toBe(one.hash);
  expect((await make('2012-W23')).hash).not.toBe(one.hash);
});

test('every figure is the cell it names', async () => {
  const { points, results } = await make('2012-W25');
  const parts = points.zh.flat().filter((part) => typeof part !== 'string');
  expect(parts.length).toBeGreaterThan(30);
  for (const { cell } of parts) {
    const result = results.find(({ query }) => query === cell.query);
    expect(
      result?.data[cell.column]?.[cell.row] ?? null,
      `${cell.query}:${cell.row}:${cell.column}`,
    ).not.toBeNull();
  }
});

test('a week before all data has no sentences, and does not fail', async () => {
  expect((await make('2005-W10')).points.zh).toEqual([]);
});
