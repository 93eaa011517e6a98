import * as XLSX from '@e965/xlsx';
import { parse } from 'csv-parse/sync';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { load } from 'cheerio';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseSource } from '../../../data/source-file.ts';
import { makeAccounts } from '../accounts.ts';
import { DIALECTS } from './dialects.ts';
import { writeExports } from './export.ts';
import type { CrmKey, FileKey } from './key.ts';
import { objectOf } from './objects.ts';
import { makeCrm } from './truth.ts';

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'coalface-crm-'));
const crm = makeCrm(20_120_618, makeAccounts(20_120_618));
const keys = new Map<string, CrmKey>();

beforeAll(() => {
  for (const one of DIALECTS.values()) {
    keys.set(one.name, writeExports(one, { out: root, crm, limit: 60, planted: 'all' }));
  }
}, 60_000);
afterAll(() => fs.rmSync(root, { recursive: true }));

const bytesOf = (file: FileKey) => fs.readFileSync(path.join(root, 'inbox', file.folder, file.file));
const keyOf = (dialect: string) => keys.get(dialect) as CrmKey;
const fileOf = (dialect: string, object: string) =>
  keyOf(dialect).files.find((file) => file.object === object) as FileKey;

const read = new Map<FileKey, string[][]>();

/** The records of a file, by a reader that is none of the product's. */
function records(file: FileKey): string[][] {
  const known = read.get(file) ?? recordsOf(file);
  read.set(file, known);
  return known;
}

