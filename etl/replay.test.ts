import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rows } from '../data/duck.ts';
import { currentSnapshotId, openSnapshot, snapshotFile } from '../data/snapshots.ts';
import { loadSources, sourceOf } from '../data/source-file.ts';
import { openWarehouse } from '../data/warehouse.ts';
import { Journal } from './journal.ts';
import { landedFile, readReceipt } from '../data/receipt.ts';
import { diffReplay, type FileDiff } from './replay-diff.ts';
import type { RunOutcome } from './run-outcome.ts';
import { runEtl } from './run.ts';
import { DELIVERY_HEADER, deliveryLine, smallHome, type SmallHome } from './testing/small-home.ts';

let small: SmallHome;
let clock: number;
beforeEach(async () => {
  small = await smallHome();
  clock = Date.parse('2026-02-01T02:00:00Z');
});
afterEach(() => small.remove());

const now = () => new Date((clock += 1000));
const run = (...sources: string[]): Promise<RunOutcome> =>
  runEtl({ home: small.home, sources, now, progress: () => {} });
const replay = (source: string, file?: string): Promise<RunOutcome> =>
  runEtl({
    home: small.home,
    sources: [source],
    replay: { files: file === undefined ? undefined : [file] },
    now,
    progress: () => {},
  });
const diff = async (source: string, file?: string): Promise<FileDiff[]> =>
  diffReplay(small.home, sourceOf(await loadSources(small.home), source), { file, now });

/** The source of a weekly price; the header of its value is what its author gets wrong. */
async function describe(header: string, more = ''): Promise<void> {
  await mkdir(small.home.sources, { recursive: true });
  await writeFile(
    path.join(small.home.sources, 'weekly.yaml'),
    `
id: weekly
title: { zh: 周价, en: weekly price }
object: observation
origin: { kind: files, folder: weekly }
columns:
  day: { type: date, from: [日期], required: true }
  price: { type: decimal, from: [${header}], unit: 元/吨${more} }
  change: { type: decimal, from: [涨跌] }
period: { end: day, days: 7 }
observations: [{ series: W, value: price, change: change }]
series: { W: { zh: 周价, en: weekly, measure: price, unit: 元/吨, period: week_sat_fri } }
`,
  );
}

async function drop(name: string, ...lines: string[]): Promise<void> {
  await mkdir(path.join(small.home.inbox, 'weekly'), { recursive: true });
  await writeFile(
    path.join(small.home.inbox, 'weekly', name),
    ['日期,不含税,含税,涨跌', ...lines].join('\n'),
  );
}

