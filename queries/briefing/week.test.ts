import { expect, test } from 'vitest';
import { issueOf, issuesBetween, weekOf } from './week.ts';

test('an issue is dated on the Monday of its week and reports on the week before', () => {
  expect(issueOf('2012-W25')).toEqual({
    id: '2012-W25',
    year: 2012,
    week: 25,
    issueDay: '2012-06-18',
    from: '2012-06-11',
    cut: '2012-06-24',
  });
});

test.each([
  ['2012-01-01', '2011-W52'],
  ['2012-01-02', '2012-W01'],
  ['2009-12-31', '2009-W53'],
  ['2010-01-03', '2009-W53'],
  ['2012-12-31', '2013-W01'],
])('%s is in %s', (day, week) => {
  expect(weekOf(day)).toBe(week);
});

test.each(['2012-25', '2012-W54', '2012-W00', '2011-W53', '', '2012-W25x'])('%j is not a week', (text) => {
  expect(() => issueOf(text)).toThrowError(expect.objectContaining({ code: 'bad_week' }));
});

test('the issues of a span are those whose period and Monday lie in it, newest first', () => {
  expect(issuesBetween('2012-06-01', '2012-06-18').map(({ id }) => id)).toEqual(['2012-W25', '2012-W24']);
  expect(issuesBetween('2012-06-01', '2012-06-17').map(({ id }) => id)).toEqual(['2012-W24']);
});
