import { expect, test } from 'vitest';
import { conversionFactor, isUnit } from './units.ts';

test.each([
  ['万元', '元', '10000'],
  ['千元', '元', '1000'],
  ['吨', '万吨', '0.0001'],
  ['kg', '吨', '0.001'],
  ['KG', '吨', '0.001'],
  ['㎏', '吨', '0.001'],
  ['ｔ', '吨', '1'],
  ['公斤', '万吨', '0.0000001'],
  ['Mt', '吨', '1000000'],
  ['short tons', '吨', '0.90718474'],
  ['短吨', 'kg', '907.18474'],
  ['亿元', '万元', '10000'],
  ['亿元', '元', '100000000'],
  ['元 / 吨', '元/吨', '1'],
  ['元／吨', '元/吨', '1'],
  ['万元/万吨', '元/吨', '1'],
  ['大卡/kg', '大卡/千克', '1'],
  ['Kcal/kg', '大卡/千克', '1'],
  ['MJ/kg', '大卡/千克', '239.14291180409'],
  ['J/g', '大卡/千克', '0.23914291180409'],
  ['大卡/千克', 'MJ/kg', '0.0041816'],
  ['MJ/kg', 'J/g', '1000'],
  ['亿千瓦时', '万千瓦时', '10000'],
  ['MWh', '万千瓦时', '0.1'],
  ['%', '比例', '0.01'],
  ['比例', '%', '100'],
  ['艘', '艘', '1'],
  ['吨', '元', null],
  ['元', '元/吨', null],
  ['石', '吨', null],
  // a wagon of 80 tonnes is an estimate, never a conversion
  ['车', '吨', null],
  ['toString', 'toString', null],
])('%s → %s is × %s', (from, to, factor) => {
  expect(conversionFactor(from, to)).toBe(factor);
});

test('23.00 MJ/kg are 5500 kcal/kg', () => {
  expect(Math.round(23 * Number(conversionFactor('MJ/kg', '大卡/千克')))).toBe(5500);
});

test.each<[string, boolean]>([
  ['万元', true],
  ['元/T', true],
  ['含税', false],
  ['', false],
  ['车', false],
])('%j is a unit: %j', (text, known) => {
  expect(isUnit(text)).toBe(known);
});
