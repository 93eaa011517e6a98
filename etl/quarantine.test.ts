import { read as readWorkbook } from '@e965/xlsx';
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listQuarantine } from '../data/quarantine-rows.ts';
import { quarantinedFile, readQuarantineState } from '../data/quarantine-state.ts';
import { aliasFile } from './names/alias-file.ts';
import { writeQuarantineWorkbook } from './quarantine-workbook.ts';
import { retryQuarantine } from './quarantine-retry.ts';
import { runEtl } from './run.ts';
import { DELIVERY_HEADER, deliveryLine, smallHome, type SmallHome } from './testing/small-home.ts';

const CLI = fileURLToPath(new URL('./cli.ts', import.meta.url));
const DAY_MS = 86_400_000;
let small: SmallHome;
let clock: number;

/** Run the command line as a user does. */
function quarantine(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((done) => {
    const { FORCE_COLOR: _, ...inherited } = process.env;
    const env = { ...inherited, COALFACE_HOME: small.home.root, NO_COLOR: '1' };
    execFile(process.execPath, [CLI, 'quarantine', ...args], { env }, (error, out, err) =>
      done({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}

const now = () => new Date((clock += 1000));
const run = () => runEtl({ home: small.home, sources: ['accounts', 'deliveries'], now, progress: () => {} });
const listed = (filter = {}, at = new Date(clock)) =>
  listQuarantine(small.home, readQuarantineState(small.home), filter, at);

beforeEach(async () => {
  small = await smallHome();
  clock = Date.parse('2012-06-19T02:00:00Z');
  await small.accounts([['C001', '江海电力股份有限公司', '江海电力', '电力', '2012-06-01']]);
  await small.deliveries('a.csv', [
    DELIVERY_HEADER,
    deliveryLine('T1', '2012-06-02', 'C001', 40),
    deliveryLine('T2', '2012-02-30', 'C001', 40, '=1+1'),
    deliveryLine('T3', '2012-06-02', 'C001', 40).replace('Q5500', 'Q9999').replace('60.000', '.000'),
    deliveryLine('T4', '2012-06-03', 'C404', 40),
  ]);
  await run();
});
afterEach(() => small.remove());

test('rows are counted by source, reason and age, each row with each of its reasons', async () => {
  const { groups, files, rows, missing } = await listed();
  expect(groups.map(({ source, reason, age, rows: n }) => [source, reason, age, n]).sort()).toEqual([
    ['deliveries', 'invalid_date', '≤1d', 1],
    ['deliveries', 'net_exceeds_gross', '≤1d', 1],
    ['deliveries', 'not_weighed', '≤1d', 1],
    ['deliveries', 'unknown_account', '≤1d', 1],
    ['deliveries', 'unknown_value', '≤1d', 1],
  ]);
  expect(files).toMatchObject([{ file_name: 'a.csv', matching: 3, rows: 3, dismissed: 0 }]);
  expect({ rows, missing }).toEqual({ rows: 3, missing: [] });
  expect(await listed({ reason: 'unknown_value' })).toMatchObject({
    rows: 1,
    groups: [{ reason: 'unknown_value', rows: 1 }],
  });
  expect(await listed({ source: 'port_bulletin' })).toMatchObject({ rows: 0, groups: [], files: [] });
});

test('the age counts from when a file was first seen, also after it was read again', async () => {
  const first = readQuarantineState(small.home).entries[0]?.first_seen;
  clock += 10 * DAY_MS;
  await retryQuarantine(readQuarantineState(small.home).entries, {
    home: small.home,
    now,
    progress: () => {},
  });
  expect(readQuarantineState(small.home).entries).toMatchObject([{ first_seen: first, rows: 3 }]);
  expect((await listed()).groups.map(({ age }) => age)).toEqual(Array(5).fill('≤30d'));
  expect((await listed({ olderThanDays: 9 })).rows).toBe(3);
  expect((await listed({ olderThanDays: 10 })).rows).toBe(0);
});

test('the workbook has the original columns in order, the reasons, the cells at fault coloured and no formula', async () => {
  const out = path.join(small.home.root, 'rows.xlsx');
  const { entries } = readQuarantineState(small.home);
  expect(await writeQuarantineWorkbook(small.home, entries, out)).toBe(3);
  const book = readWorkbook(await readFile(out), { cellStyles: true });
  const sheet = book.Sheets['隔离行'] ?? {};
  const cell = (address: string) =>
    sheet[address] as { t: string; v: unknown; f?: string; s?: unknown } | undefined;
  const titles = DELIVERY_HEADER.split(',');
  const letters = (i: number) => String.fromCharCode(65 + i);
  expect(['A', 'B'].map((letter) => cell(`${letter}1`)?.v)).toEqual(['文件', '行号']);
  expect(titles.map((_, i) => cell(`${letters(i + 2)}1`)?.v)).toEqual(titles);
  expect(['R', 'S'].map((letter) => cell(`${letter}1`)?.v)).toEqual(['原因', 'Reasons']);
  expect(['A', 'B', 'C', 'D', 'Q', 'R'].map((letter) => cell(`${letter}2`)?.v)).toEqual([
    'a.csv',
    '3',
    'T2',
    '2012-02-30 08:30:00',
    '=1+1',
    expect.stringContaining('过衡时间'),
  ]);
  expect(cell('Q2')).toMatchObject({ t: 's' });
  expect(Object.values(sheet).some((one) => typeof one === 'object' && one !== null && 'f' in one)).toBe(
    false,
  );
  expect(JSON.stringify(cell('D2')?.s)).toContain('FFC7CE');
  expect(JSON.stringify(cell('C2')?.s ?? null)).not.toContain('FFC7CE');
});

test('after an alias was added, a retry loads the rows that fit now and says which', async () => {
  await mkdir(small.home.reference, { recursive: true });
  const alias = ['alias,account_code,valid_from,valid_to,note', '单位C404,C001,,,'];
  await writeFile(aliasFile(small.home), alias.join('\n'));
  const { entries } = readQuarantineState(small.home);
  const { outcomes, retried } = await retryQuarantine(entries, { home: small.home, now, progress: () => {} });
  expect(outcomes.flatMap((one) => one.errors)).toEqual([]);
  expect(retried).toMatchObject([{ file_name: 'a.csv', before: 3, after: 2, released: [5] }]);
  expect((await listed()).rows).toBe(2);
});

test('list, show, dismiss and undo on the command line: a dismissed row stays, with a name and a reason', async () => {
  const shown = await quarantine('show', 'a.csv', '--row', '3');
  expect(shown.out).toMatch(
    /第 3 行[\s\S]*invalid_date 过衡时间:不是有效时间[\s\S]*✗ +过衡时间 +2012-02-30 08:30:00/,
  );
  expect(shown.out).not.toMatch(/✗ +磅单号/);
  const said = ['--by', '王工', '--reason', '调试记录', '--json'];
  const { out } = await quarantine('dismiss', 'a.csv', '--row', '3', '4', ...said);
  expect(JSON.parse(out)).toMatchObject({ id: 1, rows: [3, 4], by: '王工' });
  expect((await listed()).rows).toBe(1);
  expect((await listed({ dismissed: true })).rows).toBe(3);
  expect(JSON.parse((await quarantine('list', '--dismissed', '--json')).out)).toMatchObject({
    files: [{ matching: 3, dismissed: 2 }],
    dismissals: [{ by: '王工', reason: '调试记录', rows: [3, 4], undone_at: null }],
  });
  expect((await quarantine('undo', '1', '--by', '李工')).code).toBe(0);
  expect((await listed()).rows).toBe(3);
  expect(readQuarantineState(small.home).dismissals).toMatchObject([{ by: '王工', undone_by: '李工' }]);
  expect(await quarantine('undo', '1')).toMatchObject({
    code: 1,
    err: expect.stringContaining('unknown_decision'),
  });
  expect(await quarantine('dismiss', 'a.csv', '--row', '2', '--reason', 'x')).toMatchObject({
    code: 1,
    err: expect.stringContaining('unknown_row'),
  });
  expect((await quarantine('dismiss', 'a.csv', '--row', '3')).code).toBe(2);
  expect(await quarantine('export', '--out', 'x.xlsx')).toMatchObject({
    code: 1,
    err: expect.stringContaining('bad_request'),
  });
});

test('a file is named by its landing id, or by its name if only one has it', async () => {
  await small.deliveries('a.csv', [DELIVERY_HEADER, deliveryLine('T9', '2012-13-01', 'C001', 40)]);
  await run();
  const state = readQuarantineState(small.home);
  expect(state.entries).toHaveLength(2);
  for (const entry of state.entries) expect(quarantinedFile(state, entry.file)).toBe(entry);
  expect(() => quarantinedFile(state, 'a.csv')).toThrow(expect.objectContaining({ code: 'ambiguous_file' }));
  expect(() => quarantinedFile(state, 'b.csv')).toThrow(expect.objectContaining({ code: 'unknown_file' }));
});
