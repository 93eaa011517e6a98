import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { load } from 'cheerio';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeAccounts } from './accounts.ts';
import type { AnswerKey, PortMeasure } from './answer-key.ts';
import { generateSample } from './generate.ts';

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'coalface-sample-'));
const home = path.join(root, 'a');
let key: AnswerKey;

beforeAll(async () => {
  await generateSample({ out: home });
  key = JSON.parse(fs.readFileSync(path.join(home, 'sample/answer-key.json'), 'utf8')) as AnswerKey;
});
afterAll(() => fs.rmSync(root, { recursive: true }));

function digests(folder: string): Record<string, string> {
  const files = fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile());
  return Object.fromEntries(
    files
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [
        path.relative(folder, file),
        createHash('sha256').update(fs.readFileSync(file)).digest('hex'),
      ]),
  );
}

/** The records of a delivery file, decoded strictly; only weights with thousands separators are quoted. */
function records(file: string): string[][] {
  const text = new TextDecoder('gb18030', { fatal: true }).decode(
    fs.readFileSync(path.join(home, 'inbox/deliveries', file)),
  );
  expect(text.endsWith('\r\n')).toBe(true);
  const lines = text.slice(0, -2).split('\r\n');
  return lines.map((line) => line.replace(/"[^"]*"/g, (cell) => cell.replaceAll(/[",]/g, '')).split(','));
}

const kilograms = (text: string) => Math.round(Number(text.normalize('NFKC').replaceAll(',', '')) * 1000);

test('the same seed gives the same bytes, another seed others', async () => {
  await generateSample({ out: path.join(root, 'b') });
  expect(digests(path.join(root, 'b'))).toEqual(digests(home));
  await generateSample({ out: path.join(root, 'b'), seed: 2 });
  const [a, b] = [digests(home), digests(path.join(root, 'b'))];
  expect(b['inbox/deliveries/地磅发运_2012-06.csv']).not.toBe(a['inbox/deliveries/地磅发运_2012-06.csv']);
});

test('counts', () => {
  const { accounts, deliveries } = key;
  expect(accounts).toMatchObject({ rows: 380, active: 240, dormant: 60, prospects: 80, key: 28 });
  expect(accounts.key_list).toHaveLength(30);
  expect(deliveries.files).toHaveLength(30);
  expect(deliveries.good).toBeGreaterThan(200_000);
  expect(deliveries.good).toBeLessThan(300_000);
  const codes = deliveries.files.flatMap((file) => file.defects.map(({ code }) => code));
  expect(new Set(codes).size).toBe(8);
  expect(codes).toHaveLength(deliveries.defects);
});

test('the key-account share crosses one half at the turn of 2011', () => {
  const share = Object.fromEntries(
    key.deliveries.by_month.map((m) => [m.month, Number(m.key_t) / Number(m.net_t)]),
  );
  for (const [month, s] of Object.entries(share)) {
    if (month < '2011-10') expect(s, month).toBeLessThan(0.5);
    if (month >= '2012-01') expect(s, month).toBeGreaterThan(0.5);
  }
  const year = key.deliveries.by_month.filter(({ month }) => month > '2012');
  const total = (of: 'key_t' | 'net_t') => year.reduce((sum, m) => sum + Number(m[of]), 0);
  const of2012 = total('key_t') / total('net_t');
  expect(of2012).toBeGreaterThan(0.52);
  expect(of2012).toBeLessThan(0.55);
});

