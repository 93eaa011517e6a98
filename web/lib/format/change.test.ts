import { expect, test } from 'vitest';
import { directionOf, formatChange } from './change.ts';

test.each([
  [4.11, 0.004365, 'wt', 'up', '▲', '4.11 (+0.44%)'],
  [-30, -0.0397, 'cny_t', 'down', '▼', '30 (-3.97%)'],
  [2.61, null, 'pp', 'up', '▲', '2.61个百分点'],
  [-0.012, 0.5, 'share', 'down', '▼', '1.20个百分点'],
  [0, 0, 'wt', 'flat', '■', '持平'],
  [0.004, 0.00001, 'wt', 'flat', '■', '持平'],
  [5, null, 'ships', 'up', '▲', '5'],
  [null, null, 'wt', 'none', '', '—'],
])('%s (%s) in %s is %s %s %s', (change, rate, unit, direction, mark, text) => {
  expect(formatChange(change, rate, unit, 'zh-CN')).toEqual({ direction, mark, text });
});

test('a share never changes in percent', () => {
  expect(formatChange(0.05, 0.1, 'share', 'en').text).toBe('5.00 pp');
});

test('what rounds to zero has no direction', () => {
  expect([directionOf(0.004), directionOf(-0.006), directionOf(undefined)]).toEqual(['flat', 'down', 'none']);
});
