import { expect, test } from 'vitest';
import { instantText } from './instant.ts';

test.each([
  ['2012-06-18T02:30:00.000Z', '2012-06-18 10:30'],
  ['2012-06-18T16:30:00.000Z', '2012-06-19 00:30'],
  ['no instant', 'no instant'],
])('%s is %s in Beijing', (instant, text) => {
  expect(instantText(instant)).toBe(text);
});
