import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rows } from '../data/duck.ts';
import { homeAt, type Home } from '../data/home.ts';
import { openSnapshot } from '../data/snapshots.ts';
import { Journal } from './journal.ts';
import { quarantineFile, rejectedRows } from '../data/quarantine.ts';
import type { RunOutcome } from './run-outcome.ts';
import { runEtl } from './run.ts';
import type { AnswerKey } from './sample/answer-key.ts';
import type { FileCounts } from './sample/crm/default-set.ts';
import { generateSample } from './sample/generate.ts';

// The sample company, loaded as `npm start` loads it, against the answer key that its generator wrote from its own truth.

let home: Home;
let key: AnswerKey;
let outcome: RunOutcome;
let snapshot: DuckDBInstance;
let connection: DuckDBConnection;

beforeAll(async () => {
  home = homeAt(await mkdtemp(path.join(tmpdir(), 'coalface-sample-')));
  await generateSample({ out: home.root });
  key = JSON.parse(await readFile(path.join(home.sample, 'answer-key.json'), 'utf8')) as AnswerKey;
  outcome = await runEtl({ home, now: () => new Date(), progress: () => {} });
  if (!outcome.published) throw new Error('nothing was published');
  snapshot = await openSnapshot(outcome.published.file);
  connection = await snapshot.connect();
}, 240_000);

afterAll(async () => {
  connection.closeSync();
  snapshot.closeSync();
  await rm(home.root, { recursive: true, force: true });
});

const tonnes = (text: string) => Number(text).toFixed(3);
const ask = <T extends object>(sql: string) => rows<T>(connection, sql);

test('every file is read, and the data date is the last day that all daily feeds reach', () => {
  expect(outcome.errors).toEqual([]);
  expect(outcome.published?.asOf).toBe('2012-06-18');
});

test('rows are conserved in every file, as the key counts them', () => {
  const loaded = outcome.files.filter((file) => file.source === 'deliveries');
  expect(loaded.map(({ name, counts }) => ({ name, ...counts }))).toEqual(
    key.deliveries.files.map((file) => ({
      name: file.file,
      read: file.records,
      inserted: file.good,
      updated: 0,
      unchanged: file.duplicates,
      quarantined: file.defects.length,
      furniture: 3,
    })),
  );
  for (const { counts } of outcome.files) {
    const { read, inserted, updated, unchanged, quarantined, furniture } = counts;
    expect(inserted + updated + unchanged + quarantined + furniture).toBe(read);
  }
});

test('the exports of the CRM systems are loaded row for row', async () => {
  const text = await readFile(path.join(home.sample, 'answer-key.crm.json'), 'utf8');
  const files = JSON.parse(text) as FileCounts[];
  const loaded = new Map(outcome.files.map((one) => [`${one.source}/${one.name}`, one.counts]));
  expect(files.map(({ source, file }) => [source, loaded.get(`${source}/${file}`)])).toEqual(
    files.map(({ source, records, rows: inserted, reprints, furniture, defects }) => [
      source,
      { read: records, inserted, updated: 0, unchanged: reprints, quarantined: defects.length, furniture },
    ]),
  );
});

test('every planted defect is caught in its file and row with its reason, and nothing else is', async () => {
  const journal = new Journal(home, () => new Date(0));
  const entries = journal.quarantine().filter((entry) => entry.source === 'deliveries');
  journal.close();
  const caught: string[] = [];
  for (const entry of entries) {
    for (const row of await rejectedRowsOf(entry.file)) {
      const planted = key.deliveries.files
        .flatMap((file) => file.defects)
        .find((one) => one.file === entry.file_name && one.row === row.row);
      const codes = row.reasons.map((reason) => reason.code);
      caught.push(
        `${entry.file_name} ${row.row} ${planted && codes.includes(planted.code) ? planted.code : `not planted: ${codes.join()}`}`,
      );
    }
  }
  const planted = key.deliveries.files.flatMap((file) =>
    file.defects.map((one) => `${one.file} ${one.row} ${one.code}`),
  );
  expect(caught.sort()).toEqual(planted.sort());
});

async function rejectedRowsOf(file: string) {
  const instance = await DuckDBInstance.create(':memory:');
  const memory = await instance.connect();
  try {
    return await rejectedRows(memory, `'${quarantineFile(home, file)}'`);
  } finally {
    memory.closeSync();
    instance.closeSync();
  }
}

