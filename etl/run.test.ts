import { DuckDBInstance } from '@duckdb/node-api';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rows } from '../data/duck.ts';
import { currentSnapshotId, listSnapshots, openSnapshot, snapshotFile } from '../data/snapshots.ts';
import { openWarehouse } from '../data/warehouse.ts';
import { STEPS } from '../data/journal-records.ts';
import { Journal } from './journal.ts';
import { quarantineFile, rejectedRows } from '../data/quarantine.ts';
import type { RunOutcome } from './run-outcome.ts';
import { runEtl } from './run.ts';
import { DELIVERY_HEADER, deliveryLine, smallHome, type SmallHome } from './testing/small-home.ts';

let small: SmallHome;
let clock: number;

beforeEach(async () => {
  small = await smallHome();
  clock = Date.parse('2012-06-19T02:00:00Z');
  await small.accounts([
    ['C001', '江海电力股份有限公司', '江海电力', '电力', '2012-06-01'],
    ['C002', '东岭钢铁有限责任公司', '东岭钢铁', '冶金'],
  ]);
});
afterEach(() => small.remove());

const run = (...sources: string[]): Promise<RunOutcome> =>
  runEtl({ home: small.home, sources, now: () => new Date((clock += 1000)), progress: () => {} });

async function ask<T extends object>(sql: string): Promise<T[]> {
  const id = await currentSnapshotId(small.home);
  const instance = await openSnapshot(snapshotFile(small.home, id ?? ''));
  const connection = await instance.connect();
  try {
    return await rows<T>(connection, sql);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function rejected(
  fileName: string,
): Promise<{ row: number; codes: string[]; original: Record<string, string | null> }[]> {
  const journal = new Journal(small.home, () => new Date(0));
  const entry = journal.quarantine().find((one) => one.file_name === fileName);
  journal.close();
  if (!entry) return [];
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const found = await rejectedRows(connection, `'${quarantineFile(small.home, entry.file)}'`);
  connection.closeSync();
  instance.closeSync();
  return found.map((row) => ({
    row: row.row,
    codes: row.reasons.map((reason) => reason.code),
    original: row.original,
  }));
}

const counts = (outcome: RunOutcome) => outcome.files.map((file) => ({ name: file.name, ...file.counts }));

test('a first run loads, builds marts and publishes; a second finds nothing new', async () => {
  await small.deliveries('a.csv', [
    DELIVERY_HEADER,
    deliveryLine('T1', '2012-05-31', 'C001', 100),
    deliveryLine('T2', '2012-06-02', 'C001', 40),
    '合计,,,,,,,,,180,40,140,,,',
  ]);
  const first = await run('accounts', 'deliveries');
  expect(counts(first)).toEqual([
    { name: '客户.xlsx', read: 4, inserted: 2, updated: 0, unchanged: 0, quarantined: 0, furniture: 2 },
    { name: 'a.csv', read: 4, inserted: 2, updated: 0, unchanged: 0, quarantined: 0, furniture: 2 },
  ]);
  expect(first.published?.asOf).toBe('2012-06-02');
  // a key account from 1 June: tonnes before that day are not key tonnes
  expect(await ask('SELECT day::VARCHAR AS day, net_t, key_t FROM mart.account_day ORDER BY day')).toEqual([
    { day: '2012-05-31', net_t: 100, key_t: 0 },
    { day: '2012-06-02', net_t: 40, key_t: 40 },
  ]);
  // 120 万元 in the workbook, 元 in the warehouse
  expect(await ask('SELECT DISTINCT credit_limit_cny AS limit FROM crm.account')).toEqual([
    { limit: 1_200_000 },
  ]);
  const second = await run('accounts', 'deliveries');
  expect(second).toMatchObject({ published: null, files: [] });
  expect(await listSnapshots(small.home)).toHaveLength(1);
});

test('a corrected file changes only what it corrects, and the months of both dates', async () => {
  await small.deliveries('a.csv', [
    DELIVERY_HEADER,
    deliveryLine('T1', '2012-05-31', 'C001', 100),
    deliveryLine('T2', '2012-06-02', 'C002', 40),
  ]);
  await run('accounts', 'deliveries');
  await small.deliveries('b.csv', [
    DELIVERY_HEADER,
    deliveryLine('T1', '2012-06-01', 'C001', 90),
    deliveryLine('T2', '2012-06-02', 'C002', 40),
  ]);
  const outcome = await run('deliveries');
  expect(counts(outcome)).toEqual([
    { name: 'b.csv', read: 3, inserted: 0, updated: 1, unchanged: 1, quarantined: 0, furniture: 1 },
  ]);
  expect(
    await ask(
      'SELECT month::VARCHAR AS month, sum(net_t) AS t FROM mart.account_month GROUP BY month ORDER BY month',
    ),
  ).toEqual([{ month: '2012-06-01', t: 130 }]);
  expect(
    await ask(
      "SELECT _row, name FROM sales.delivery d JOIN meta.file f ON f.id = d._file WHERE ticket_no = 'T1'",
    ),
  ).toEqual([{ _row: 2n, name: 'b.csv' }]);
});

test('bad rows go to quarantine with every reason and their original texts; nothing else is lost', async () => {
  await small.deliveries('bad.csv', [
    DELIVERY_HEADER,
    deliveryLine('T1', '2012-06-02', 'C001', 40),
    deliveryLine('T1', '2012-06-02', 'C001', 40),
    deliveryLine('T1', '2012-06-02', 'C001', 41),
    deliveryLine('T2', '2012-02-30', 'C001', 40),
    deliveryLine('T3', '2012-06-02', 'C404', 40),
    `${deliveryLine('T4', '2012-06-02', 'C001', 40)},多一列`,
    deliveryLine('T5', '2012-06-02', 'C001', 40).replace('40.000,700', '45.000,700'),
    deliveryLine('T6', '2012-06-02', 'C001', 40, '调试').replace('60.000', '.000'),
    '',
    deliveryLine('T7', '2012-06-02', 'C001', 40).replace('Q5500', 'Q9999').replace(',40.000', ','),
    deliveryLine('T8', '2012-06-03', '', 40)
      .replace('江海电力', '江海电力（股份）有限公司')
      .replace('40.000', '４０.000'),
    '制表人：王某',
  ]);
  const outcome = await run('accounts', 'deliveries');
  expect(counts(outcome)[1]).toEqual({
    name: 'bad.csv',
    read: 13,
    inserted: 2,
    updated: 0,
    unchanged: 1,
    quarantined: 7,
    furniture: 3,
  });
  const kept = await rejected('bad.csv');
  expect(kept.map(({ row, codes }) => [row, ...codes])).toEqual([
    [4, 'duplicate_key'],
    [5, 'invalid_date'],
    [6, 'unknown_account'],
    [7, 'malformed'],
    [8, 'net_exceeds_gross'],
    [9, 'not_weighed', 'net_exceeds_gross', 'test_row'],
    [11, 'unknown_value', 'required'],
  ]);
  expect(kept[1]?.original['过衡时间']).toBe('2012-02-30 08:30:00');
  expect(await ask("SELECT account_id, net_t, _row FROM sales.delivery WHERE ticket_no = 'T8'")).toEqual([
    { account_id: 'C001', net_t: 40, _row: 12n },
  ]);
});

const day = (date: string, qhd: string, total: string) => [
  [date, '秦皇岛港', qhd, '70', '60', '90'],
  [date, '曹妃甸港', '200', '30', '30', '5'],
  [date, '京唐港', '300', '30', '30', '10'],
  [date, '天津港', '300', '--', '30', '15'],
  [date, '四港合计', total, '--', '150', '120'],
];

test('a later publication is a new revision, in whatever order the pages arrive', async () => {
  await small.portPage('2012-06', '2012-06-19 09:30:00', day('2012-06-18', '900', '1700'));
  await run('port_bulletin');
  await small.portPage('更正', '2012-06-20 09:30:00', day('2012-06-18', '910', '1710'));
  const outcome = await run('port_bulletin');
  expect(counts(outcome)).toMatchObject([{ inserted: 0, updated: 1, unchanged: 3, furniture: 2 }]);
  await small.portPage('早报', '2012-06-18 20:00:00', day('2012-06-18', '899', '1699'));
  await run('port_bulletin');
  expect(
    await ask("SELECT revision, value FROM market.observation WHERE series = 'QHD.stock' ORDER BY revision"),
  ).toEqual([
    { revision: 1, value: 900 },
    { revision: 2, value: 910 },
    { revision: 3, value: 899 },
  ]);
  expect(
    await ask("SELECT stock_wt, rail_in_wt FROM mart.port_day WHERE port IN ('QHD', 'TJ') ORDER BY port"),
  ).toEqual([
    { stock_wt: 910, rail_in_wt: 70 },
    { stock_wt: 300, rail_in_wt: null },
  ]);
});

test('a port page whose total does not bear its rows out is kept aside; the last good snapshot stays', async () => {
  await small.portPage('2012-06', '2012-06-19 09:30:00', day('2012-06-18', '900', '1700'));
  const first = await run('port_bulletin');
  await small.portPage('2012-07', '2012-07-19 09:30:00', day('2012-06-19', '9100', '1710'));
  await small.portPage('2012-08', '2012-07-20 09:30:00', day('2012-06-20', '910', '1810'));
  const outcome = await run('port_bulletin');
  expect(counts(outcome)).toMatchObject([
    { name: '2012-07.html', inserted: 0, quarantined: 4 },
    { name: '2012-08.html', inserted: 0, quarantined: 4 },
  ]);
  expect((await rejected('2012-07.html')).map((row) => row.codes.join())).toEqual([
    'out_of_range',
    ...Array(3).fill('total_mismatch'),
  ]);
  expect((await rejected('2012-08.html')).flatMap((row) => row.codes)).toEqual(
    Array(4).fill('total_mismatch'),
  );
  expect(first.published).not.toBeNull();
  expect(await ask("SELECT max(stock_wt) AS top FROM mart.port_day WHERE port = 'QHD'")).toEqual([
    { top: 900 },
  ]);
});

test.each<[string, () => Promise<void>, string, string]>([
  [
    'an empty file',
    () =>
      small
        .deliveries('x.csv', [])
        .then(() => writeFile(path.join(small.home.inbox, 'deliveries', 'x.csv'), '')),
    'deliveries',
    'empty_file',
  ],
  [
    'a wrong encoding',
    () =>
      writeFile(
        path.join(small.home.inbox, 'deliveries', 'x.csv'),
        Buffer.concat([Buffer.from(`${DELIVERY_HEADER}\n`), Buffer.from([0x54, 0xff, 0xff, 0x2c, 0x0a])]),
      ),
    'deliveries',
    'bad_encoding',
  ],
  [
    'a binary file',
    () => writeFile(path.join(small.home.inbox, 'deliveries', 'x.csv'), Buffer.from([0, 1, 2, 3, 0, 0])),
    'deliveries',
    'unsupported_encoding',
  ],
  [
    'a file with another header',
    () => small.deliveries('x.csv', ['a,b,c', '1,2,3']),
    'deliveries',
    'header_not_found',
  ],
  [
    'a file without a required column',
    () =>
      small.deliveries('x.csv', [
        DELIVERY_HEADER.replace('净重(吨)', '重'),
        deliveryLine('T9', '2012-06-02', 'C001', 40),
      ]),
    'deliveries',
    'column_not_found',
  ],
  [
    'a unit that is none',
    () => small.deliveries('x.csv', [DELIVERY_HEADER.replace('净重(吨)', '净重(石)')]),
    'deliveries',
    'unit_mismatch',
  ],
  [
    'a text that calls itself a workbook',
    () => writeFile(path.join(small.home.inbox, 'accounts', 'x.xlsx'), 'not a zip'),
    'accounts',
    'header_not_found',
  ],
  [
    'a workbook that was cut',
    () => writeFile(path.join(small.home.inbox, 'accounts', 'x.xlsx'), 'PK\x03\x04 and no more'),
    'accounts',
    'bad_workbook',
  ],
  [
    'a page without the table',
    () =>
      small
        .portPage('x', '2012-06-19 09:30:00', [])
        .then(() =>
          writeFile(path.join(small.home.sample, 'site/port/x.html'), '<html><body>维护中</body></html>'),
        ),
    'port_bulletin',
    'table_not_found',
  ],
  ['a list page that is missing', async () => {}, 'port_bulletin', 'page_missing'],
])('%s is a named error; the last good snapshot stays in service', async (_what, spoil, source, code) => {
  await small.deliveries('good.csv', [DELIVERY_HEADER, deliveryLine('T1', '2012-06-02', 'C001', 40)]);
  const good = await run('accounts', 'deliveries');
  await spoil();
  const outcome = await run(source);
  expect(outcome.errors.map((error) => error.code)).toEqual([code]);
  expect(Object.values(outcome.errors[0]?.where ?? {}).join(' ')).toMatch(/x\.|port\/index\.html/);
  expect(outcome.published).toBeNull();
  expect(await currentSnapshotId(small.home)).toBe(good.published?.id);
  expect(await ask('SELECT count(*)::INTEGER AS n FROM sales.delivery')).toEqual([{ n: 1 }]);
});

test('a bad file does not keep the good ones back, and is read once it is mended', async () => {
  await small.deliveries('a.csv', ['a,b', '1,2']);
  await small.deliveries('b.csv', [DELIVERY_HEADER, deliveryLine('T1', '2012-06-02', 'C001', 40)]);
  const outcome = await run('accounts', 'deliveries');
  expect(outcome.errors).toHaveLength(1);
  expect(outcome.published).not.toBeNull();
  await small.deliveries('a.csv', [DELIVERY_HEADER, deliveryLine('T2', '2012-06-03', 'C001', 60)]);
  expect((await run('deliveries')).published?.asOf).toBe('2012-06-03');
});

test('the lock file that Excel leaves beside an open workbook is no data', async () => {
  await writeFile(path.join(small.home.inbox, 'accounts', '~$客户.xlsx'), 'owner');
  expect((await run('accounts')).errors).toEqual([]);
});

test('rows that a killed run loaded but did not publish are published by the next', async () => {
  await small.deliveries('a.csv', [DELIVERY_HEADER, deliveryLine('T1', '2012-06-02', 'C001', 40)]);
  await run('accounts', 'deliveries');
  const id = await currentSnapshotId(small.home);
  await writeFile(small.home.current, '');
  const outcome = await run('accounts');
  expect(outcome.published?.id).not.toBe(id);
  expect(await ask('SELECT count(*)::INTEGER AS n FROM mart.account_day')).toEqual([{ n: 1 }]);
});

test('the live warehouse stays locked against a second process while and after publishing', async () => {
  const { home } = small;
  const warehouse = await openWarehouse(home);
  const { publishSnapshot } = await import('../data/publish.ts');
  const script = `
    import { openWarehouse } from ${JSON.stringify(new URL('../data/warehouse.ts', import.meta.url).href)};
    import { homeAt } from ${JSON.stringify(new URL('../data/home.ts', import.meta.url).href)};
    await openWarehouse(homeAt(${JSON.stringify(home.root)})).then((w) => { w.close(); process.stdout.write('opened'); }, (e) => process.stdout.write(e.code));`;
  const attempt = async () =>
    (await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script])).stdout;
  const publish = (now: string) =>
    publishSnapshot(warehouse.connection, home, { now: new Date(now), asOf: null, runs: [] });
  expect(await attempt()).toBe('warehouse_locked');
  const [during] = await Promise.all([attempt(), publish('2012-06-19T01:00:00Z')]);
  expect(during).toBe('warehouse_locked');
  await publish('2012-06-19T02:00:00Z');
  expect(await attempt()).toBe('warehouse_locked');
  warehouse.close();
  expect(await attempt()).toBe('opened');
});

