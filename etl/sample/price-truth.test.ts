import { expect, test } from 'vitest';
import { dayOf, isWorkday } from './calendar.ts';
import { makePrices, rangesOf } from './price-truth.ts';

test.each([1, 2, 20120618])('seed figures, waypoints and the fall come out, seed %i', (seed) => {
  const { daily, weekly, marketOn } = makePrices(seed, () => 700);
  const on = (iso: string) => daily.find(({ day }) => day === dayOf(iso))?.mid;
  expect(rangesOf(on('2012-06-18') as never)).toEqual({
    Q5800: '780-790',
    Q5500: '720-730',
    Q5000: '620-630',
    Q4500: '520-530',
  });
  expect(on('2012-06-20')).toEqual({ Q5800: 765, Q5500: 705, Q5000: 610, Q4500: 510 });
  const index = (iso: string) => weekly.find(({ day }) => day === dayOf(iso))?.index;
  expect(
    ['2011-08-03', '2012-01-04', '2012-05-09', '2012-05-30', '2012-06-13', '2012-06-20'].map(index),
  ).toEqual([835, 808, 787, 773, 752, 729]);
  const fall = daily.filter(({ day }) => day >= dayOf('2012-05-04')).map(({ mid }) => mid.Q5500);
  expect(fall).toEqual([...fall].sort((a, b) => b - a));
  expect(
    daily.every(({ day, mid }) => isWorkday(day) && Object.values(mid).every((price) => price % 5 === 0)),
  ).toBe(true);
  expect(marketOn(dayOf('2012-06-17'), 'Q5500')).toBe(on('2012-06-15')?.Q5500);
});
