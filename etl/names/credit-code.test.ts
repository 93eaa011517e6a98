import { expect, test } from 'vitest';
import { creditCheck, organisationOf, orgCheck } from './credit-code.ts';

test('check characters follow the standards', () => {
  // the examples of GB 11714 and GB 32100-2015
  expect(orgCheck('D2143569')).toBe('X');
  expect(creditCheck('91350100M000100Y4')).toBe('3');
});

test.each([
  ['91350100M000100Y43', 'M000100Y4'],
  [' 91350100m000100y43 ', 'M000100Y4'],
  ['91350100M000100Y44', null],
  ['D2143569-X', 'D2143569X'],
  ['D21435691', null],
  ['320000D2143569X', 'D2143569X'],
  ['12345', null],
])('the organisation of %s', (code, expected) => expect(organisationOf(code)).toBe(expected));