describe('the delivery files agree with the answer key', () => {
  test('records, defects, duplicates and totals', () => {
    const known = new Map<string, string>();
    const months = new Map<string, number>();
    const provinces = new Map<string, number>();
    const tickets = new Set<string>();
    const accounts = new Map<string, number>();
    // an expectation per row would take ten seconds
    const odd: string[] = [];
    const keys = new Map<string, number>();
    const idOf = new Map(
      makeAccounts(key.seed).flatMap(({ id, forms }) => forms.map((form) => [form, id] as const)),
    );
    const keyOf = new Map(key.accounts.key_list.map((entry) => [entry.account_id, entry]));
    for (const file of key.deliveries.files) {
      const rows = records(file.file);
      const bad = new Map(file.defects.map((defect) => [defect.row, defect]));
      expect(rows, file.file).toHaveLength(file.records);
      expect(file.records).toBe(3 + file.good + file.duplicates + file.defects.length);
      let again = 0;
      let net = 0;
      rows.slice(1, -2).forEach((row, i) => {
        const defect = bad.get(i + 2);
        if (defect) {
          expect(row[0]).toBe(defect.ticket);
          known.set(defect.code, row.join(','));
          return;
        }
        if (row.length !== 15) odd.push(row.join());
        const ticket = row[0] as string;
        if (tickets.has(ticket)) {
          again++;
          return;
        }
        tickets.add(ticket);
        const kg = kilograms(row[11] as string);
        net += kg;
        const id = idOf.get(row[5] as string) as string;
        if (row[6] !== '' && row[6] !== id) odd.push(row.join());
        accounts.set(id, (accounts.get(id) ?? 0) + kg);
        const { from, to } = keyOf.get(id) ?? { from: '9999', to: null };
        const day = `${ticket.slice(1, 5)}-${ticket.slice(5, 7)}-${ticket.slice(7, 9)}`;
        if (day >= from && (to === null || day < to))
          keys.set(day.slice(0, 7), (keys.get(day.slice(0, 7)) ?? 0) + kg);
        const place = `${file.file.slice(5, 12)} ${row[7]}`;
        provinces.set(place, (provinces.get(place) ?? 0) + kg);
      });
      expect(again, file.file).toBe(file.duplicates);
      expect(kilograms(file.net_t)).toBe(net);
      expect(rows.at(-2)?.[0]).toBe('合计');
      expect(kilograms(rows.at(-2)?.[11] as string)).toBe(net);
      expect(rows.at(-1)?.[0]).toBe('制表人：王某');
      months.set(file.file.slice(5, 12), net);
    }
    expect(odd).toEqual([]);
    expect(known.size).toBe(8);
    expect(key.deliveries.by_month.map((m) => [m.month, kilograms(m.net_t)])).toEqual([...months]);
    expect(
      key.deliveries.by_province_month.map((m) => [`${m.month} ${m.province}`, kilograms(m.net_t)]),
    ).toEqual([...provinces].sort(([a], [b]) => (a < b ? -1 : 1)));
    expect(key.deliveries.by_month.map((m) => [m.month, kilograms(m.key_t)])).toEqual([...keys]);
    expect(key.deliveries.by_account.map((a) => [a.account_id, kilograms(a.net_t)])).toEqual(
      [...accounts].sort(([a], [b]) => (a < b ? -1 : 1)),
    );
    expect(tickets.size).toBe(key.deliveries.good);
  });
});

test('the bulletins show the seed figures, twice', () => {
  const $ = load(fs.readFileSync(path.join(home, 'sample/site/port/2012-06.html'), 'utf8'));
  expect($('meta[name="PubDate"]').attr('content')).toBe('2012-06-19 09:30:00');
  expect($('table.data')).toHaveLength(2);
  const line = (page: typeof $, date: string, port: string) =>
    page('table.data')
      .first()
      .find('tr')
      .filter((_, tr) => page(tr).text().includes(date) && page(tr).text().includes(port))
      .find('td')
      .map((_, td) => page(td).text().replaceAll('\u00a0', ''))
      .get();
  expect(line($, '2012-06-18', '秦皇岛港')[2]).toBe('945.61');
  expect(line($, '2012-06-10', '四港合计')[2]).toBe('2015.00');
  const prices = load(fs.readFileSync(path.join(home, 'sample/site/price/2012-06.html'), 'utf8'));
  expect(line(prices, '2012-06-18', '')).toEqual(['2012-06-18', '780-790', '720-730', '620-630', '520-530']);
});

/** The rows of a page's first data table as text. */
function tableRows(page: string): string[][] {
  const html = fs.readFileSync(path.join(home, 'sample/site', page), 'utf8');
  const table = html.slice(html.indexOf('<table class="data">'), html.indexOf('</table>\n</div>'));
  const rows = table.split('<tr>').slice(2, -1);
  return rows.map((row) =>
    [...row.matchAll(/<td>(.*?)<\/td>/g)].map(([, cell]) => (cell as string).replace(/<[^>]*>|&nbsp;/g, '')),
  );
}