function recordsOf(file: FileKey): string[][] {
  const bytes = bytesOf(file);
  const start = bytes.subarray(0, 5).toString('latin1');
  if (start === '<html') {
    const $ = load(new TextDecoder('gb18030', { fatal: true }).decode(bytes));
    return $('tr')
      .toArray()
      .map((row) =>
        $(row)
          .children()
          .toArray()
          .map((cell) => $(cell).text()),
      );
  }
  if (start.startsWith('PK') || start.startsWith('\xd0\xcf') || start.startsWith('<?xml')) {
    const book = XLSX.read(bytes);
    const sheet = book.Sheets[book.SheetNames[0] as string] as XLSX.WorkSheet;
    const options = { header: 1, blankrows: true, raw: true, defval: '' } as const;
    return XLSX.utils.sheet_to_json<unknown[]>(sheet, options).map((row) => row.map(String));
  }
  const utf8 = bytes.subarray(0, 3).equals(Buffer.from('\ufeff')) || isUtf8(bytes);
  const text = new TextDecoder(utf8 ? 'utf-8' : 'gb18030', { fatal: true }).decode(bytes);
  return parse(text, { relaxColumnCount: true, skipEmptyLines: false });
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

describe.each([...DIALECTS.keys()])('%s', (name) => {
  test('the records are as many as the key says', () => {
    for (const file of keyOf(name).files) {
      expect([file.file, records(file).length]).toEqual([file.file, file.records]);
      const { rows, reprints, defects, furniture } = file;
      expect(rows.length + reprints + defects.length + furniture).toBe(file.records);
    }
  });

  test('faults stand where the key says', () => {
    for (const file of keyOf(name).files) {
      const all = records(file);
      for (const { row, code } of file.defects) {
        const text = (all[row - 1] ?? []).join('|');
        if (code === 'digits_lost') expect(text).toContain('1.63E+06');
        if (code === 'year_missing') expect(text).toContain('6月18日');
        if (code === 'invalid_number') expect(text).toContain('约4000');
        if (code === 'malformed') expect(text).toContain('打印错位');
      }
    }
  });

  test('keys of good rows are unique, and no fault that needs a free key has one of theirs', () => {
    for (const file of keyOf(name).files) {
      const { key } = objectOf(file.object);
      const texts = file.rows.map((row) => key.map((column) => row.values[column]).join('|'));
      expect(new Set(texts).size).toBe(texts.length);
    }
  });

  test('its sources are sources, and every header is of one column', () => {
    const dialect = DIALECTS.get(name);
    const bare = (text: string) =>
      text
        .normalize('NFKC')
        .replace(/[\s*]/g, '')
        .replace(/\([^()]+\)$/, '')
        .toLowerCase();
    for (const object of dialect?.objects ?? []) {
      const file = path.join(root, 'sources', `${name}_${object}.yaml`);
      const source = parseSource(fs.readFileSync(file, 'utf8'), file);
      const claimed = (header: string) =>
        Object.entries(source.columns)
          .filter(([, column]) => column.from.some((one) => bare(one) === bare(header)))
          .map(([id]) => id);
      for (const { header, name: column } of dialect?.layout(object) ?? []) {
        expect([object, header, claimed(header)]).toEqual([object, header, [column]]);
      }
      for (const { header } of dialect?.strangers(object) ?? []) {
        expect([object, header, claimed(header)]).toEqual([
          object,
          header,
          header === '已删除' ? ['deleted'] : [],
        ]);
      }
    }
  });
});

test('the same rows give the same bytes', () => {
  const digest = () =>
    [...keys.values()].flatMap(({ files }) =>
      files.map((file) => [file.file, createHash('sha256').update(bytesOf(file)).digest('hex')]),
    );
  const before = digest();
  for (const one of DIALECTS.values()) writeExports(one, { out: root, crm, limit: 60, planted: 'all' });
  expect(digest()).toEqual(before);
}, 60_000);

test('悟空: BIFF under an .xlsx name, merged title, starred headers, picklists on a second sheet', () => {
  const file = fileOf('wukong', 'account');
  expect(file.file).toMatch(/\.xlsx$/);
  expect(bytesOf(file).subarray(0, 4).toString('hex')).toBe('d0cf11e0');
  const book = XLSX.read(bytesOf(file));
  expect(book.SheetNames).toEqual(['Sheet1', 'data']);
  const [title, headers] = records(file);
  expect(title?.[0]).toMatch(/^客户信息（\*代表必填项；/);
  expect(headers?.slice(0, 3)).toEqual(['*客户编号', '*客户名称', '客户简称']);
  expect(book.Sheets['Sheet1']?.['!merges']).toHaveLength(1);
  expect(
    records(file)
      .flat()
      .some((cell) => cell === 'A（重点客户）\r\n'),
  ).toBe(true);
});

test('纷享销客: a BOM, milliseconds, life states', () => {
  const file = fileOf('fxiaoke', 'opportunity');
  expect(bytesOf(file).subarray(0, 3).toString('hex')).toBe('efbbbf');
  const [headers = [], ...rows] = records(file);
  expect(rows[0]?.[headers.indexOf('创建时间')]).toMatch(/^1[23]\d{11}$/);
  expect(rows.filter((row) => row[headers.indexOf('生命状态')] === '作废')).toHaveLength(2);
  expect(file.rows.filter((row) => row.deleted)).toHaveLength(2);
});

test('Salesforce: twelve-hour clock, money with its sign, three lines of foot', () => {
  const report = records(fileOf('salesforce', 'opportunity'));
  const cells = report.flat();
  expect(cells.some((cell) => /^2\d{3}-\d{1,2}-\d{1,2} [上下]午\d{1,2}:\d{2}$/.test(cell))).toBe(true);
  expect(cells.some((cell) => /^￥\d{1,3}(,\d{3})+\.\d{2}$/.test(cell))).toBe(true);
  expect(report.slice(-3).map(([text = '']) => text.slice(0, 12))).toEqual([
    'Grand Totals',
    'Confidential',
    'Copyright © ',
  ]);
});

test('Dynamics: hidden technical columns, a hidden sheet, days from 1904', () => {
  const book = XLSX.read(bytesOf(fileOf('dynamics', 'contract')), { cellStyles: true, cellNF: true });
  expect(book.Workbook?.WBProps?.date1904).toBe(true);
  expect(book.Workbook?.Sheets?.map((sheet) => [sheet.name, sheet.Hidden])).toEqual([
    ['Contract', 0],
    ['hiddenSheet', 1],
  ]);
  const sheet = book.Sheets['Contract'] as XLSX.WorkSheet;
  expect(sheet['!cols']?.map((column) => column?.hidden)).toEqual([true, true, true]);
  const headers = records(fileOf('dynamics', 'contract'))[0] ?? [];
  expect(headers.slice(0, 3).every((header) => header.trim().startsWith('(Do Not Modify)'))).toBe(true);
  expect(headers.some((header) => header.startsWith(' '))).toBe(true);
});

test('Odoo: a parent stands once, its children follow under blank cells', () => {
  const [headers = [], first = [], second = []] = records(fileOf('odoo', 'contract'));
  expect(headers).toContain('schedule_ids/月份');
  expect(first[0]).toMatch(/^HT/);
  expect(second.slice(0, headers.indexOf('schedule_ids/月份')).join('')).toBe('');
  const child = fileOf('odoo', 'contract_schedule');
  expect(child.folder).toBe('odoo_contract');
  expect(child.rows.length).toBeGreaterThan(100);
});

test('金蝶: SpreadsheetML with two levels of headers; a title that tells the unit; subtotals; red letters', () => {
  const contract = fileOf('kingdee', 'contract');
  expect(bytesOf(contract).subarray(0, 5).toString()).toBe('<?xml');
  const [, parents = [], children = []] = records(contract);
  expect([parents[0], children[0], children[1]]).toEqual(['合同', '编号', '名称']);
  const report = records(fileOf('kingdee', 'collection'));
  expect(report[0]?.[0]).toContain('单位：万元');
  expect(report.some(([first]) => first === '小计')).toBe(true);
  expect(report.flat().some((cell) => /^\([\d,.]+\)$/.test(cell))).toBe(true);
});

test('网页: GBK by its meta tag, spanned headers, leading zeros', () => {
  const text = new TextDecoder('gb18030').decode(bytesOf(fileOf('html', 'complaint')));
  expect(text).toContain('charset=gb2312');
  expect(text).toMatch(/rowspan="2"/);
  expect(text).toMatch(/colspan="\d"/);
  expect(records(fileOf('html', 'crm_user'))[1]?.[0]).toMatch(/^0000\d/);
});
