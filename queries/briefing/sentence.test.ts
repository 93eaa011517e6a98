import { expect, test } from 'vitest';
import { clause, figure, plain, sentence, series } from './sentence.ts';

const cell = { query: 'q', row: 0, column: 'c' };
const fact = (value: number) => ({ value, cell });

test('a clause falls whole when one of its figures is missing', () => {
  expect(clause`较上周增加${figure(null, 2)}万吨`).toBeNull();
  expect(plain(clause`较上周增加${figure(fact(185.1), 2)}万吨` ?? [])).toBe('较上周增加185.1万吨');
});

test('a sentence keeps its head and the clauses that are there; without a head there is none', () => {
  expect(plain(sentence(['库存'], [null, [',增']], '。') ?? [])).toBe('库存,增。');
  expect(sentence(null, [['x']], '。')).toBeNull();
});

test('separators stand only between what is there', () => {
  expect(plain(series([null, ['a'], null, ['b']], '、') ?? [])).toBe('a、b');
  expect(series([null], '、')).toBeNull();
});

test.each([
  [945.61, 2, {}, '945.61'],
  [2015, 2, {}, '2015'],
  [185.1, 2, {}, '185.1'],
  [0.101153, 2, { percent: true }, '10.12%'],
  [0.004365, 2, { signed: true, percent: true }, '+0.44%'],
  [-23, 1, { absolute: true }, '23'],
  [-0.001, 2, { signed: true }, '0'],
  [1.005, 2, {}, '1.01'],
])('%s with %i decimals %j is written %s', (value, digits, form, text) => {
  expect(figure(fact(value), digits, form)).toEqual({ text, cell });
});