test('each of the eight steps is recorded before and after', async () => {
  await small.deliveries('a.csv', [DELIVERY_HEADER, deliveryLine('T1', '2012-06-02', 'C001', 40)]);
  const { run: id } = await run('accounts', 'deliveries');
  const journal = new Journal(small.home, () => new Date(0));
  const steps = journal.steps(id);
  journal.close();
  expect(new Set(steps.map((one) => one.step))).toEqual(new Set(STEPS));
  expect(steps.every((one) => one.status === 'ok' && one.ended_at !== null)).toBe(true);
});

test('every byte received is in landing, unchanged, with a receipt', async () => {
  await small.deliveries('a.csv', [DELIVERY_HEADER, deliveryLine('T1', '2012-06-02', 'C001', 40)]);
  await run('accounts', 'deliveries');
  const [file] = await ask<{ id: string; sha256: string }>(
    "SELECT id, sha256 FROM meta.file WHERE name = 'a.csv'",
  );
  const landed = await readFile(
    path.join(small.home.landing, file?.sha256.slice(0, 2) ?? '', file?.sha256 ?? ''),
  );
  expect(landed).toEqual(await readFile(path.join(small.home.inbox, 'deliveries', 'a.csv')));
  const receipt = JSON.parse(
    await readFile(path.join(small.home.landing, 'receipts', `${file?.id}.json`), 'utf8'),
  );
  expect(receipt).toMatchObject({
    source: 'deliveries',
    name: 'a.csv',
    sha256: file?.sha256,
    bytes: landed.length,
  });
});
