import { utils } from '@e965/xlsx';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { book, bytesOf, ROWS, useTableReader } from '../testing/table-reader.ts';
import { workbookParts, zipBytes, type SheetParts } from '../testing/zip-bytes.ts';

const read = useTableReader();

/** A sheet in XML as Excel writes it and no library does. */
const xlsx = (parts: SheetParts) => zipBytes(workbookParts(parts));
const text = (inner: string) => `<si>${inner}</si>`;

test('shared texts: rich text is plain, readings are left out, line ends are kept', async () => {
  const strings = [
    text('<r><rPr><b/></rPr><t>江海</t></r><r><t xml:space="preserve"> 电力</t></r>'),
    text('<t>一_x000D_\n二</t>'),
    text('<t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh>'),
    text('<t>0012</t>'),
    text('<t>&lt;b&gt; &amp; &#28844;</t>'),
  ];
  const cells = strings.map((_, i) => `<c r="${'ABCDE'[i]}1" t="s"><v>${i}</v></c>`).join('');
  const { rows } = await read(
    xlsx({ strings: strings.join(''), sheet: `<sheetData><row r="1">${cells}</row></sheetData>` }),
  );
  expect(rows).toEqual([[1, '江海 电力', '一\r\n二', '東京', '0012', '<b> & 炬']]);
});

test('formats that Chinese Excel keeps by number are dates', async () => {
  const ids = [14, 22, 27, 31, 57, 58];
  const styles = `<cellXfs count="${ids.length}">${ids.map((id) => `<xf numFmtId="${id}" applyNumberFormat="1"/>`).join('')}</cellXfs>`;
  const cells = ids.map((_, i) => `<c r="${'ABCDEF'[i]}1" s="${i}"><v>41078</v></c>`).join('');
  const { rows } = await read(xlsx({ styles, sheet: `<sheetData><row r="1">${cells}</row></sheetData>` }));
  expect(rows[0]?.slice(1)).toEqual(ids.map(() => '2012-06-18'));
});

test('custom formats: dates in words are dates, numbers in words are numbers', async () => {
  const formats: [string, number, string][] = [
    ['yyyy"年"m"月"d"日"', 41078, '2012-06-18'],
    ['[$-804]yyyy/m/d 上午/下午h:mm', 41078.5, '2012-06-18 12:00:00'],
    ['#,##0.00"日"', 41078, '41078'],
    ['0.00_);[Red](0.00)', 41078, '41078'],
    ['0"%以内"', 5, '5'],
    ['yyyy-mm-dd', -1, '-1'],
  ];
  const sheet = utils.aoa_to_sheet([formats.map(([z, v]) => ({ t: 'n', v, z }))]);
  const { rows } = await read(bytesOf(book({ a: sheet })));
  expect(rows[0]?.slice(1)).toEqual(formats.map(([, , expected]) => expected));
});

test('a formula is its last value; formatted cells without one are empty; the stated size is not believed', async () => {
  const sheet = `<dimension ref="A1:XFD1048576"/><sheetData>
    <row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>"a"&amp;"b"</f><v>ab</v></c><c r="C1" t="b"><v>1</v></c></row>
    <row r="3"><c r="A3" t="e"><v>#DIV/0!</v></c><c r="Z3" s="0"/></row><row r="900" s="1"/></sheetData>`;
  expect(await read(xlsx({ sheet }))).toMatchObject({
    rows: [
      [1, '2', 'ab', 'TRUE'],
      [3, '#DIV/0!', null, null],
    ],
    records: 3,
  });
});

test('a merge over a whole column paints, it does not fill; a stray cell at the edge is named', async () => {
  const rows = Array.from({ length: 300 }, (_, i) => [i, ...Array<number>(399).fill(1)]);
  const sheet = utils.aoa_to_sheet(rows);
  sheet['!merges'] = [utils.decode_range('A1:OJ300')];
  const { format, rows: found } = await read(bytesOf(book({ a: sheet })));
  expect(format).toMatchObject({ merged: 0, mergedTooLarge: 1 });
  expect(found[1]?.[2]).toBe('1');
  const edge = utils.aoa_to_sheet([['a']]);
  utils.sheet_add_aoa(edge, [['x']], { origin: 'XFD1' });
  await expect(read(bytesOf(book({ a: edge })))).rejects.toMatchObject({ code: 'table_too_wide' });
});

test('texts of a workbook before Excel 97 are in the code page of its system', async () => {
  const record = (id: number, ...content: (number[] | Buffer)[]) => {
    const body = Buffer.concat(content.map((part) => Buffer.from(part)));
    return Buffer.concat([Buffer.from([id & 255, id >> 8, body.length & 255, body.length >> 8]), body]);
  };
  const label = (row: number, column: number, value: string) => {
    const bytes = iconv.encode(value, 'gbk');
    return record(0x0204, [row, 0, column, 0, 0, 0, bytes.length, 0], bytes);
  };
  const cells = ROWS.flatMap((row, r) => row.map((value, c) => label(r, c, value)));
  const bof = record(0x0409, [0, 0, 0x10, 0, 0, 0]);
  const bytes = Buffer.concat([bof, record(0x42, [0xa8, 0x03]), ...cells, record(0x0a)]);
  const found = await read(bytes);
  expect(found.format).toMatchObject({ kind: 'xls' });
  expect(found.rows[1]).toEqual([2, '007', '江海电力', '电力']);
  const locked = Buffer.concat([bof, record(0x2f, [0, 0, 1, 2, 3, 4]), ...cells, record(0x0a)]);
  await expect(read(locked)).rejects.toMatchObject({ code: 'encrypted_workbook' });
  await expect(read(bytes.subarray(0, 60))).rejects.toMatchObject({ code: 'bad_workbook' });
});

test('merges that lie over each other are filled up to a limit, and the sheet is read in good time', async () => {
  const rows = Array.from({ length: 1000 }, (_, i) => [i, ...Array<number>(89).fill(1)]);
  const sheet = utils.aoa_to_sheet(rows);
  sheet['!merges'] = Array.from({ length: 5000 }, () => utils.decode_range('A1:CL1000'));
  const { format, records } = await read(bytesOf(book({ a: sheet })));
  expect(records).toBe(1000);
  expect(format).toMatchObject({ merged: 111, mergedTooLarge: 4889 });
});
