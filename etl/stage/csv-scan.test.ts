import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Rng } from '../sample/random.ts';
import { scanCsv, type CsvScan } from './csv-scan.ts';

const BLOCK = 1 << 20;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'coalface-scan-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function scan(bytes: Buffer | string): Promise<CsvScan> {
  const file = path.join(folder, 'a.csv');
  await writeFile(file, bytes);
  return scanCsv(file, 'a.csv');
}

/** What csv-parse, another implementation, makes of a text. */
function parsed(text: string, delimiter: string): { records: number; blank: number[]; multiline: boolean } {
  const records: string[][] = parse(text, {
    delimiter,
    bom: true,
    relaxQuotes: true,
    relaxColumnCount: true,
  });
  return {
    records: records.length,
    blank: records.flatMap((cells, i) => (cells.length === 1 && cells[0] === '' ? [i + 1] : [])),
    multiline: records.some((cells) => cells.some((cell) => cell.includes('\n'))),
  };
}

const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
const utf16be = (text: string) => Buffer.from(utf16(text)).swap16();

test.each<[string, Buffer, CsvScan['encoding']]>([
  ['ASCII', Buffer.from('a,b\n1,2\n'), 'utf-8'],
  ['UTF-8', Buffer.from('煤种,吨\nQ5500,2\n'), 'utf-8'],
  ['UTF-8 with a mark', Buffer.from('\ufeff煤种,吨\nQ5500,2\n'), 'utf-8'],
  ['GB18030', iconv.encode('煤种,吨\nQ5500,2\n', 'gb18030'), 'gb18030'],
  ['GB18030, four-byte characters', iconv.encode('a,b\n㐀𠀀,2\n', 'gb18030'), 'gb18030'],
  ['UTF-16', utf16('煤种,吨\nQ5500,2\n'), 'utf-16le'],
  ['UTF-16 of the other byte order', utf16be('煤种,吨\nQ5500,2\n'), 'utf-16be'],
])('%s is recognised', async (_what, bytes, encoding) => {
  expect(await scan(bytes)).toEqual({
    encoding,
    damaged: false,
    nul: false,
    delimiter: ',',
    lineEnds: 'lf',
    records: 2,
    blank: [],
    multiline: false,
    stray: new Set(),
  });
});

test.each<[CsvScan['delimiter'], string]>([
  [',', 'a,b,c\n1;2,3,4\n'],
  [';', 'a;b;c\n1,5;2;3\n'],
  ['\t', 'a\tb\tc\n1,234\t2\t3\n'],
  ['|', 'a|b|c\n1|2|3\n'],
])('the delimiter %j is found', async (delimiter, text) => {
  expect((await scan(text)).delimiter).toBe(delimiter);
  expect((await scan(utf16(text))).delimiter).toBe(delimiter);
});

test.each<[string, string, number, number[], boolean]>([
  ['no line break at the end', 'a,b\n1,2', 2, [], false],
  ['CR LF', 'a,b\r\n1,2\r\n', 2, [], false],
  ['blank records', 'a,b\n\n1,2\n\n\n', 5, [2, 4, 5], false],
  ['blank records with CR LF', '\r\na,b\r\n\r\n1,2\r\n', 4, [1, 3], false],
  ['spaces are not blank', 'a,b\n \n1,2\n', 3, [], false],
  ['a quoted line break', 'a,b\n"x\ny",2\n3,4\n', 3, [], true],
  ['a quoted blank line', 'a,b\n"x\n\ny",2\n\n', 3, [3], true],
  ['doubled quotes', 'a,b\n"x ""y""\n""",2\n3,4\n', 3, [], true],
  ['an empty quoted field', 'a,b\n"",""\n3,4\n', 3, [], false],
  ['a quote in the middle of a field', 'a,b\n5" pipe,2\n3,4\n', 3, [], false],
  ['two quotes in the middle of a field', 'a,b\nx""y,2\n3,4\n', 3, [], false],
  ['a quote behind the byte order mark', '\ufeff"a\nb",c\n1,2\n', 2, [], true],
  ['a quoted delimiter', 'a,b\n"1,\n2",2\n', 2, [], true],
])('%s', async (_what, text, records, blank, multiline) => {
  const expected = { records, blank, multiline };
  expect(parsed(text, ',')).toEqual(expected);
  expect(await scan(text)).toMatchObject(expected);
  const unmarked = text.replace('\ufeff', '');
  expect(await scan(iconv.encode(unmarked, 'gb18030'))).toMatchObject(expected);
  expect(await scan(utf16(unmarked))).toMatchObject(expected);
});

