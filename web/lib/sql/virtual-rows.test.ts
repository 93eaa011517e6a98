import { expect, test } from 'vitest';
import { rowsInView, scrolledHeight, scrollTo } from './virtual-rows.ts';

const MILLION = { count: 1_000_000, rowHeight: 26, viewport: 500 };
const FEW = { count: 100, rowHeight: 26, viewport: 500 };

test('few rows scroll as they are', () => {
  expect(scrolledHeight(FEW)).toBe(2600);
  expect(rowsInView(FEW, 30)).toEqual({ first: 1, end: 22, offset: -4 });
});

test('a million rows fit what browsers lay out, and both ends are reached', () => {
  const height = scrolledHeight(MILLION);
  expect(height).toBeLessThan(16_000_000);
  expect(rowsInView(MILLION, 0)).toMatchObject({ first: 0, offset: 0 });
  const { first, end } = rowsInView(MILLION, height - MILLION.viewport);
  expect(end).toBe(1_000_000);
  expect(end - first).toBeLessThan(25);
});

test.each([FEW, MILLION])('every row can be scrolled to: %j', (rows) => {
  for (const row of [0, 1, rows.count >> 1, rows.count - 1]) {
    const { first, end, offset } = rowsInView(rows, scrollTo(rows, 0, row));
    expect(row).toBeGreaterThanOrEqual(first);
    expect(row).toBeLessThan(end);
    // wholly in view, but for what a double rounds off
    expect((row - first) * rows.rowHeight + offset).toBeGreaterThanOrEqual(-0.01);
    expect((row + 1 - first) * rows.rowHeight + offset).toBeLessThanOrEqual(rows.viewport + 0.01);
  }
});

test('no rows', () => {
  expect(rowsInView({ ...FEW, count: 0 }, 0)).toMatchObject({ first: 0, end: 0 });
});
