import { expect, test } from 'vitest';
import { CompanyNames, writtenForms } from './company-names.ts';
import { Rng } from './random.ts';

test('every company has a brand of its own', () => {
  const names = new CompanyNames(new Rng(1, 'names'));
  const companies = Array.from({ length: 380 }, () => names.next('电力'));
  expect(new Set(companies.map(({ short }) => short)).size).toBe(380);
  for (const { name, short } of companies) expect(name.startsWith(short)).toBe(true);
});

test('a 股份 company is also written with its form in brackets', () => {
  expect(writtenForms({ name: '江海电力股份有限公司', short: '江海电力' })).toEqual([
    '江海电力股份有限公司',
    '江海电力',
    '江海电力（股份）有限公司',
    '江海电力(股份)有限公司',
  ]);
  expect(writtenForms({ name: '江海电力东渚发电厂', short: '江海电力东渚发电厂' })).toEqual([
    '江海电力东渚发电厂',
  ]);
});