test('random files count as csv-parse counts them, in every encoding', async () => {
  const rng = new Rng(7, 'csv-scan');
  const fields = [
    '',
    '1',
    '江海电力',
    'x y',
    '5" pipe',
    '"a,b"',
    '"x\ny"',
    '"he said ""no"""',
    '""',
    '"\r\n"',
    '"""\n"""',
  ];
  for (let round = 0; round < 60; round += 1) {
    const [delimiter, newline] = [rng.pick([',', ';', '\t', '|'] as const), rng.pick(['\n', '\r\n'])];
    const lines = Array<string>(3).fill(['甲', '乙', '丙'].join(delimiter));
    for (let left = rng.int(0, 40); left > 0; left -= 1) {
      lines.push(
        rng.chance(0.15) ? '' : [rng.pick(fields), rng.pick(fields), rng.pick(fields)].join(delimiter),
      );
    }
    const text = lines.join(newline) + (rng.chance(0.5) ? newline : '');
    const expected = { ...parsed(text, delimiter), delimiter };
    expect(await scan(text), JSON.stringify(text)).toMatchObject({ ...expected, encoding: 'utf-8' });
    expect(await scan(iconv.encode(text, 'gb18030'))).toMatchObject({ ...expected, encoding: 'gb18030' });
    expect(await scan(utf16(text))).toMatchObject({ ...expected, encoding: 'utf-16le' });
  }
});

// each shift of the header puts the edge of the block at another byte of the row
test.each<[string, string, (text: string) => Buffer, number]>([
  ['UTF-8 characters', '煤,炭,吨\n', (text) => Buffer.from(text), 12],
  ['GB18030 characters', '煤,炭,吨\n', (text) => iconv.encode(text, 'gb18030'), 9],
  ['UTF-16 characters', '煤,炭,吨\n', utf16, 12],
  ['quotes and line breaks', '"a""\n",""\r\n', (text) => Buffer.from(text), 11],
  ['quotes and line breaks in UTF-16', '"a""\n",""\r\n', utf16, 22],
  ['blank records', '1,2\r\n\r\n', (text) => Buffer.from(text), 7],
  ['blank records in UTF-16', '1,2\r\n\r\n', utf16, 14],
])('the edge of a 1 MiB block inside %s changes nothing', async (_what, row, encode, bytesOfRow) => {
  const rows = Math.ceil(BLOCK / bytesOfRow) + 20;
  const body = row.repeat(rows);
  for (let shift = 1; shift <= bytesOfRow; shift += 1) {
    const text = `${'h'.repeat(shift)},b\r\n${body}`;
    const blankPerRow = row.endsWith('\n\r\n') ? 1 : 0;
    const found = await scan(encode(text));
    expect(found.records, `shift ${shift}`).toBe(1 + rows * (1 + blankPerRow));
    expect(found.blank).toHaveLength(rows * blankPerRow);
    expect(found.multiline).toBe(row.includes('""\n'));
  }
});

test('one record longer than a block is one record', async () => {
  const text = `a,b\n"${'长\n'.repeat(600_000)}",2\n3,4\n`;
  expect(await scan(text)).toMatchObject({ records: 3, multiline: true, encoding: 'utf-8' });
});

test('half a character that a program left at the end of a text does not make the file another encoding', async () => {
  const cut = Buffer.concat([
    Buffer.from('名称,吨\n'.padEnd(40, '煤')),
    Buffer.from('炭').subarray(0, 2),
    Buffer.from(',2\n'),
  ]);
  expect(await scan(cut)).toMatchObject({ encoding: 'utf-8', damaged: true, records: 2 });
  const late = Buffer.concat([Buffer.from('煤炭,2\n'.repeat(BLOCK / 8)), cut]);
  expect(await scan(late)).toMatchObject({ encoding: 'utf-8', damaged: true });
});

test.each<[CsvScan['lineEnds'], string, number, number[]]>([
  ['cr', 'a,b\r1,2\r\r3,4', 4, [3]],
  ['mixed', 'a,b\r\n1,2\n3,4\r\n', 3, []],
  ['mixed', 'a,b\r1,2\n3,4\r\n\r\n', 4, [4]],
  ['mixed', 'a,b\r\r\n1,2\r\n', 3, [2]],
  ['crlf', '"a\rb\n",b\r\n1,2\r\n', 2, []],
  ['lf', '"a\r\nb",b\n1,2\n', 2, []],
])('line ends: %s', async (lineEnds, text, records, blank) => {
  expect(await scan(text)).toMatchObject({ lineEnds, records, blank });
  expect(await scan(utf16(text))).toMatchObject({ lineEnds, records, blank });
});

test('line ends are told apart at every place in a slice', async () => {
  const row = '12,34\r\n';
  for (let shift = 0; shift < row.length; shift += 1) {
    const text = `${'h'.repeat(shift)},b\r\n${row.repeat(12_000)}`;
    expect(await scan(text), `shift ${shift}`).toMatchObject({
      records: 12_001,
      lineEnds: 'crlf',
      blank: [],
    });
    expect(await scan(`${text}5,6\n`)).toMatchObject({ records: 12_002, lineEnds: 'mixed' });
  }
});

