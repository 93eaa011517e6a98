import { expect, test } from 'vitest';
import { beijingTime, fileSize, timeAgo } from './instants.ts';

test('instants are told in Beijing time, sizes in the unit that suits, and what is missing as a dash', () => {
  expect([beijingTime('2012-06-17T22:30:00.000Z'), beijingTime(null)]).toEqual(['2012-06-18 06:30', '—']);
  expect([fileSize(0), fileSize(1536), fileSize(null)]).toEqual(['0 B', '1.5 KiB', '—']);
});

test.each([
  ['2012-06-18T00:00:00Z', 'zh-CN', '3小时前'],
  ['2012-06-16T03:00:00Z', 'en', '2 days ago'],
  ['2012-06-18T02:59:30Z', 'en', 'this minute'],
] as const)('%s is, in %s, %s', (instant, lang, text) => {
  expect(timeAgo(instant, '2012-06-18T03:00:00Z', lang)).toBe(text);
});
