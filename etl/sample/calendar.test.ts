import { expect, test } from 'vitest';
import {
  FIRST_DAY,
  LAST_DAY,
  dayOf,
  isWorkday,
  isoOf,
  monthsBetween,
  nextWorkday,
  springFestivalFactor,
  weekdayOf,
} from './calendar.ts';

test('the demo day is Monday 2012-06-18', () => {
  expect([isoOf(LAST_DAY), weekdayOf(LAST_DAY)]).toEqual(['2012-06-18', 1]);
});

test('the sample has 30 months, the last of 18 days', () => {
  const months = monthsBetween(FIRST_DAY, LAST_DAY);
  expect(months).toHaveLength(30);
  expect(months[1]).toMatchObject({ id: '2010-02', length: 28, index: 1 });
  expect(months.at(-1)).toMatchObject({ id: '2012-06', length: 30, last: LAST_DAY });
});

test('holidays and weekends are no workdays', () => {
  expect(['2012-01-20', '2012-01-23', '2012-06-16', '2012-06-18'].map((d) => isWorkday(dayOf(d)))).toEqual([
    true,
    false,
    false,
    true,
  ]);
  expect(isoOf(nextWorkday(dayOf('2011-10-01')))).toBe('2011-10-10');
});

test('the Spring Festival lasts two weeks', () => {
  const factors = ['2012-01-18', '2012-01-19', '2012-02-01', '2012-02-02'].map((d) =>
    springFestivalFactor(dayOf(d)),
  );
  expect(factors).toEqual([1, 0.65, 0.65, 1]);
});
