import { describe, expect, test } from 'vitest';
import { objectCatalogue } from '../../data/object-file.ts';
import {
  choices,
  continuedKeys,
  dateOrders,
  missingFields,
  sizeDoubts,
  strangers,
  unitReadings,
} from './findings.ts';
import { guessObject, type ObjectGuess } from './mapping.ts';
import type { Profile } from './profile.ts';

const EMPTY: Profile = {
  filled: 10,
  distinct: 10,
  numbers: 0,
  dates: 0,
  yearLast: 0,
  firstOver12: 0,
  secondOver12: 0,
  phones: 0,
  creditCodes: 0,
  digitsLost: 0,
  median: null,
  words: ['x'],
};
const figures = (median: number): Profile => ({ ...EMPTY, numbers: 10, median, words: [String(median)] });
const days = (first: number, second: number): Profile => ({
  ...EMPTY,
  dates: 10,
  yearLast: 10,
  firstOver12: first,
  secondOver12: second,
  words: ['1/6/2012'],
});

function guess(id: string, head: string[][], profiles: Profile[]): ObjectGuess {
  const object = objectCatalogue().get(id);
  if (!object) throw new Error(`no object ${id}`);
  return guessObject(object, head, { from: head.length, levels: 1 }, profiles, '');
}

describe('sizes', () => {
  const doubts = (id: string, titles: string[], medians: number[]) =>
    sizeDoubts(guess(id, [titles], medians.map(figures)), medians.map(figures)).map(
      ({ field, printed, needed, readings }) => [
        field,
        printed,
        needed,
        readings.map(({ unit, median, usual }) => `${unit} ${median}${usual ? ' usual' : ''}`),
      ],
    );

  test.each<[string, string, string[], number[], unknown[]]>([
    [
      '元 that look like 万元',
      'contract',
      ['合同金额(元)'],
      [864],
      [['amount_cny', '元', false, ['元 864', '万元 8640000 usual']]],
    ],
    ['ordinary 元', 'contract', ['合同金额(元)'], [8_640_000], []],
    ['ordinary 万元', 'contract', ['合同金额(万元)'], [864], []],
    [
      '万元 that look like 元',
      'contract',
      ['合同金额(万元)'],
      [8_640_000],
      [['amount_cny', '万元', false, ['万元 86400000000', '元 8640000 usual']]],
    ],
    [
      'no unit',
      'contract',
      ['合同金额'],
      [864_000],
      [['amount_cny', undefined, true, ['元 864000 usual', '万元 8640000000']]],
    ],
    [
      'kg as tonnes',
      'delivery',
      ['毛重(吨)', '皮重(吨)'],
      [55_000, 15],
      [['gross_t', '吨', false, ['吨 55000', 'kg 55 usual']]],
    ],
    ['a ship load is not weighed', 'delivery', ['净重(吨)'], [55_000], []],
    [
      'per cent as a share',
      'opportunity',
      ['赢率'],
      [75],
      [['probability', undefined, false, ['比例 75', '% 0.75 usual']]],
    ],
  ])('%s', (_what, id, titles, medians, expected) => {
    expect(doubts(id, titles, medians)).toEqual(expected);
  });
});

test('a unit is read in the header, above the table, or nowhere', () => {
  const head = [['单位:万元'], ['合同编号', '合同金额', '合同量(万吨)', '合同单价', '合同热值(吨)']];
  expect(
    unitReadings(guess('contract', head, [])).map(({ field, unit, where, needed, foreign }) => [
      field,
      unit,
      where,
      needed,
      foreign,
    ]),
  ).toEqual([
    ['amount_cny', '万元', 'above', true, false],
    ['qty_t', '万吨', 'header', true, false],
    ['price_cny_t', undefined, 'none', false, false],
    ['heat_kcal_kg', '吨', 'header', false, true],
  ]);
});

test.each<[string, Profile[], string[]]>([
  ['no figure above twelve tells nothing', [days(0, 0), days(0, 0)], ['unclear', 'unclear']],
  ['one column proves it for the other', [days(0, 0), days(3, 0)], ['dmy', 'dmy']],
  ['both orders in one column', [days(1, 1), days(0, 0)], ['mixed', 'mixed']],
  ['columns that contradict', [days(0, 2), days(3, 0)], ['mdy', 'dmy']],
])('the order of month and day: %s', (_what, profiles, orders) => {
  const found = guess('contract', [['开始日期', '结束日期']], profiles);
  expect(dateOrders(found, profiles).map((one) => one.order)).toEqual(orders);
});

test('required lists without a column are to be chosen, other required columns are missing', () => {
  const found = guess('delivery', [['磅单号', '过衡时间', '净重(吨)']], []);
  expect(choices(found, '铁路发运').map(({ field, hinted }) => [field, hinted])).toEqual([
    ['origin', 'rail'],
    ['grade', undefined],
    ['mode', 'rail'],
  ]);
  expect(missingFields(found)).toEqual(['consignee']);
});

test('an unrecognised column is said to be like a field only where it is', () => {
  const found = guess('contract', [['合同编号', '客户名', '大区经理', '续约提醒']], []);
  expect(strangers(found).map(({ title, like }) => [title, like?.field])).toEqual([
    ['大区经理', undefined],
    ['续约提醒', 'renew_on'],
  ]);
});

test('a key that many rows leave blank is that of a head over lines', () => {
  const half = { ...EMPTY, filled: 5 };
  const found = guess('opportunity', [['商机编号', '阶段']], [half, EMPTY]);
  expect(continuedKeys(found, [half, EMPTY])).toEqual(['opportunity_no']);
  expect(continuedKeys(found, [EMPTY, half])).toEqual([]);
});

test('every object has a column that says what is deleted', () => {
  const found = guess('contract', [['合同编号', '已删除']], []);
  expect(found.mapped.map((one) => one.field)).toEqual(['contract_no', 'deleted']);
});

test('a header that is the id of a field in words is proposed for it', () => {
  const found = guess(
    'contract',
    [['合同编号', 'Signed On', 'Renew On', 'Basis']],
    [EMPTY, days(0, 1), days(0, 1), EMPTY],
  );
  expect(found.mapped.map(({ field, evidence }) => [field, evidence])).toEqual([
    ['contract_no', 'header'],
    ['signed_on', 'similar'],
    ['renew_on', 'similar'],
    ['basis', 'similar'],
  ]);
});
