import iconv from 'iconv-lite';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadSources } from '../../data/source-file.ts';
import { useCellConnection } from '../testing/cell-connection.ts';
import { DELIVERY_HEADER, deliveryLine } from '../testing/small-home.ts';
import { readCsv } from './read-csv.ts';
import { numbered } from './record-number.ts';
import { stageFile } from './stage.ts';

const connection = useCellConnection();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'coalface-csv-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const HEAD = ['甲,乙', ...Array<string>(15).fill('1,2')];

/** Records by number (the first sixteen left out), the malformed ones, and the count made on the bytes. */
async function read(lines: string[], newline = '\n', encoding = 'utf-8') {
  const file = path.join(folder, 'a.csv');
  await writeFile(
    file,
    iconv.encode(`${[...HEAD, ...lines].join(newline)}${newline}`, encoding, {
      addBOM: encoding.startsWith('utf-16'),
    }),
  );
  const raw = await readCsv(connection(), file, 'a.csv', path.join(folder, 'scratch'));
  await connection().run(`CREATE OR REPLACE TEMP TABLE seen AS FROM ${raw.scan}`);
  const malformed = await raw.malformed();
  const leftOut = [...raw.blank, ...malformed.map((one) => one.row)];
  const relation = await numbered(connection(), 'seen', 'rowid + 1', leftOut);
  const reader = await connection().runAndReadAll(`FROM ${relation} ORDER BY _row`);
  const found = reader.getRowsJS().slice(HEAD.length) as [bigint, ...(string | null)[]][];
  await raw.dispose();
  return {
    records: raw.records,
    rows: Object.fromEntries(found.map(([row, ...cells]) => [Number(row), cells])),
    malformed: malformed.map(({ row, text }) => [row, text]),
  };
}

test.each(['utf-8', 'gb18030', 'utf-16le'])(
  'record numbers leave room for what is blank or malformed, in %s',
  async (encoding) => {
    for (const newline of ['\n', '\r\n']) {
      const lines = ['', '煤,1', '', '', '3,4,5', '5,6', '7,8,9', '', '"一"二,1', '9,9'];
      expect(await read(lines, newline, encoding)).toEqual({
        records: 26,
        rows: { 18: ['煤', '1'], 22: ['5', '6'], 26: ['9', '9'] },
        malformed: [
          [21, '3,4,5'],
          [23, '7,8,9'],
          [25, '"一"二,1'],
        ],
      });
    }
  },
);

test('a quoted line break is inside a field, and numbers behind it stay right', async () => {
  for (const newline of ['\n', '\r\n']) {
    const lines = [`"一${newline}二${newline}${newline}三",1`, '', '3,4,5', '"a ""b""",2'];
    expect(await read(lines, newline)).toEqual({
      records: 20,
      rows: { 17: [`一${newline}二${newline}${newline}三`, '1'], 20: ['a "b"', '2'] },
      malformed: [[19, '3,4,5']],
    });
  }
});

test('a quote in the middle of a field is text; a short record ends in empty cells', async () => {
  const { rows, malformed } = await read(['5" pipe,x""y', '7']);
  expect(rows).toEqual({ 17: ['5" pipe', 'x""y'], 18: ['7', null] });
  expect(malformed).toEqual([]);
});

test('the transcoded copy does not stay', async () => {
  await read(['煤,1'], '\n', 'gb18030');
  expect(await readdir(path.join(folder, 'scratch'))).toEqual([]);
});

test.each(['utf-8', 'gb18030', 'utf-16le', 'utf-16be'])(
  'line ends of every kind are read, in %s',
  async (encoding) => {
    for (const newline of ['\r', '\r\r\n', '\n']) {
      const text = ['"一\r\n二",1', `3,4${'\r\n'}5,6`, '7,8'].join(newline);
      const { rows, records, malformed } = await read([text], '\n', encoding);
      expect(Object.values(rows)).toEqual([
        ['一\r\n二', '1'],
        ['3', '4'],
        ['5', '6'],
        ['7', '8'],
      ]);
      expect({ records, malformed }).toEqual({ records: newline === '\r\r\n' ? 22 : 20, malformed: [] });
    }
  },
);

