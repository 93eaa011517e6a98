import { expect, test } from 'vitest';
import { beijingSecond, beijingTime, between, durationText, fileSize, timeAgo } from './instants.ts';

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

test('an instant is told in Beijing time, across midnight', () => {
  expect(beijingSecond('2012-06-17T16:00:09.123Z')).toBe('2012-06-18 00:00:09');
});

test.each([
  [0, '0.0 秒', '0.0 s'],
  [1_240, '1.2 秒', '1.2 s'],
  [59_400, '59 秒', '59 s'],
  [185_000, '3 分 5 秒', '3 min 5 s'],
  [7_800_000, '2 小时 10 分', '2 h 10 min'],
])('%i ms are %s', (ms, chinese, english) => {
  expect([durationText(ms, 'zh-CN'), durationText(ms, 'en')]).toEqual([chinese, english]);
});

test('a clock that was set back gives no negative time', () => {
  expect(between('2012-06-18T02:00:00Z', '2012-06-18T01:00:00Z')).toBe(0);
});
