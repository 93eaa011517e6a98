import { expect, test } from 'vitest';
import { columnDigits, columnFormatter, fixed, formatSigned, formatValue, unitName } from './numbers.ts';

test.each([
  [945.61, 'wt', '945.61'],
  [2094.81, 'wt', '2094.81'],
  [725, 'cny_t', '725'],
  [687.5, 'cny_t', '687.5'],
  [0.5493, 'share', '54.9%'],
  [0.004365, 'pct_change', '0.44%'],
  [1234567, 't', '1,234,567'],
  [88, 'ships', '88'],
  [11.257, 'wt_ship', '11.26'],
  [null, 'wt', '—'],
  ['12345678901234.56', 'cny', '12345678901234.56'],
])('%s in %s is written %s', (value, unit, text) => {
  expect(formatValue(value, unit)).toBe(text);
});

test('rounding is half away from zero, and there is no minus zero', () => {
  expect([fixed(1.005, 2), fixed(2.5, 0), fixed(-2.5, 0), fixed(-0.001, 2)]).toEqual([
    '1.01',
    '3',
    '-3',
    '0.00',
  ]);
});

test('a sign is written except on zero', () => {
  expect([
    formatSigned(4.11, 'wt'),
    formatSigned(-4.11, 'wt'),
    formatSigned(0, 'wt'),
    formatSigned(null, 'wt'),
  ]).toEqual(['+4.11', '-4.11', '0.00', '—']);
});

test('a column has one number of decimals, as few as its values need', () => {
  expect(columnDigits([725, 687.5, null], 'cny_t')).toBe(1);
  expect(columnDigits([725, 700], 'cny_t')).toBe(0);
  const show = columnFormatter([725, 687.5], 'cny_t', undefined);
  expect([show(725), show(687.5), show(null)]).toEqual(['725.0', '687.5', '—']);
});

test('formats of a header are obeyed', () => {
  expect(columnFormatter([851.36], 'ratio', 'integer')(851.36)).toBe('851');
  expect(columnFormatter(['2012-06-01'], undefined, 'month')('2012-06-01')).toBe('2012-06');
  const flag = columnFormatter([true, false], undefined, 'flag');
  expect([flag(true), flag(false), flag(null)]).toEqual(['✓', '', '—']);
  expect(columnFormatter([4.9, -1], 'pp', undefined)(4.9)).toBe('+4.9');
});

test('units have a name in both languages', () => {
  expect([
    unitName('wt', 'zh-CN'),
    unitName('wt', 'en'),
    unitName('pp', 'zh-CN'),
    unitName(undefined, 'en'),
  ]).toEqual(['万吨', '10 kt', '个百分点', '']);
});
