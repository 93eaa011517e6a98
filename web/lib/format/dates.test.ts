import { expect, test } from 'vitest';
import { addDays, addMonths, axisMonth, isDay, longDay, longMonth, shortDay, snapshotTime } from './dates.ts';

test.each([
  ['2012-06-18', true],
  ['2012-02-29', true],
  ['2011-02-29', false],
  ['2012-13-01', false],
  ['2012-6-18', false],
  ['20120618', false],
])('%s is a date: %s', (text, is) => {
  expect(isDay(text)).toBe(is);
});

test.each([
  ['2012-06-18', -24, '2010-06-18'],
  ['2012-03-31', -1, '2012-02-29'],
  ['2011-03-31', -1, '2011-02-28'],
  ['2012-01-15', -3, '2011-10-15'],
])('%s moved by %i months is %s', (day, months, expected) => {
  expect(addMonths(day, months)).toBe(expected);
});

test('days are counted without regard to the machine’s time zone', () => {
  expect(addDays('2012-02-28', 2)).toBe('2012-03-01');
});

test('dates are written as each language writes them', () => {
  expect([longDay('2012-06-18', 'zh-CN'), longDay('2012-06-18', 'en')]).toEqual([
    '2012年6月18日',
    '18 Jun 2012',
  ]);
  expect([shortDay('2012-06-18', 'zh-CN'), shortDay('2012-06-18', 'en')]).toEqual(['6月18日', '18 Jun']);
  expect([longMonth('2012-06-01', 'zh-CN'), axisMonth('2012-06-01', 'en')]).toEqual(['2012年6月', 'Jun 12']);
});

test('a snapshot id is a UTC instant, shown in Shanghai time', () => {
  expect(snapshotTime('20120618T170000000')).toBe('2012-06-19 01:00');
  expect(snapshotTime('other')).toBe('other');
});