test.each(['utf-8', 'gb18030'])('a stray quote costs its record alone, in %s', async (encoding) => {
  for (const newline of ['\n', '\r\n']) {
    const lines = ['1,2', '', '煤,"3', '4,"五"', '5,6,7', '"六\n七",8', '9,"'];
    expect(await read(lines, newline, encoding)).toEqual({
      records: 23,
      rows: { 17: ['1', '2'], 20: ['4', '五'], 22: ['六\n七', '8'] },
      malformed: [
        [19, '煤,"3'],
        [23, '9,"'],
        [21, '5,6,7'],
      ],
    });
  }
});

test('NUL is left out; half a character is shown as lost; other control characters are text', async () => {
  const { rows } = await read(['a\0b,1', 'c\u0001\u001f,2']);
  expect(rows).toEqual({ 17: ['ab', '1'], 18: ['c\u0001\u001f', '2'] });
  const file = path.join(folder, 'cut.csv');
  await writeFile(
    file,
    Buffer.concat([
      Buffer.from('煤种煤种煤种煤种煤种煤种,吨\n煤'),
      Buffer.from([0xe7, 0x82]),
      Buffer.from(',2\n'),
    ]),
  );
  const raw = await readCsv(connection(), file, 'cut.csv', path.join(folder, 'scratch'));
  expect((await connection().runAndReadAll(`FROM ${raw.scan}`)).getRowsJS()[1]).toEqual(['煤\ufffd', '2']);
  await raw.dispose();
});

test('what was understood is told', async () => {
  const file = path.join(folder, 'f.csv');
  await writeFile(file, iconv.encode('sep=;\r\n煤;吨\r\nQ5500;1,5\r\n', 'gb18030'));
  const raw = await readCsv(connection(), file, 'f.csv', path.join(folder, 'scratch'));
  expect(raw.format).toEqual({
    kind: 'text',
    encoding: 'gb18030',
    delimiter: ';',
    lineEnds: 'crlf',
    damaged: false,
    nul: false,
  });
  expect(raw.head).toEqual([
    ['sep=', ''],
    ['煤', '吨'],
    ['Q5500', '1,5'],
  ]);
  await raw.dispose();
});

test('through the contract: a stray quote and mixed line ends lose no other row', async () => {
  const file = path.join(folder, 'bad.csv');
  const line = (ticket: string, remark: string) => deliveryLine(ticket, '2012-06-02', 'C001', 4, remark);
  await writeFile(
    file,
    `${DELIVERY_HEADER}\r\n${line('T1', '补')}\n${line('T2', '"补')}\r\n${line('T3', '')}\r${line('T4', '')}\r\n`,
  );
  const deliveries = (await loadSources()).get('deliveries');
  if (!deliveries) throw new Error('no source');
  const staged = await stageFile(connection(), deliveries, file, 'bad.csv', folder);
  const found = await connection().runAndReadAll(
    `SELECT ticket_no FROM staged WHERE _kind = 'data' AND _reasons IS NULL ORDER BY _row`,
  );
  expect(found.getRowsJS().flat()).toEqual(['T1', 'T3', 'T4']);
  const rejected = await connection().runAndReadAll('SELECT _row, original FROM rejected');
  expect(rejected.getRowsJS()).toEqual([[3n, expect.stringContaining('T2,2012-06-02')]]);
  await staged.dispose();
});

test('bytes that no encoding explains are a named error, and leave no copy behind', async () => {
  const file = path.join(folder, 'bad.csv');
  await writeFile(file, Buffer.concat([Buffer.from('a,b\n'), Buffer.from([0xff, 0xff, 0x2c, 0x31, 0x0a])]));
  await expect(readCsv(connection(), file, 'bad.csv', path.join(folder, 'scratch'))).rejects.toMatchObject({
    code: 'bad_encoding',
    where: { file: 'bad.csv' },
  });
  expect(await readdir(path.join(folder, 'scratch'))).toEqual([]);
});
