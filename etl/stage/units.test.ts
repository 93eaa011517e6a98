import { expect, test } from 'vitest';
import { conversionFactor } from './units.ts';

test.each([
  ['万元', '元', '10000'],
  ['吨', '万吨', '0.0001'],
  ['kg', '吨', '0.001'],
  ['亿元', '万元', '10000'],
  ['艘', '艘', '1'],
  ['吨', '元', null],
  ['石', '吨', null],
])('%s → %s is × %s', (from, to, factor) => {
  expect(conversionFactor(from, to)).toBe(factor);
});
