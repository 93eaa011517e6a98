import { expect, test } from 'vitest';
import { dayOf, isoOf, weekdayOf } from './calendar.ts';
import { coastSection } from './coast-pages.ts';
import { makeCoast } from './coast-truth.ts';

const weeks = makeCoast(20_120_618);
const on = (iso: string) => weeks.find(({ day }) => day === dayOf(iso));

test('a week ends every Sunday, from January 2010 to the last before the data date', () => {
  expect(isoOf(weeks[0]?.day ?? 0)).toBe('2010-01-10');
  expect(isoOf(weeks.at(-1)?.day ?? 0)).toBe('2012-06-17');
  expect(weeks).toHaveLength(128);
  expect(weeks.every(({ day }) => weekdayOf(day) === 0)).toBe(true);
});

test('the figures of June 2012', () => {
  expect(on('2012-06-17')).toMatchObject({ fob: 87, oceanFreight: 13, fx: 6.33, toGuangzhou: 38 });
  expect(on('2012-01-01')).toMatchObject({ fob: 115 });
  expect(on('2012-06-03')?.plantDays).toBe(25);
  expect(on('2012-06-10')?.plantDays).toBe(27);
  // burn fell against the year before, and hydropower rose
  expect(on('2012-06-17')?.burn).toBeLessThan(on('2011-06-19')?.burn ?? 0);
  expect(on('2012-06-17')?.hydro).toBe(28.4);
});

test('in 2012 freights and the exchange rate keep to their ranges, and days of cover follow from stock and burn', () => {
  for (const week of weeks) {
    expect(Math.abs(week.plantStock / week.burn - week.plantDays)).toBeLessThanOrEqual(0.5);
    if (week.day < dayOf('2012-01-01')) continue;
    for (const [value, low, high] of [
      [week.oceanFreight, 11, 14.8],
      [week.fx, 6.3, 6.35],
      [week.toShanghai, 20, 37],
      [week.toGuangzhou, 28, 47],
    ] as const) {
      expect(value).toBeGreaterThanOrEqual(low);
      expect(value).toBeLessThanOrEqual(high);
    }
  }
});

test('a page a year, newest first in the index, with every figure in the key', () => {
  const { pages, key } = coastSection(weeks);
  expect(pages.map(({ path }) => path)).toEqual([
    'coast/index.html',
    'coast/2010.html',
    'coast/2011.html',
    'coast/2012.html',
  ]);
  expect(key.pages.map(({ rows, published_at }) => [rows, published_at])).toEqual([
    [51, '2010-12-27 10:00:00'],
    [52, '2011-12-26 10:00:00'],
    [25, '2012-06-18 10:00:00'],
  ]);
  expect(key.weekly).toHaveLength(128 * 11);
  expect(key.weekly.at(-1)).toEqual({ week_end: '2012-06-17', series: 'COAST.HYDRO.YOY', value: '28.4' });
  expect(pages[0]?.html.indexOf('2012.html')).toBeLessThan(pages[0]?.html.indexOf('2010.html') ?? 0);
});
