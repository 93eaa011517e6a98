import { expect, test } from 'vitest';
import { numberedName, safeName } from './safe-name.ts';

test.each([
  ['地磅发运_2012-06.csv', '地磅发运_2012-06.csv'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\x\\客户.xlsx', '客户.xlsx'],
  ['..', 'upload'],
  ['', 'upload'],
  ['.hidden.csv', 'hidden.csv'],
  ['~$客户.xlsx', '客户.xlsx'],
  ['a\u0000b\n.csv', 'ab.csv'],
  ['fdp.\u202evsc.csv', 'fdp.vsc.csv'],
  ['a<b>:c|d?*.csv', 'a_b__c_d__.csv'],
  ['CON.csv', '_CON.csv'],
  ['nul', '_nul'],
  ['a.csv. . ', 'a.csv'],
])('%j becomes %j', (given, name) => {
  expect(safeName(given)).toBe(name);
});

test('a long name keeps its ending and whole characters', () => {
  const name = safeName(`${'煤'.repeat(300)}.csv`);
  expect(name).toMatch(/^煤+\.csv$/);
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(180);
});

test('a name once more has a number before its ending', () => {
  expect(numberedName('a.b.csv', 2)).toBe('a.b (2).csv');
});