test.each<[string, string, number[]]>([
  ['at the end', 'a,b\n1,2\n3,"4\n5,6\n', [3]],
  ['before another quoted field', 'a,b\n1,"2\n3,"x"\n4,"y"\n', [2]],
  ['twice', 'a,b\n"1,2\n3,4\n5,"6\n7,"8"\n', [2, 4]],
  ['in the last byte', 'a,b\n1,"', [2]],
])('a stray quote costs its record alone: %s', async (_what, text, rows) => {
  const records = text.trimEnd().split('\n').length;
  const expected = { records, stray: new Set(rows), multiline: false };
  expect(await scan(text)).toMatchObject(expected);
  expect(await scan(iconv.encode(text, 'gb18030'))).toMatchObject(expected);
  expect(await scan(utf16(text))).toMatchObject(expected);
});

test('a stray quote is found when it would swallow more than a record may hold', async () => {
  const text = `a,b\n1,"2\n${'3,4\n'.repeat(BLOCK + BLOCK / 4)}5,"x"\n`;
  expect(await scan(text)).toMatchObject({ records: 3 + BLOCK + BLOCK / 4, stray: new Set([2]) });
});

test('a NUL here and there is no reason to refuse a text', async () => {
  const text = `a,b\n${'1,2\n'.repeat(BLOCK / 2)}1\0,2\n`;
  expect(await scan(text)).toMatchObject({ nul: true, records: BLOCK / 2 + 2 });
});

const names = Array.from({ length: 30 }, (_, i) => `江海电力燃料公司,动力煤,${i}`).join('\n');
test.each<[string, Buffer | string, string]>([
  ['nothing', Buffer.alloc(0), 'empty_file'],
  ['a byte order mark alone', Buffer.from('\ufeff'), 'empty_file'],
  ['a UTF-16 mark alone', Buffer.from([0xff, 0xfe]), 'empty_file'],
  ['NUL bytes all over', Buffer.from('a,b\n1\0,2\n'.repeat(5)), 'unsupported_encoding'],
  ['UTF-16 without its mark', Buffer.from('a,b\n1,2\n', 'utf16le'), 'unsupported_encoding'],
  ['UTF-8 once read as GBK', iconv.decode(Buffer.from(names), 'gb18030'), 'bad_encoding'],
  [
    'a long text of UTF-8 once read as GBK',
    iconv.decode(Buffer.from(`${names}\n`.repeat(20)), 'gb18030'),
    'bad_encoding',
  ],
  ['UTF-8 once read as Latin-1', iconv.decode(Buffer.from(names), 'windows-1252'), 'bad_encoding'],
  ['GBK once read as Latin-1', iconv.decode(iconv.encode(names, 'gbk'), 'latin1'), 'bad_encoding'],
  ['characters lost', names.replaceAll('电', '\ufffd'), 'bad_encoding'],
  [
    'characters lost and read as GBK',
    iconv.encode(names.replaceAll('电力', '锟斤拷'), 'gbk'),
    'bad_encoding',
  ],
])('%s is refused by name', async (_what, bytes, code) => {
  await expect(scan(bytes)).rejects.toMatchObject({ code, where: { file: 'a.csv' } });
});

test.each<[string, Buffer | string]>([
  ['a lost character in one cell', `${names}\n江海\ufffd,1,2\n`],
  [
    'names of other countries',
    'name,city\nMüller & Söhne,Köln\nCafé Zoë,Besançon\nŁódź,São Paulo\n'.repeat(9),
  ],
  ['names in another alphabet', 'название,город\nКузбассразрезуголь,Кемерово\nСУЭК,Москва\n'],
  ['the word whose GBK is UTF-8 by chance', '煤炭,煤炭\n煤炭,煤炭\n煤炭,煤炭\n'],
  ['rare characters', '矿,吨\n鄂尔多斯市准格尔旗薛家湾镇,1\n榆林市神木县大柳塔镇,2\n'],
  ['rare characters in GBK', iconv.encode('矿,吨\n鄂尔多斯市准格尔旗薛家湾镇,1\n榆林市神木县,2\n', 'gbk')],
])('%s: the text is read', async (_what, bytes) => {
  await expect(scan(bytes)).resolves.toMatchObject({ delimiter: ',' });
});

test('a record that is too long is refused with its number', async () => {
  await expect(scan(`a,b\n1,2\n${'x'.repeat(5 * BLOCK)}\n`)).rejects.toMatchObject({
    code: 'record_too_long',
    where: { file: 'a.csv', row: 3 },
  });
});

test('where stray quotes are many the file is damaged', async () => {
  await expect(scan('1,"2\n'.repeat(61))).rejects.toMatchObject({
    code: 'unclosed_quote',
    where: { file: 'a.csv' },
  });
});
