import { expect, test } from 'vitest';
import { toRetain, whyRetained, type Retention } from './retention.ts';

const none: Retention = { recent: 0, daily: 0, weekly: 0, monthly: 0 };
const id = (day: string, time = '020000000') => `${day.replaceAll('-', '')}T${time}`;
const kept = (ids: string[], retention?: Retention) => [...toRetain(ids, retention)].sort();

test('the newest few are kept, in whatever order they are given', () => {
  const ids = ['2012-06-18', '2012-06-16', '2012-06-17'].map((day) => id(day));
  expect(kept(ids, { ...none, recent: 2 })).toEqual([id('2012-06-17'), id('2012-06-18')]);
});

test('of each day the newest is kept, of the newest days that have any', () => {
  const ids = [
    id('2012-06-15'),
    id('2012-06-17', '010000000'),
    id('2012-06-17', '090000000'),
    id('2012-06-18'),
  ];
  expect(kept(ids, { ...none, daily: 2 })).toEqual([id('2012-06-17', '090000000'), id('2012-06-18')]);
  // the day in between has none and takes no place
  expect(kept(ids, { ...none, daily: 3 })).toContain(id('2012-06-15'));
});

test('a week begins on Monday, also across the end of a year', () => {
  const ids = ['2011-12-25', '2011-12-26', '2011-12-31', '2012-01-01', '2012-01-02'].map((day) => id(day));
  expect(kept(ids, { ...none, weekly: 3 })).toEqual([id('2011-12-25'), id('2012-01-01'), id('2012-01-02')]);
});

test('of each month the newest is kept', () => {
  const ids = ['2012-04-30', '2012-05-01', '2012-05-31', '2012-06-01'].map((day) => id(day));
  expect(kept(ids, { ...none, monthly: 2 })).toEqual([id('2012-05-31'), id('2012-06-01')]);
});

test('three years of three snapshots a day leave 3 newest, 14 days, 12 weeks and 24 months', () => {
  const ids = Array.from({ length: 3 * 1096 }, (_, i) =>
    new Date(Date.UTC(2010, 0, 1) + i * 8 * 3_600_000).toISOString().replace(/[-:.Z]/g, ''),
  );
  const keep = kept(ids);
  expect(keep.at(-1)).toBe(ids.at(-1));
  expect(keep.filter((one) => one >= '20121218')).toHaveLength(14 + 2);
  expect(new Set(keep.map((one) => one.slice(0, 6))).size).toBe(24);
  expect(keep[0]).toBe('20110131T160000000');
  expect(keep.length).toBeLessThanOrEqual(3 + 14 + 12 + 24);
});

test('nothing to keep of nothing', () => {
  expect(kept([])).toEqual([]);
});

test('why each is kept is told, and what is not kept is not named', () => {
  const ids = [id('2012-05-31'), id('2012-06-17'), id('2012-06-18', '010000000'), id('2012-06-18')];
  expect(whyRetained(ids, { recent: 1, daily: 2, weekly: 1, monthly: 2 })).toEqual(
    new Map([
      [id('2012-06-18'), ['recent', 'daily', 'weekly', 'monthly']],
      [id('2012-06-17'), ['daily']],
      [id('2012-05-31'), ['monthly']],
    ]),
  );
});
