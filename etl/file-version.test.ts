import { expect, test } from 'vitest';
import { fileVersion } from './file-version.ts';

const receivedAt = '2012-07-01T01:00:00.000Z';

test.each([
  ['客户信息_2012-06-18.xlsx', null, '2012-06-18T15:59:59.999000Z'],
  ['客户信息_20120618.xls', null, '2012-06-18T15:59:59.999000Z'],
  ['客户信息2012年06月18日.xls', null, '2012-06-18T15:59:59.999000Z'],
  ['export_20120618_0930.csv', null, '2012-06-18T01:30:00.000000Z'],
  ['地磅_2012-06.csv', null, '2012-06-30T15:59:59.999000Z'],
  ['客户信息_2012-06-18(2).xlsx', null, '2012-06-18T15:59:59.999002Z'],
  ['客户信息_2012-06-18（2）.xlsx', null, '2012-06-18T15:59:59.999002Z'],
  ['客户信息_2012-06-18更正.xlsx', null, '2012-06-18T15:59:59.999501Z'],
  ['客户信息_2012-06-18_更正2.xlsx', null, '2012-06-18T15:59:59.999502Z'],
  ['客户信息_2012-06-18(3)更正.xlsx', null, '2012-06-18T15:59:59.999503Z'],
  ['客户信息_2012-06-18更正(1).xlsx', null, '2012-06-18T15:59:59.999501Z'],
  ['客户.xlsx', null, '2012-07-01T01:00:00.000000Z'],
  ['order 120618201206189.csv', null, '2012-07-01T01:00:00.000000Z'],
  ['客户_2012-06-18.html', '2012-06-19T01:30:00.000Z', '2012-06-19T01:30:00.000000Z'],
])('%s, published %s', (name, publishedAt, expected) => {
  expect(fileVersion({ name, publishedAt, receivedAt })).toBe(expected);
});

test('a copy is later than what it copies, a correction later than every copy, the next day later still', () => {
  const names = [
    'a_2012-06-18.csv',
    'a_2012-06-18(1).csv',
    'a_2012-06-18(99).csv',
    'a_2012-06-18更正.csv',
    'a_2012-06-19.csv',
  ];
  const versions = names.map((name) => fileVersion({ name, publishedAt: null, receivedAt }));
  expect(versions).toEqual(versions.toSorted());
});
