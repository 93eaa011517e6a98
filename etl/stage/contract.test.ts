import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rows } from '../../data/duck.ts';
import { parseSource } from '../../data/source-file.ts';
import { Rng } from '../sample/random.ts';
import { useCellConnection } from '../testing/cell-connection.ts';
import { compileContract } from './contract.ts';
import { findHeader } from './header.ts';
import { rejectedRows } from '../../data/quarantine.ts';
import { stageFile } from './stage.ts';

const source = parseSource(
  `
id: trial
title: { zh: 试, en: trial }
object: observation
origin: { kind: files, folder: trial, ending: .csv }
columns:
  no: { type: text, from: [编号], required: true }
  day: { type: date, from: [日期], required: true }
  stamp: { type: timestamp, from: [时间] }
  grade: { type: enum, from: [煤种], values: { Q5500: [Q5500, 5500大卡], Q5000: [Q5000] } }
  province: { type: text, reference: province, from: [省份] }
  net: { type: decimal, scale: 3, unit: 吨, from: [净重], min: 0, max: 100000 }
  limit: { type: decimal, scale: 2, unit: 元, from: [额度] }
  price: { type: range, scale: 2, unit: 元/吨, from: [价格], min: 100, max: 3000 }
key: [no]
period: { end: day }
observations: [{ series: X, value: net }]
rules:
  - { code: day_after_stamp, columns: [day, stamp], expect: 'day <= stamp', message: { zh: 迟, en: late } }
`,
  'trial.yaml',
);
const TITLES = '编号,日期,时间,煤种,省份,净重(吨),额度(万元),价格(元/吨)';

const connection = useCellConnection();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'coalface-contract-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The typed rows and the reasons of the others, each by its record number. */
async function staged(
  lines: string[],
): Promise<{ good: Map<number, string>; reasons: Map<number, string[]> }> {
  const file = path.join(folder, 'a.csv');
  await writeFile(file, lines.join('\n'));
  const table = await stageFile(connection(), source, file, 'a.csv', folder);
  const fields = [...Object.keys(source.columns), '_hash'].map((name) => `'${name}': "${name}"`).join(', ');
  try {
    const good = await rows<{ row: bigint; text: string }>(
      connection(),
      `SELECT _row AS row, to_json({${fields}})::VARCHAR AS text
       FROM staged WHERE _kind = 'data' AND _reasons IS NULL`,
    );
    const kept = await rejectedRows(connection(), 'rejected');
    return {
      good: new Map(good.map((row) => [Number(row.row), row.text])),
      reasons: new Map(kept.map((row) => [row.row, row.reasons.map((reason) => reason.code)])),
    };
  } finally {
    await table.dispose();
  }
}

async function one(
  cells: Partial<Record<string, string>>,
  titles = TITLES,
): Promise<Record<string, unknown> | string[] | undefined> {
  const plain = {
    编号: 'T1',
    日期: '2012-06-18',
    时间: '',
    煤种: 'Q5500',
    省份: '江苏',
    净重: '40',
    额度: '',
    价格: '',
  };
  const line = Object.values({ ...plain, ...cells }).map((cell) => `"${cell}"`);
  const { good, reasons } = await staged([titles, line.join(',')]);
  const text = good.get(2);
  return text === undefined ? reasons.get(2) : (JSON.parse(text) as Record<string, unknown>);
}

test('what the swift pass reads, the careful pass reads alike', async () => {
  const rng = new Rng(11, 'contract');
  const cells: string[][] = [
    [
      '2012-06-18',
      '2012/6/18',
      '2012.6.18',
      '20120618',
      '41078',
      '12-06-18',
      '2012-02-30',
      '',
      '300000-01-01',
      'infinity',
    ],
    ['2012-06-18 07:42:00', '2012/6/18 7:42', '2012-06-18', '', '--', '12-06-18 07:42', '7:42'],
    ['Q5500', '5500大卡', 'q5000', 'Ｑ５０００', 'Q9', '', '无'],
    ['江苏', '江苏 ', '江　苏', '火星', '', '-'],
    [
      '40',
      '40.0005',
      '1.23449999',
      '40.12349999999',
      '1,234.5',
      '４０',
      '-1',
      '1e3',
      '99999999999999999',
      '1e30',
      'x',
      '',
      '12,5',
      '(5)',
    ],
    [
      '120',
      '0.000001',
      '0.0000005',
      '1,200',
      '1.2万',
      '12345678901234',
      '123456789012345678亿',
      '',
      '—',
      '120元',
    ],
    ['780-790', '785', '790-780', '50-60', '780~79,0', '99999999999999999', '', '面议'],
  ];
  const lines = Array.from({ length: 600 }, (_, i) => [`T${i}`, ...cells.map((column) => rng.pick(column))]);
  const quoted = (line: string[], no: string) => [no, ...line.slice(1)].map((cell) => `"${cell}"`).join(',');
  const plain = await staged([TITLES, ...lines.map((line) => quoted(line, line[0] ?? ''))]);
  // a padded first cell sends the whole record through the careful pass, and is itself read without the padding
  const careful = await staged([TITLES, ...lines.map((line) => quoted(line, ` ${line[0]} `))]);
  expect(plain.good.size).toBeGreaterThan(10);
  expect(plain.good.size + plain.reasons.size).toBe(lines.length);
  expect(careful).toEqual(plain);
});