test('the port pages, read in order of publication, give the truth but for what is missing', () => {
  const names: Record<string, string> = { 秦皇岛港: 'QHD', 曹妃甸港: 'CFD', 京唐港: 'JT', 天津港: 'TJ' };
  const measures: PortMeasure[] = ['stock_wt', 'rail_in_wt', 'ship_out_wt', 'anchored'];
  const read = new Map<string, string>();
  const mismatches = new Set<string>();
  for (const page of [...key.ports.pages].sort((a, b) => (a.published_at < b.published_at ? -1 : 1))) {
    const rows = tableRows(page.path);
    expect(rows, page.path).toHaveLength(page.rows);
    const sums = new Map<string, number>();
    for (const [day, port, ...cells] of new Map(rows.map((row) => [row.join(), row])).values()) {
      measures.forEach((measure, i) => {
        const cell = cells[i] as string;
        const at = `${day} ${measure}`;
        if (port === '四港合计') {
          if (cell !== '--' && Math.abs((sums.get(at) ?? 0) - Number(cell)) > 0.001)
            mismatches.add(`${page.path} ${day}`);
          return;
        }
        sums.set(at, (sums.get(at) ?? 0) + Number(cell));
        if (cell !== '--') read.set(`${day} ${names[port as string]} ${measure}`, cell);
      });
    }
  }
  for (const { day, port, measures: gone } of key.ports.missing)
    for (const measure of gone) expect(read.has(`${day} ${port} ${measure}`)).toBe(false);
  const missing = new Set(
    key.ports.missing.flatMap(({ day, port, measures: m }) => m.map((x) => `${day} ${port} ${x}`)),
  );
  const truth = key.ports.daily.flatMap((d) =>
    measures
      .map((m) => [`${d.day} ${d.port} ${m}`, String(d[m])] as const)
      .filter(([at]) => !missing.has(at)),
  );
  expect(read.size).toBe(truth.length);
  for (const [at, value] of truth)
    if (read.get(at) !== value) expect(`${at} ${read.get(at)}`).toBe(`${at} ${value}`);
  const typos = key.ports.corrections.filter(({ kind }) => kind === 'typo');
  expect([...mismatches].sort()).toEqual(typos.map(({ page, day }) => `${page} ${day}`));
});

test('every correction has its page, and a typo is ten times its figure', () => {
  const { corrections, pages } = key.ports;
  const paths = new Set(pages.map((page) => page.path));
  expect(corrections.filter(({ kind }) => kind === 'typo').map(({ day }) => day.slice(0, 4))).toEqual([
    '2010',
    '2011',
    '2012',
  ]);
  for (const c of corrections) {
    expect(paths).toContain(c.page);
    expect(paths).toContain(c.corrected_by);
    if (c.kind === 'typo') expect(Number(c.published)).toBeCloseTo(Number(c.correct) * 10, 6);
    if (c.port === 'QHD' && c.measure === 'stock_wt') expect(Number(c.published)).toBeLessThan(941.5);
  }
  expect(corrections.filter(({ day }) => day >= '2012-04-20')).toHaveLength(1);
  expect(key.ports.missing.every(({ day }) => day < '2012-04-20')).toBe(true);
});

test('scale multiplies the rows and keeps the mix', async () => {
  const out = path.join(root, 'scaled');
  const summary = await generateSample({ out, scale: 3 });
  expect(summary.deliveries).toBe(3 * key.deliveries.good);
  const scaled = JSON.parse(fs.readFileSync(summary.answerKey, 'utf8')) as AnswerKey;
  expect(scaled.deliveries.defects).toBe(key.deliveries.defects);
  expect(Number(scaled.deliveries.net_t) / Number(key.deliveries.net_t)).toBeCloseTo(3, 3);
  const last = new TextDecoder('gb18030').decode(
    fs.readFileSync(path.join(out, 'inbox/deliveries/地磅发运_2012-06.csv')),
  );
  const tickets = last.split('\r\n').map((line) => line.split(',')[0] as string);
  const numbers = tickets.filter((ticket) => ticket.startsWith('P2012061'));
  expect(new Set(numbers).size).toBe(numbers.length);
  const times = last.match(/2012-06-18 \d\d:\d\d:\d\d/g) ?? [];
  expect(times).toEqual([...times].sort());
});

test.each([0, 1.5, 10_001])('scale %d is refused', async (scale) => {
  await expect(generateSample({ out: root, scale })).rejects.toMatchObject({ code: 'bad_scale' });
});
