import { expect, test } from 'vitest';
import { namedParameters, parameterValue } from './named-parameters.ts';

test.each([
  ['SELECT $from, $to, $from', ['from', 'to']],
  ['SELECT \'$no\', "$no", $yes -- $no\n/* $no */', ['yes']],
  ['SELECT $$ $no $$, $t$ $no $t$, $1, a$no, $最 , $_x9', ['_x9']],
  ["SELECT 'it''s $no' || $a", ['a']],
  ['', []],
])('%s', (sql, names) => {
  expect(namedParameters(sql)).toEqual(names);
});

test('values are sent as their type says; nothing is NULL', () => {
  expect(parameterValue({ type: 'number', text: '1.5' })).toBe(1.5);
  expect(parameterValue({ type: 'number', text: '12345678901234567.89' })).toBe('12345678901234567.89');
  expect(parameterValue({ type: 'text', text: '1.5' })).toBe('1.5');
  expect(parameterValue({ type: 'date', text: '2012-06-01' })).toBe('2012-06-01');
  expect(parameterValue({ type: 'flag', text: 'true' })).toBe(true);
  expect(parameterValue({ type: 'date', text: '' })).toBeNull();
});
