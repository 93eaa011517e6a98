import { expect, test } from 'vitest';
import { creditCheck } from '../names/credit-code.ts';
import { fictionalCreditCode } from './credit-code.ts';
import { Rng } from './random.ts';

test('fictional codes have the form of real ones and check', () => {
  const code = fictionalCreditCode(new Rng(1, 'code'), '320000');
  expect(code).toMatch(/^91320000\d{8}[0-9X][0-9A-HJ-NPQRTUWXY]$/);
  expect(creditCheck(code.slice(0, 17))).toBe(code[17]);
});
