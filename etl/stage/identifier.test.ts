import { expect, test } from 'vitest';
import { useStager } from '../testing/stager.ts';

const stage = useStager();

test.each<[string, string | string[]]>([
  ['0051234', '0051234'],
  // Excel has thrown the zeros away
  ['51234', '0051234'],
  [' 51234 ', '0051234'],
  ['５１２３４', '0051234'],
  ['12345678', '12345678'],
  ['C51234', 'C51234'],
  ['5.12E+10', ['digits_lost']],
  ['5.12e+10', ['digits_lost']],
  ['5E+10', ['digits_lost']],
])('a number of seven digits that stands as %j', async (cell, expected) => {
  const found = await stage('object: assay\ncolumns: { ticket_no: { digits: 7 } }', [
    '化验单号,磅单号,采样日期',
    `H1,${cell},2012-06-18`,
  ]);
  expect(Array.isArray(expected) ? found.reasons[2] : found.good[2]?.['ticket_no']).toEqual(expected);
});

test.each<[string, string | string[]]>([
  ['0051234', '0051234'],
  ['51234', '51234'],
  ['HT-1E+05', 'HT-1E+05'],
  ['1.63012E+15', ['digits_lost']],
])('a code of any length that stands as %j', async (cell, expected) => {
  const found = await stage('object: assay', ['化验单号,采样日期', `${cell},2012-06-18`]);
  expect(Array.isArray(expected) ? found.reasons[2] : found.good[2]?.['assay_no']).toEqual(expected);
});

test.each<[string, boolean]>([
  ['91350100M000100Y43', true],
  [' 91350100M000100Y43 ', true],
  ['９１３５０１００M000100Y43', true],
  ['91350100m000100y43', true],
  ['91350100M000100Y44', false],
  ['91350100M000100Y4', false],
  // a letter that the code does not use
  ['91350100I000100Y43', false],
  // the organisation code before it
  ['D2143569-X', true],
  ['D2143569X', true],
  ['D2143569-1', false],
  ['无', true],
  ['', true],
])('the credit code %j has the right check digit: %j', async (cell, sound) => {
  const found = await stage('object: account', [
    '客户编号,客户名称,行业,统一社会信用代码',
    `C001,江海电力,电力,${cell}`,
  ]);
  expect(found.reasons).toEqual(sound ? {} : { 2: ['uscc_invalid'] });
});
