import { CFB, utils } from '@e965/xlsx';
import { expect, test } from 'vitest';
import { book, bytesOf, ROWS, useTableReader } from '../testing/table-reader.ts';
import { workbookParts, zipBytes, type SheetParts, type ZipPart } from '../testing/zip-bytes.ts';

const read = useTableReader();

const xlsx = (parts: SheetParts) => zipBytes(workbookParts(parts));

test('entities and paths of hostile archives reach no file', async () => {
  const prolog = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname"><!ENTITY a "&f;&f;">]>';
  const sheet =
    '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>[&f;&a;]</t></is></c></row></sheetData>';
  expect((await read(xlsx({ prolog, sheet }))).rows).toEqual([[1, '[&f;&a;]']]);
  const more = [{ name: '../../../evil.xml', content: 'x' }];
  await expect(read(xlsx({ sheet, more }))).rejects.toMatchObject({ code: 'bad_workbook' });
});

/** A compound file of streams. */
function ole2(streams: Record<string, Buffer>): Buffer {
  const container: unknown = CFB.utils.cfb_new();
  for (const [name, content] of Object.entries(streams)) CFB.utils.cfb_add(container, name, content);
  return CFB.write(container, { type: 'buffer' }) as Buffer;
}

const PLAIN = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>';
/** the first record of a workbook of Excel 97 */
const BOF = '090808000006050000000000';
const filler = Buffer.from('x'.repeat(5000));
const withPart = (name: string, content: string | Buffer = 'x') =>
  xlsx({ sheet: PLAIN, more: [{ name, content }] });
const changed = (name: string, change: Partial<ZipPart>) =>
  zipBytes(
    workbookParts({ sheet: PLAIN }).map((part) => (part.name === name ? { ...part, ...change } : part)),
  );
const SHEET = 'xl/worksheets/sheet1.xml';
const zipOf = (...names: string[]) => zipBytes(names.map((name) => ({ name, content: 'x' })));
const xls = () => bytesOf(book({ a: utils.aoa_to_sheet(ROWS) }), 'biff8');
const xml = () => bytesOf(book({ a: utils.aoa_to_sheet(ROWS) }), 'xlml');

test.each<[string, () => Buffer | string, string, RegExp]>([
  ['nothing', () => '', 'empty_file', /empty/],
  ['a sheet without values', () => bytesOf(book({ a: utils.aoa_to_sheet([]) })), 'empty_file', /sheet a/],
  ['macros', () => withPart('xl/vbaProject.bin'), 'macro_workbook', /macros/],
  [
    'a workbook of the macro type',
    () =>
      changed('[Content_Types].xml', {
        content:
          '<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>',
      }),
    'macro_workbook',
    /macros/,
  ],
  [
    'a sheet of macros of Excel 4',
    () =>
      changed('[Content_Types].xml', {
        content:
          '<Types><Override PartName="/xl/macrosheets/sheet1.xml" ContentType="application/vnd.ms-excel.macrosheet+xml"/></Types>',
      }),
    'macro_workbook',
    /macros/,
  ],
  [
    'macros in an old workbook',
    () =>
      ole2({
        '/Workbook': Buffer.from(`${BOF}0a000000`, 'hex'),
        '/_VBA_PROJECT_CUR/VBA/dir': filler,
      }),
    'macro_workbook',
    /macros/,
  ],
  [
    'a password',
    () => ole2({ '/EncryptedPackage': filler, '/EncryptionInfo': filler }),
    'encrypted_workbook',
    /password/,
  ],
  [
    'a password of an old workbook',
    () =>
      ole2({
        '/Workbook': Buffer.concat([
          Buffer.from(BOF, 'hex'),
          Buffer.from('2f000600000001000100', 'hex'),
          filler,
        ]),
      }),
    'encrypted_workbook',
    /password/,
  ],
  ['a password of the archive', () => changed(SHEET, { flags: 1 }), 'encrypted_workbook', /password/],
  ['a bomb that says so', () => changed(SHEET, { declared: 0xfffffff0 }), 'archive_too_large', /declares/],
  [
    'a bomb that lies',
    () => changed(SHEET, { content: Buffer.alloc(20 << 20), declared: 100 }),
    'archive_too_large',
    /200 times/,
  ],
  [
    'parts that lie about their sizes',
    () =>
      xlsx({
        sheet: PLAIN,
        more: Array.from({ length: 20 }, (_, i) => ({
          name: `xl/p${i}`,
          content: Buffer.alloc(7.9 * (1 << 20)),
          declared: 1,
        })),
      }),
    'bad_workbook',
    /not what the archive says/,
  ],
  ['a part that is not as long as it says', () => changed(SHEET, { declared: 7 }), 'bad_workbook', /damaged/],
  ['a part of another checksum', () => changed(SHEET, { crc: 7 }), 'bad_workbook', /damaged/],
  ['half a workbook', () => withPart('x').subarray(0, 900), 'bad_workbook', /damaged/],
  ['half an old workbook', () => xls().subarray(0, 1200), 'bad_workbook', /damaged/],
  ['half a workbook in XML', () => xml().subarray(0, 900), 'bad_workbook', /does not end/],
  [
    'a binary workbook',
    () => bytesOf(book({ a: utils.aoa_to_sheet(ROWS) }), 'xlsb'),
    'unsupported_format',
    /xlsb/,
  ],
  [
    'an OpenDocument',
    () => bytesOf(book({ a: utils.aoa_to_sheet(ROWS) }), 'ods'),
    'unsupported_format',
    /ods/,
  ],
  ['a Word document', () => zipOf('[Content_Types].xml', 'word/document.xml'), 'unsupported_format', /Word/],
  ['an old Word document', () => ole2({ '/WordDocument': filler }), 'unsupported_format', /Word/],
  ['a compound file of something', () => ole2({ '/Other': filler }), 'unsupported_format', /compound/],
  ['a zip of files', () => zipOf('一月.csv', '二月.csv'), 'unsupported_format', /一月.csv, 二月.csv/],
  ['an empty zip', () => zipOf(), 'unsupported_format', /empty zip/],
  ['a PDF', () => '%PDF-1.7\n', 'unsupported_format', /PDF/],
  ['a picture', () => Buffer.from('89504e470d0a1a0a0000000d', 'hex'), 'unsupported_format', /image/],
  ['JSON that is cut', () => '[\n  {"id": 1}\n', 'bad_json', /no JSON/],
  ['a web archive', () => 'MIME-Version: 1.0\n', 'unsupported_format', /mht/],
  ['XML of something', () => '<?xml version="1.0"?><invoice/>', 'unsupported_format', /XML/],
  ['a page without the table', () => '<html><body>请重新登录</body></html>', 'table_not_found', /客户编号/],
])('%s is a named error', async (_what, bytes, code, message) => {
  await expect(read(bytes(), undefined, 'bad.xlsx')).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message) as string,
    where: { file: 'bad.xlsx' },
    hint: expect.any(String) as string,
  });
});