test.each<[string, Record<string, string>, Record<string, unknown> | string[]]>([
  [
    'a plain row',
    {},
    {
      no: 'T1',
      day: '2012-06-18',
      stamp: null,
      grade: 'Q5500',
      province: '江苏',
      net: 40,
      limit: null,
      price: null,
    },
  ],
  ['an Excel day', { 日期: '41078' }, { day: '2012-06-18' }],
  ['a synonym in full width', { 煤种: '５５００大卡' }, { grade: 'Q5500' }],
  ['a number in full width', { 净重: '１，２３４．５' }, { net: 1234.5 }],
  ['a range', { 价格: '780-790' }, { price: [780, 790] }],
  ['a single price', { 价格: '785' }, { price: [785, 785] }],
  ['a text for no value', { 净重: '--', 省份: '—' }, { net: null, province: null }],
  ['a year of two digits', { 日期: '12-06-18' }, ['invalid_date']],
  ['a day that is none', { 日期: '2012-02-30' }, ['invalid_date']],
  ['no key', { 编号: '—' }, ['required']],
  ['no number', { 净重: '约40' }, ['invalid_number']],
  ['a number too large for the column', { 净重: '99999999999999999' }, ['invalid_number']],
  ['a number too large once converted', { 额度: '123456789012345678亿' }, ['invalid_number']],
  ['a range too large for the column', { 价格: '99999999999999999' }, ['invalid_number']],
  ['a range with half a number', { 价格: '780-79,0' }, ['invalid_number']],
  ['a range that is reversed', { 价格: '790-780' }, ['out_of_range']],
  ['a negative weight', { 净重: '-1' }, ['out_of_range']],
  ['a grade that is none', { 煤种: 'Q9' }, ['unknown_value']],
  ['a province that is none', { 省份: '火星' }, ['unknown_value']],
  ['a broken rule', { 时间: '2012-06-17 08:00' }, ['day_after_stamp']],
  [
    'all faults at once',
    { 编号: '', 日期: 'x', 净重: 'x', 煤种: 'x' },
    ['required', 'invalid_date', 'unknown_value', 'invalid_number'],
  ],
])('%s', async (_what, cells, expected) => {
  const found = await one(cells);
  if (Array.isArray(expected)) expect(found).toEqual(expected);
  else expect(found).toMatchObject(expected);
});

test.each<[string, string, string, string]>([
  ['额度(万元)', '额度', '0.000001', '0.01'],
  ['额度(万元)', '额度', '120.5', '1205000.00'],
  ['额度(万元)', '额度', '1.1', '11000.00'],
  ['额度(亿元)', '额度', '1.23', '123000000.00'],
  ['额度', '额度', '1.23', '1.23'],
  ['净重(千克)', '净重', '40123', '40.123'],
  ['净重(万吨)', '净重', '1.1', '11000.000'],
])('%s: %s %s is exactly %s', async (title, column, cell, exact) => {
  const titles = TITLES.split(',')
    .map((old) => (old.startsWith(column) ? title : old))
    .join(',');
  const line = titles
    .split(',')
    .map((old) => (old === title ? cell : ({ 编号: 'T1', 日期: '2012-06-18' }[old] ?? '')));
  for (const padding of ['', ' ']) {
    await writeFile(path.join(folder, 'u.csv'), `${titles}\n${padding}${line.join(',')}\n`);
    const table = await stageFile(connection(), source, path.join(folder, 'u.csv'), 'u.csv', folder);
    const name = column === '额度' ? '"limit"' : 'net';
    expect(await rows(connection(), `SELECT ${name}::VARCHAR AS v FROM staged WHERE _kind = 'data'`)).toEqual(
      [{ v: exact }],
    );
    await table.dispose();
  }
});

test.each<[string, string[], string, string]>([
  ['a required column is missing', ['编号', '时间', '煤种', '省份', '净重'], 'column_not_found', 'day'],
  ['two headers claim one column', ['编号', '日期', '净重(吨)', '净重(千克)'], 'ambiguous_column', 'net'],
  ['a unit that is unknown', ['编号', '日期', '净重(石)'], 'unit_mismatch', 'net'],
  ['a unit of something else', ['编号', '日期', '额度(吨)'], 'unit_mismatch', 'limit'],
])('%s: named, with the file and the column', (_what, titles, code, column) => {
  const header = findHeader([titles], source);
  if (!header) throw new Error('no header');
  expect(() => compileContract(source, header, titles.length, 'a.csv')).toThrow(
    expect.objectContaining({ code, where: { file: 'a.csv', source: 'trial', column } }) as Error,
  );
});

test('an optional column that a file does not have is NULL', async () => {
  const { good } = await staged(['编号,日期', 'T1,2012-06-18']);
  expect(JSON.parse(good.get(2) ?? '')).toMatchObject({ no: 'T1', net: null, price: null, stamp: null });
});
