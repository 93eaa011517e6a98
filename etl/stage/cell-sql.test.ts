import { expect, test } from 'vitest';
import { useCellConnection } from '../testing/cell-connection.ts';
import { NULL_TEXTS } from './cell-sql.ts';

const connection = useCellConnection();

/** What a macro makes of a cell, as text. */
async function of(macro: string, text: string | null): Promise<unknown> {
  const reader = await connection().runAndReadAll(`SELECT ${macro}(cell($text::VARCHAR))::VARCHAR`, { text });
  return reader.getRowsJS()[0]?.[0];
}

test.each<[string, string | null]>([
  ['2012-06-18', '2012-06-18'],
  ['2012-6-8', '2012-06-08'],
  ['2012/6/18', '2012-06-18'],
  ['2012.6.18', '2012-06-18'],
  ['2012年6月18日', '2012-06-18'],
  ['20120618', '2012-06-18'],
  ['２０１２－０６－１８', '2012-06-18'],
  ['　2012-06-18 ', '2012-06-18'],
  ['2012-06-18 07:42:00', '2012-06-18'],
  ['2012/6/18 7:42', '2012-06-18'],
  ['2012年6月18日 7:42', '2012-06-18'],
  ['41078', '2012-06-18'],
  ['41078.0', '2012-06-18'],
  ['2012-02-29', '2012-02-29'],
  // no such day
  ['2011-02-29', null],
  ['2012-02-30', null],
  ['2012年2月30日', null],
  ['2012.2.30', null],
  ['20120230', null],
  ['2012/13/1', null],
  // not guessed: which century, which order, which year
  ['12-06-18', null],
  ['12/6/18', null],
  ['18/6/2012', null],
  ['6月18日', null],
  ['201206', null],
  ['410', null],
  ['infinity', null],
  ['昨天', null],
  ['', null],
  ['—', null],
])('date_of %j is %j', async (text, date) => {
  expect(await of('date_of', text)).toBe(date);
});

test.each<[string, string | null]>([
  ['2012-06-18 07:42:00', '2012-06-18 07:42:00'],
  ['2012-06-18 07:42', '2012-06-18 07:42:00'],
  ['2012/6/18 7:42', '2012-06-18 07:42:00'],
  ['2012/6/18 7:42:05', '2012-06-18 07:42:05'],
  ['2012年6月18日 7:42', '2012-06-18 07:42:00'],
  ['2012-06-18　07:42', '2012-06-18 07:42:00'],
  ['2012-06-18', '2012-06-18 00:00:00'],
  ['2012.6.18', '2012-06-18 00:00:00'],
  ['2012-06-18 24:30', null],
  ['2012-02-30 07:42', null],
  ['12-06-18 07:42', null],
  ['07:42', null],
])('stamp_of %j is %j', async (text, stamp) => {
  expect(await of('stamp_of', text)).toBe(stamp);
});

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
  ['1.5e3', 1500],
  // not guessed away
  ['40+5', null],
  ['12,5', null],
  ['1,2,3', null],
  ['1-2', null],
  ['50%', null],
  ['12吨', null],
  ['万', null],
  ['约12', null],
  ['', null],
])('number_of %j is %j', async (text, number) => {
  const found = await of('number_of', text);
  expect(found === null ? null : Number(found)).toBe(number);
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

test.each<[string, string | null]>([
  ['江海电力股份有限公司', '江海电力'],
  ['江海电力（股份）有限公司', '江海电力'],
  ['江海电力(股份)有限公司', '江海电力'],
  ['江海电力有限责任公司', '江海电力'],
  ['江海电力集团', '江海电力'],
  ['江海 电力', '江海电力'],
  ['江海电力', '江海电力'],
  ['江海电力玉环电厂', '江海电力玉环电厂'],
  ['江海电力股份有限公司玉环分公司', '江海电力股份有限公司玉环分'],
  ['股份有限公司', null],
])('company %j is compared as %j', async (text, form) => {
  expect(await of('company', text)).toBe(form);
});
