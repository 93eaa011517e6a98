import { expect, test } from 'vitest';
import { creditCheck, fictionalCreditCode, orgCheck } from './credit-code.ts';
import { Rng } from './random.ts';

test('check characters follow the standards', () => {
  // the examples of GB 11714 and GB 32100-2015
  expect(orgCheck('D2143569')).toBe('X');
  expect(creditCheck('91350100M000100Y4')).toBe('3');
  const code = fictionalCreditCode(new Rng(1, 'code'), '320000');
  expect(code).toMatch(/^91320000\d{8}[0-9X][0-9A-HJ-NPQRTUWXY]$/);
  expect(creditCheck(code.slice(0, 17))).toBe(code[17]);
});
