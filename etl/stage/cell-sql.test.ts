import { expect, test } from 'vitest';
import { useCellConnection } from '../testing/cell-connection.ts';
import { NULL_TEXTS } from './cell-sql.ts';

const connection = useCellConnection();

/** What a macro makes of a cell, as text. */
async function of(macro: string, text: string | null): Promise<unknown> {
  const reader = await connection().runAndReadAll(`SELECT ${macro}(cell($text::VARCHAR))::VARCHAR`, { text });
  return reader.getRowsJS()[0]?.[0];
}

test.each<[string, number | null]>([
  ['945.61', 945.61],
  ['.5', 0.5],
  ['-4.1', -4.1],
  ['+4.1', 4.1],
  ['1,234.5', 1234.5],
  ['1,234,567', 1_234_567],
  ['-1,234', -1234],
  ['１２３', 123],
  ['１，２３４．５', 1234.5],
  ['￥12.5', 12.5],
  ['¥1,200', 1200],
  ['-￥5', -5],
  ['1.2万', 12_000],
  ['3.5亿', 350_000_000],
  ['0.000001亿', 100],
  ['(123)', -123],
  ['（1,234.5）', -1234.5],
  ['￥-5', -5],
  ['￥ 123.45', 123.45],
  ['¥(1,234.50)', -1234.5],
  ['(￥123)', -123],
  ['CNY 1,234.5', 1234.5],
  ['RMB1234', 1234],
  ['1,234.50 CNY', 1234.5],
  ['人民币12', 12],
  ['123-', -123],
  ['1,234-', -1234],
  ['−4.1', -4.1],
  ['1.5e3', 1500],
  ['1.5E+3', 1500],
  // not guessed away
  ['40+5', null],
  ['12,5', null],
  ['1,2,3', null],
  ['1-2', null],
  ['50%', null],
  ['12吨', null],
  ['万', null],
  ['约12', null],
  ['720元/吨', null],
  ['USD 5', null],
  ['$5', null],
  ['--5', null],
  ['12-3-', null],
  ['', null],
])('number_of %j is %j', async (text, number) => {
  const found = await of('number_of', text);
  expect(found === null ? null : Number(found)).toBe(number);
});

test.each<[string, string, number | null]>([
  ['720元/吨', '元/吨', 720],
  ['720 元/吨', '元/吨', 720],
  ['720', '元/吨', 720],
  ['1.2万吨', '吨', 12_000],
  ['1.2万吨', '万吨', 1.2],
  ['￥1,200元', '元', 1200],
  ['38.2T', 't', 38.2],
  ['50%', '%', 50],
  ['５０％', '%', 50],
  ['-1.5%', '%', -1.5],
  // another unit than the column's is not dropped
  ['720元/吨', '吨', null],
  ['12kg', '吨', null],
  ['12万元', '元/吨', null],
  ['吨', '吨', null],
])('%j in %s is %j', async (text, unit, number) => {
  const found = await connection().runAndReadAll('SELECT number_with_unit(cell($text), $unit)::DOUBLE', {
    text,
    unit,
  });
  expect(found.getRowsJS()[0]?.[0]).toBe(number);
});

test.each<[string, string | null]>([
  ...['是', 'TRUE', 'true', '1', 'Y', 'yes', '√', '已删除', '作废', ' Ｙ '].map((text): [string, string] => [
    text,
    'true',
  ]),
  ...['否', 'False', '0', 'n', 'No', '×', '正常'].map((text): [string, string] => [text, 'false']),
  ['', null],
  ['2', null],
  ['待定', null],
])('truth_of %j is %j', async (text, truth) => {
  expect(await of('truth_of', text)).toBe(truth);
});

test.each<[string, number | null, number | null]>([
  ['780-790', 780, 790],
  ['780 — 790', 780, 790],
  ['780~790', 780, 790],
  ['780－790', 780, 790],
  ['780至790', 780, 790],
  ['1,080-1,090', 1080, 1090],
  ['785', 785, 785],
  ['780-', null, null],
  ['-5', null, null],
  ['780-79,0', 780, null],
  ['780-790-800', null, null],
  ['面议', null, null],
])('the range %j is %j to %j', async (text, low, high) => {
  const ends = [await of('low_of', text), await of('high_of', text)];
  expect(ends.map((end) => (end === null ? null : Number(end)))).toEqual([low, high]);
});

test.each([...NULL_TEXTS, '', ' ', '　', '\u00a0', '\u200b', ' -- ', '－', '／', 'Ｎ／Ａ', '\t无\r\n'])(
  '%j means that there is no value',
  async (text) => {
    expect(await of('', text)).toBeNull();
  },
);

test.each([
  ['０', '0'],
  ['Ｑ５５００', 'Q5500'],
  ['（股份）', '(股份)'],
  ['晋\u200bB\ufeff1', '晋B1'],
  ['a\u3000b\u00a0c', 'a b c'],
  ['无烟煤', '无烟煤'],
  ['A/B', 'A/B'],
  ['0', '0'],
])('%j is read as %j', async (text, cell) => {
  expect(await of('', text)).toBe(cell);
});