test('tonnes by month, key-account tonnes, provinces and accounts are the key’s to the kilogram', async () => {
  const months = await ask<{ month: string; t: string; k: string }>(
    "SELECT strftime(month, '%Y-%m') AS month, sum(net_t)::VARCHAR AS t, sum(key_t)::VARCHAR AS k FROM mart.account_month GROUP BY 1 ORDER BY 1",
  );
  expect(months.map(({ month, t, k }) => [month, tonnes(t), tonnes(k)])).toEqual(
    key.deliveries.by_month.map((one) => [one.month.slice(0, 7), tonnes(one.net_t), tonnes(one.key_t)]),
  );
  const provinces = await ask<{ month: string; province: string; t: string }>(
    "SELECT strftime(day, '%Y-%m') AS month, province, sum(net_t)::VARCHAR AS t FROM mart.region_day GROUP BY ALL",
  );
  const line = (month: string, province: string, t: string) =>
    `${month.slice(0, 7)} ${province} ${tonnes(t)}`;
  expect(provinces.map((one) => line(one.month, one.province, one.t)).sort()).toEqual(
    key.deliveries.by_province_month.map((one) => line(one.month, one.province, one.net_t)).sort(),
  );
  const accounts = await ask<{ account_id: string; t: string }>(
    'SELECT account_id, sum(net_t)::VARCHAR AS t FROM mart.account_day GROUP BY 1',
  );
  expect(accounts.map((one) => `${one.account_id} ${tonnes(one.t)}`).sort()).toEqual(
    key.deliveries.by_account.map((one) => `${one.account_id} ${tonnes(one.net_t)}`).sort(),
  );
});

test('port figures are the truth, corrections and missing figures included', async () => {
  const missing = new Set(
    key.ports.missing.flatMap((one) => one.measures.map((measure) => `${one.day} ${one.port} ${measure}`)),
  );
  const truth = key.ports.daily.flatMap((one) =>
    (['stock_wt', 'rail_in_wt', 'ship_out_wt', 'anchored'] as const)
      .filter((measure) => !missing.has(`${one.day} ${one.port} ${measure}`))
      .map((measure) => `${one.day} ${one.port} ${measure} ${Number(one[measure])}`),
  );
  const published = await ask<{ line: string }>(`
    SELECT day || ' ' || port || ' ' || measure || ' ' || value::DOUBLE::VARCHAR AS line FROM (
      SELECT day, port, stock_wt::DECIMAL(10,2) AS stock_wt, rail_in_wt, ship_out_wt, anchored::DECIMAL(10,2) AS anchored FROM mart.port_day)
    UNPIVOT (value FOR measure IN (stock_wt, rail_in_wt, ship_out_wt, anchored))`);
  const plain = (line: string) => line.replace(/\.0$/, '');
  expect(published.map((one) => plain(one.line)).sort()).toEqual(truth.sort());
});

test('the seed figures come out exactly', async () => {
  expect(
    await ask("SELECT stock_wt FROM mart.port_day WHERE port = 'QHD' AND day = DATE '2012-06-18'"),
  ).toEqual([{ stock_wt: 945.61 }]);
  expect(
    await ask(
      "SELECT max(stock_wt) AS top FROM mart.port_day WHERE port = 'QHD' AND day < DATE '2012-06-18'",
    ).then(([one]) => (one as { top: number }).top < 941.5),
  ).toBe(true);
  expect(
    await ask(
      "SELECT grade, low_cny_t::INTEGER AS low, high_cny_t::INTEGER AS high FROM mart.price_day WHERE day = DATE '2012-06-18' ORDER BY grade DESC",
    ),
  ).toEqual([
    { grade: 'Q5800', low: 780, high: 790 },
    { grade: 'Q5500', low: 720, high: 730 },
    { grade: 'Q5000', low: 620, high: 630 },
    { grade: 'Q4500', low: 520, high: 530 },
  ]);
  expect(
    await ask("SELECT mid_cny_t FROM mart.price_day WHERE grade = 'Q5500' AND day = DATE '2012-06-20'"),
  ).toEqual([{ mid_cny_t: 705 }]);
  expect(await ask("SELECT value FROM ref.record WHERE series = 'QHD.stock' AND period = '2008'")).toEqual([
    { value: 941.5 },
  ]);
});