async function ask(sql: string): Promise<unknown[][]> {
  const instance = await openSnapshot(snapshotFile(small.home, (await currentSnapshotId(small.home)) ?? ''));
  const connection = await instance.connect();
  try {
    const found = await rows<Record<string, unknown>>(connection, `SELECT COLUMNS(*)::VARCHAR FROM (${sql})`);
    return found.map((row) => Object.values(row));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
const kept = () =>
  ask('SELECT period_end, revision, value::DOUBLE, withdrawn FROM market.observation ORDER BY ALL');

test('a corrected source: the difference first, then new revisions of the same publication; nothing overwritten', async () => {
  await describe('不含税');
  await drop('周价 2026-01-09.csv', '2026-01-02,614,694,', '2026-01-09,620,700,6');
  await drop('周价 2026-01-16.csv', '2026-01-16,620,,0');
  await run('weekly');
  await describe('含税');
  const before = await kept();
  const found = await diff('weekly');
  expect(found.map(({ name, error, changes }) => [name, error?.code ?? null, changes.length])).toEqual([
    ['周价 2026-01-09.csv', null, 2],
    ['周价 2026-01-16.csv', 'no_observations', 0],
  ]);
  expect(found[0]?.changes[1]).toMatchObject({
    kind: 'changed',
    series: 'W',
    period_end: '2026-01-09',
    old: { value: '620.0000', change: '6.0000', period_start: '2026-01-03' },
    new: { value: '700.0000', change: '6.0000', period_start: '2026-01-03' },
  });
  expect(found[0]?.counts).toMatchObject({ read: 3, inserted: 0, updated: 2 });
  expect(await kept()).toEqual(before);
  expect(await readdir(small.home.root)).not.toContainEqual(expect.stringMatching(/^replay-/));

  const outcome = await replay('weekly');
  expect(outcome.errors.map((error) => error.code)).toEqual(['no_observations']);
  expect(outcome.published).not.toBeNull();
  expect(await kept()).toEqual([
    ['2026-01-02', '1', '614.0', 'false'],
    ['2026-01-02', '2', '694.0', 'false'],
    ['2026-01-09', '1', '620.0', 'false'],
    ['2026-01-09', '2', '700.0', 'false'],
    // a file that fails to parse changes nothing
    ['2026-01-16', '1', '620.0', 'false'],
  ]);
  const journal = new Journal(small.home, now);
  expect(journal.runs(1)[0]).toMatchObject({ id: outcome.run, sources: 'weekly', status: 'failed' });
  expect(journal.fileErrors()).toMatchObject([{ name: '周价 2026-01-16.csv', code: 'no_observations' }]);
  journal.close();
  expect((await diff('weekly'))[0]).toMatchObject({ changes: [], counts: { unchanged: 2, updated: 0 } });
});

test('values that the bytes no longer give are withdrawn, rows newly kept aside and no longer kept aside are named', async () => {
  await describe('含税', ', max: 800');
  await drop('a.csv', '2026-01-02,,694,', '2026-01-09,,900,');
  await run('weekly');
  await describe('含税', ', min: 695, max: 1000');
  const [found] = await diff('weekly');
  expect(found?.changes).toMatchObject([
    { kind: 'withdrawn', period_end: '2026-01-02', old: { value: '694.0000' }, new: null },
    { kind: 'new', period_end: '2026-01-09', old: null, new: { value: '900.0000' } },
  ]);
  expect(found?.rejected.map(({ row, reasons }) => [row, reasons[0]?.code])).toEqual([[2, 'out_of_range']]);
  expect(found?.released.map((one) => one.row)).toEqual([3]);
  await replay('weekly');
  expect(await kept()).toEqual([
    ['2026-01-02', '1', '694.0', 'false'],
    ['2026-01-02', '2', '694.0', 'true'],
    ['2026-01-09', '1', '900.0', 'false'],
  ]);
  expect(await ask('SELECT period_end FROM market.latest')).toEqual([['2026-01-09']]);
});

test('what was read wrong is no measure of what is read right: a column ten times too large can be corrected', async () => {
  await describe('不含税');
  for (let day = 10; day < 20; day++) await drop(`${day}.csv`, `2026-01-${day},6${day}0,6${day},`);
  await run('weekly');
  await describe('含税');
  const found = await diff('weekly');
  expect(found.map(({ changes, rejected }) => [changes[0]?.new?.value, rejected.length])).toEqual(
    Array.from({ length: 10 }, (_, i) => [`6${10 + i}.0000`, 0]),
  );
  const outcome = await replay('weekly');
  expect(outcome.files.map((one) => one.counts.updated)).toEqual(Array.from({ length: 10 }, () => 1));
});

test('a file that could not be read is loaded once it can be', async () => {
  await describe('到厂价');
  await drop('a.csv', '2026-01-02,614,694,');
  expect((await run('weekly')).errors.map((error) => error.code)).toEqual(['no_observations']);
  await describe('含税');
  await small.accounts([['C001', '江海电力股份有限公司', '江海电力', '电力', '2012-06-01']]);
  await run('accounts');
  expect(await diff('weekly')).toMatchObject([
    { name: 'a.csv', counts: { inserted: 1 }, changes: [{ kind: 'new' }] },
  ]);
  expect((await replay('weekly')).files).toMatchObject([{ name: 'a.csv', counts: { inserted: 1 } }]);
  const journal = new Journal(small.home, now);
  expect(journal.fileErrors()).toEqual([]);
  journal.close();
});

test('one file only; one that is none of the source is named', async () => {
  await describe('不含税');
  await drop('a.csv', '2026-01-02,614,694,');
  await drop('b.csv', '2026-01-09,620,700,');
  await run('weekly');
  const file = (await ask("SELECT id FROM meta.file WHERE name = 'b.csv'"))[0]?.[0] as string;
  await describe('含税');
  expect((await diff('weekly', file)).map((one) => one.name)).toEqual(['b.csv']);
  await replay('weekly', file);
  expect((await kept()).map((row) => row[2])).toEqual(['614.0', '620.0', '700.0']);
  await expect(diff('weekly', 'ffffffffffffffff')).rejects.toMatchObject({ code: 'unknown_file' });
  await expect(replay('weekly', 'ffffffffffffffff')).rejects.toMatchObject({ code: 'unknown_file' });
});

test('a difference needs no writer’s lock, and a file whose bytes are gone is named', async () => {
  await describe('不含税');
  await drop('a.csv', '2026-01-02,614,694,');
  await run('weekly');
  const id = (await ask('SELECT id FROM meta.file'))[0]?.[0] as string;
  const warehouse = await openWarehouse(small.home);
  try {
    expect(await diff('weekly')).toMatchObject([{ file: id, error: null, changes: [] }]);
  } finally {
    warehouse.close();
  }
  const receipt = await readReceipt(small.home, id);
  await rm(landedFile(small.home, receipt?.sha256 ?? ''));
  expect(await diff('weekly')).toMatchObject([{ file: id, name: null, error: { code: 'bytes_missing' } }]);
  expect((await replay('weekly')).errors.map((error) => error.code)).toEqual(['bytes_missing']);
});

test('without a snapshot there is nothing to differ from', async () => {
  await describe('不含税');
  await expect(diff('weekly')).rejects.toMatchObject({ code: 'no_snapshot' });
});

test('pages of a site are read again without it; its list page is no file of figures', async () => {
  await small.portPage('2012-06', '2012-06-19 09:30:00', [
    ['2012-06-18', '秦皇岛港', '945.61', '60', '60', '90'],
  ]);
  await run('port_bulletin');
  await rm(path.join(small.home.sample, 'site'), { recursive: true });
  expect((await diff('port_bulletin')).map(({ name, error }) => [name, error])).toEqual([
    ['2012-06.html', null],
  ]);
  const outcome = await replay('port_bulletin');
  expect(outcome.errors).toEqual([]);
  expect(outcome.files.map(({ name, counts }) => [name, counts.unchanged])).toEqual([['2012-06.html', 1]]);
});

test('rows of an object are read again too: what would become of them, and nothing changes', async () => {
  await small.accounts([['C001', '江海电力股份有限公司', '江海电力', '电力', '2012-06-01']]);
  await small.deliveries('a.csv', [
    DELIVERY_HEADER,
    deliveryLine('T1', '2012-06-02', 'C001', 40),
    deliveryLine('T2', '2012-06-02', 'C404', 40),
  ]);
  await run('accounts', 'deliveries');
  expect(await diff('deliveries')).toMatchObject([
    {
      name: 'a.csv',
      counts: { read: 3, inserted: 0, updated: 0, unchanged: 1, quarantined: 1, furniture: 1 },
      changes: [],
      rejected: [],
      released: [],
    },
  ]);
  const outcome = await replay('deliveries');
  expect(outcome.files[0]?.counts).toMatchObject({ unchanged: 1, quarantined: 1 });
});
