import { utils, type BookType } from '@e965/xlsx';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { book, bytesOf, HEADER, ROWS, useTableReader } from '../testing/table-reader.ts';

const read = useTableReader();

const WORKBOOKS: [BookType, string][] = [
  ['xlsx', 'xlsx'],
  ['biff8', 'xls'],
  ['xlml', 'spreadsheetml'],
];

test.each(WORKBOOKS)('cells of a %s workbook are the texts that a user sees', async (bookType, kind) => {
  const sheet = utils.aoa_to_sheet([
    ['编号', '数', '日'],
    ['007', 1234.5, { t: 'n', v: 41078, z: 'yyyy-mm-dd' }],
    [' 江海\t', 0.1 + 0.2, { t: 'n', v: 41078.3208333333, z: 'yyyy/m/d h:mm' }],
    ['一\n二', 1_630_000, { t: 'n', v: 0.5, z: '0%' }],
    [true, -3, { t: 'n', v: 0.125, z: '0.00%' }],
    [{ t: 'e', v: 0x2a }, 1e-7, { t: 'n', v: 0.3208333333, z: 'h:mm' }],
    [{ t: 'e', v: 0x17 }, 123456789012345680, { t: 'n', v: 1.5, z: '[h]:mm' }],
  ]);
  const { rows, format } = await read(bytesOf(book({ 客户: sheet }), bookType));
  expect(rows).toEqual([
    [1, '编号', '数', '日'],
    [2, '007', '1234.5', '2012-06-18'],
    [3, ' 江海\t', '0.3', '2012-06-18 07:42:00'],
    [4, '一\n二', '1630000', '50%'],
    [5, 'TRUE', '-3', '12.5%'],
    [6, '#N/A', '0.0000001', '07:42:00'],
    [7, '#REF!', '123456789012346000', '36:00:00'],
  ]);
  expect(format).toEqual({
    kind,
    sheet: '客户',
    sheets: [{ name: '客户', hidden: false }],
    epoch: 1900,
    hiddenColumns: [],
    hiddenRows: 0,
    merged: 0,
    mergedTooLarge: 0,
  });
});

test.each(WORKBOOKS)('days of both epochs are right in a %s workbook', async (bookType) => {
  const sheet = (...days: number[]) =>
    utils.aoa_to_sheet([days.map((v) => ({ t: 'n', v, z: 'yyyy-mm-dd' }))]);
  const old = await read(bytesOf(book({ a: sheet(1, 59, 60, 61, 41078) }), bookType));
  expect(old.rows[0]?.slice(1)).toEqual([
    '1900-01-01',
    '1900-02-28',
    '1900-02-29',
    '1900-03-01',
    '2012-06-18',
  ]);
  const mac = book({ a: sheet(1, 41078 - 1462) }, { Workbook: { WBProps: { date1904: true } } });
  const found = await read(bytesOf(mac, bookType));
  expect(found.rows[0]?.slice(1)).toEqual(['1904-01-02', '2012-06-18']);
  expect(found.format).toMatchObject({ epoch: 1904 });
});

test.each(WORKBOOKS)('blank rows keep their numbers in a %s workbook', async (bookType) => {
  const sheet = utils.aoa_to_sheet([[], ['甲', '乙'], [], [], ['1', '2']]);
  expect(await read(bytesOf(book({ a: sheet }), bookType))).toMatchObject({
    rows: [
      [2, '甲', '乙'],
      [5, '1', '2'],
    ],
    records: 5,
    blank: 3,
    head: [[''], ['甲', '乙'], ['', ''], ['', ''], ['1', '2']].map((row) =>
      row.length === 1 ? ['', ''] : row,
    ),
  });
});

test.each(WORKBOOKS)('a merged region is its value in every cell, in a %s workbook', async (bookType) => {
  const sheet = utils.aoa_to_sheet([
    ['标题'],
    ['客户', '量', ''],
    ['', '计划', '实际'],
    ['甲', 1, 2],
    ['', 3, 4],
  ]);
  sheet['!merges'] = ['A1:C1', 'A2:A3', 'B2:C2', 'A4:A5'].map((range) => utils.decode_range(range));
  const { rows, format } = await read(bytesOf(book({ a: sheet }), bookType));
  expect(rows.map((row) => row.slice(1))).toEqual([
    ['标题', '标题', '标题'],
    ['客户', '量', '量'],
    ['客户', '计划', '实际'],
    ['甲', '1', '2'],
    ['甲', '3', '4'],
  ]);
  expect(format).toMatchObject({ merged: 4, mergedTooLarge: 0 });
});

test.each(WORKBOOKS)(
  'hidden rows, columns and sheets are read and told, in a %s workbook',
  async (bookType, kind) => {
    const sheet = utils.aoa_to_sheet([
      ['(Do Not Modify) 客户', ...HEADER],
      ['x', '1', '甲', '电力'],
      ['y', '2', '乙', '电力'],
    ]);
    sheet['!cols'] = [{ hidden: true }, {}, {}, {}];
    sheet['!rows'] = [{}, {}, { hidden: true }];
    const lists = utils.aoa_to_sheet([['电力'], ['化工']]);
    const made = book({ hiddenSheet: lists, 客户: sheet });
    made.Workbook = { Sheets: [{ Hidden: 2 }, { Hidden: 0 }] };
    const { rows, format } = await read(bytesOf(made, bookType));
    expect(rows).toHaveLength(3);
    expect(format).toMatchObject({
      sheet: '客户',
      sheets: [
        { name: 'hiddenSheet', hidden: true },
        { name: '客户', hidden: false },
      ],
      hiddenColumns: ['A'],
      // the writer of .xls knows no hidden rows
      hiddenRows: kind === 'xls' ? 0 : 1,
    });
  },
);

test('the sheet with the best header is read, a named one if it is named', async () => {
  const sheets = {
    说明: utils.aoa_to_sheet([['填写说明'], ['请勿修改表头']]),
    客户: utils.aoa_to_sheet([['客户信息（*代表必填项）'], ...ROWS]),
    data: utils.aoa_to_sheet([
      ['行业', '客户级别'],
      ['电力', 'A'],
    ]),
  };
  const bytes = bytesOf(book(sheets));
  expect((await read(bytes)).format).toMatchObject({ sheet: '客户' });
  expect((await read(bytes, 'data')).rows).toHaveLength(2);
  await expect(read(bytes, '没有')).rejects.toMatchObject({
    code: 'sheet_not_found',
    hint: 'its sheets: 说明, 客户, data',
  });
  const unknown = { 空: utils.aoa_to_sheet([]), 乙: utils.aoa_to_sheet([['x', 'y']]) };
  expect((await read(bytesOf(book(unknown)))).format).toMatchObject({ sheet: '乙' });
  const hidden = book(
    { 说明: sheets.说明, 客户: sheets.客户 },
    { Workbook: { Sheets: [{}, { Hidden: 1 }] } },
  );
  expect((await read(bytesOf(hidden))).format).toMatchObject({ sheet: '客户' });
});

test.each<[string, string]>([
  ['utf-16le', 'UTF-16'],
  ['gbk', 'gb2312'],
])('a workbook in XML is read in %s', async (encoding, declared) => {
  const text = bytesOf(book({ 客户: utils.aoa_to_sheet(ROWS) }), 'xlml')
    .toString('utf8')
    .replace('encoding="UTF-8"', `encoding="${declared}"`);
  expect(text).toContain(declared);
  const bytes = iconv.encode(text, encoding, { addBOM: encoding === 'utf-16le' });
  expect((await read(bytes)).rows[1]).toEqual([2, '007', '江海电力', '电力']);
});