test('prices are the truth', async () => {
  const daily = await ask<{ line: string }>(
    "SELECT day || ' ' || grade || ' ' || low_cny_t::INTEGER || '-' || high_cny_t::INTEGER AS line FROM mart.price_day",
  );
  const truth = key.prices.daily.flatMap((one) =>
    (['Q5800', 'Q5500', 'Q5000', 'Q4500'] as const).map(
      (grade) => `${one.day} ${grade} ${Number(one[grade].low)}-${Number(one[grade].high)}`,
    ),
  );
  expect(daily.map((one) => one.line).sort()).toEqual(truth.sort());
  const weekly = await ask<{ line: string }>(
    "SELECT period_end || ' ' || value::DOUBLE::VARCHAR AS line FROM market.latest WHERE series = 'BOHAI.INDEX' ORDER BY period_end",
  );
  expect(weekly.map((one) => one.line.replace(/\.0$/, ''))).toEqual(
    key.prices.weekly.map((one) => `${one.week_end} ${Number(one.index)}`),
  );
});

test('the weekly bulletin of the coast is the truth', async () => {
  const weekly = await ask<{ line: string }>(
    "SELECT period_end || ' ' || series || ' ' || value::DOUBLE::VARCHAR AS line FROM market.latest WHERE source = 'sample_weekly'",
  );
  expect(weekly.map((one) => one.line.replace(/\.0$/, '')).sort()).toEqual(
    key.coast.weekly.map((one) => `${one.week_end} ${one.series} ${Number(one.value)}`).sort(),
  );
});

test('the calendars tell what is there: absent days are missing, weeks without a report skipped, nothing else is', async () => {
  const standing = await ask<{ source: string; status: string; n: number }>(
    `SELECT source, status, count(*)::INTEGER AS n FROM market.publications(TIMESTAMPTZ '2012-06-21 00:00:00+08')
     WHERE source IN ('port_bulletin', 'price_bulletin', 'weekly_index', 'sample_weekly') GROUP BY ALL`,
  );
  const total = (source: string, statuses: string[]) =>
    standing
      .filter((one) => one.source === source && statuses.includes(one.status))
      .reduce((sum, one) => sum + one.n, 0);
  const there = ['on_time', 'published_late', 'published'];
  const days = new Set(key.ports.daily.map((one) => one.day)).size;
  const absent = await ask<{ day: string }>(
    `SELECT period_end::VARCHAR AS day FROM market.publications(TIMESTAMPTZ '2012-06-21 00:00:00+08')
     WHERE source = 'port_bulletin' AND status = 'missing' ORDER BY day`,
  );
  const silent = Object.entries(Object.groupBy(key.ports.missing, (one) => one.day)).filter(
    ([, ports]) => ports?.length === 4 && ports.every((one) => one.measures.length === 4),
  );
  expect(absent.map((one) => one.day)).toEqual(silent.map(([day]) => day).sort());
  expect(total('port_bulletin', there)).toBe(days - absent.length);
  expect(total('price_bulletin', there)).toBe(key.prices.daily.length);
  expect(total('weekly_index', there)).toBe(key.prices.weekly.length);
  expect(total('sample_weekly', there)).toBe(new Set(key.coast.weekly.map((one) => one.week_end)).size);
  expect(
    standing.filter((one) => !there.includes(one.status)).map((one) => [one.source, one.status]),
  ).toEqual(
    expect.arrayContaining([
      ['port_bulletin', 'missing'],
      ['weekly_index', 'skipped'],
    ]),
  );
  expect(standing.filter((one) => !there.includes(one.status))).toHaveLength(2);
});

test('import parity on the data date: 766 yuan delivered, 702 at 5500 kcal against 763, imports are 61 cheaper', async () => {
  expect(
    await ask(
      `SELECT round(ddp_cny)::INTEGER AS ddp, round(ddp_target_cny)::INTEGER AS at_5500, domestic_cif_cny::INTEGER AS domestic,
         round(advantage_cny)::INTEGER AS advantage FROM market.import_parity(DATE '2012-06-18')`,
    ),
  ).toEqual([{ ddp: 766, at_5500: 702, domestic: 763, advantage: 61 }]);
});

test('the real public figures are their own series, with their pages', async () => {
  expect(
    await ask(
      "SELECT value, note FROM market.latest JOIN market.series USING (series) WHERE NOT sample AND series = 'NBS.Q5500' AND period_end = DATE '2021-10-20'",
    ),
  ).toEqual([{ value: 1820.6, note: '国家统计局页面 t20230203_1901262' }]);
  expect(await ask('SELECT DISTINCT source FROM market.series WHERE sample ORDER BY source')).toEqual(
    ['port_bulletin', 'price_bulletin', 'sample_weekly', 'weekly_index'].map((source) => ({ source })),
  );
});

test('a second run over the same sample changes nothing', async () => {
  const again = await runEtl({ home, now: () => new Date(), progress: () => {} });
  expect(again).toMatchObject({ files: [], errors: [], published: null });
});
