import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadSources, type Source } from '../data/source-file.ts';
import { runEtl } from './run.ts';
import { DELIVERY_HEADER, deliveryLine, smallHome, type SmallHome } from './testing/small-home.ts';
import { tryFile } from './try.ts';

let small: SmallHome;
beforeEach(async () => {
  small = await smallHome();
});
afterEach(() => small.remove());

async function source(id: string): Promise<Source> {
  const found = (await loadSources()).get(id);
  if (!found) throw new Error(`no source ${id}`);
  return found;
}
const inbox = (...parts: string[]) => path.join(small.home.inbox, ...parts);

test('typed rows, rejected rows and the furniture of a file; nothing is loaded', async () => {
  await small.accounts([
    ['C001', '江海电力股份有限公司', '江海电力', '电力', '41061'],
    ['C002', '东岭钢铁', '', '养殖'],
  ]);
  const trial = await tryFile(small.home, await source('accounts'), inbox('accounts', '客户.xlsx'));
  expect(trial).toMatchObject({ records: 4, furniture: 2 });
  expect(trial.rows).toMatchObject([
    {
      _row: '3',
      account_id: 'C001',
      name: '江海电力股份有限公司',
      industry: '电力',
      credit_limit_cny: '1200000.00',
      key_from: '2012-06-01',
    },
  ]);
  expect(trial.rejected).toMatchObject([
    { row: 4, reasons: [{ code: 'unknown_value', columns: ['industry'] }], original: { '*行业': '养殖' } },
  ]);
  expect(await readdir(small.home.root)).not.toContain('warehouse.duckdb');
});

test('companies are resolved against the published accounts; without any, none is known', async () => {
  await small.deliveries('a.csv', [
    DELIVERY_HEADER,
    deliveryLine('T1', '2012-06-02', '', 40),
    deliveryLine('T2', '2012-06-02', 'C404', 40),
  ]);
  const deliveries = await source('deliveries');
  const before = await tryFile(small.home, deliveries, inbox('deliveries', 'a.csv'));
  expect(before.rejected.map((row) => row.reasons[0]?.code)).toEqual(['unknown_account', 'unknown_account']);
  await small.accounts([['C001', '江海电力股份有限公司', '江海电力', '电力']]);
  await runEtl({
    home: small.home,
    sources: ['accounts'],
    now: () => new Date('2012-06-19T02:00:00Z'),
    progress: () => {},
  });
  const after = await tryFile(small.home, deliveries, inbox('deliveries', 'a.csv'));
  expect(after.rows).toMatchObject([{ ticket_no: 'T1', account_id: 'C001', net_t: '40.000' }]);
  expect(after.rejected).toMatchObject([{ row: 3 }]);
});

test('a page gives the observations that it would publish', async () => {
  await small.portPage('2012-06', '2012-06-19 09:30:00', [
    ['2012-06-18', '秦皇岛港', '945.61', '--', '60', '90'],
  ]);
  const trial = await tryFile(
    small.home,
    await source('port_bulletin'),
    path.join(small.home.sample, 'site/port/2012-06.html'),
  );
  expect(trial.rows.map((row) => [row['series'], row['period_end'], Number(row['value'])])).toEqual([
    ['QHD.anchored', '2012-06-18', 90],
    ['QHD.ship_out', '2012-06-18', 60],
    ['QHD.stock', '2012-06-18', 945.61],
  ]);
});

test('observations with what is printed beside them, their flags, and what a time of publication makes of them', async () => {
  const port = await source('port_bulletin');
  const page = path.join(small.home.sample, 'site/port/2012-06.html');
  await small.portPage(
    '2012-06',
    '2012-06-19 09:30:00',
    ['16', '17', '18'].map((day) => [
      `2012-06-${day}`,
      '秦皇岛港',
      '945.61',
      day === '17' ? '--' : '60',
      '60',
      '90',
    ]),
  );
  const trial = await tryFile(small.home, port, page);
  expect(trial.rows[0]).toEqual({
    _row: '2',
    series: 'QHD.anchored',
    period_start: '2012-06-16',
    period_end: '2012-06-16',
    low: null,
    high: null,
    value: '90.0000',
    change: null,
    change_pct: null,
    base_end: null,
    sentence: null,
    note: null,
    flags: null,
  });
  // Caofeidian, Jingtang and Tianjin lack all four figures, Qinhuangdao one of a day
  expect(new Set(trial.flags.map((flag) => flag.code))).toEqual(new Set(['missing_series']));
  expect(trial.flags).toHaveLength(13);
  expect(trial.flags).toContainEqual(
    expect.objectContaining({ series: 'QHD.rail_in', period_end: '2012-06-17' }),
  );
  const early = await tryFile(small.home, port, page, { publishedAt: '2012-06-16T01:30:00.000Z' });
  expect(early.rejected.map((row) => [row.row, row.reasons[0]?.code])).toEqual([[4, 'future_period']]);
});

test('values are judged against those that are published', async () => {
  const days = (month: number, value: string) =>
    ['11', '12', '13', '14', '15', '16'].map((day) => [
      `2012-0${month}-${day}`,
      '秦皇岛港',
      value,
      '60',
      '60',
      '90',
    ]);
  await small.portPage('2012-05', '2012-05-19 09:30:00', days(5, '900'));
  await runEtl({
    home: small.home,
    sources: ['port_bulletin'],
    now: () => new Date('2012-05-19T02:00:00Z'),
    progress: () => {},
  });
  await small.portPage('2012-06', '2012-06-19 09:30:00', days(6, '90.5'));
  const page = path.join(small.home.sample, 'site/port/2012-06.html');
  const trial = await tryFile(small.home, await source('port_bulletin'), page);
  const stocks = trial.rows.filter((row) => row['series'] === 'QHD.stock');
  expect(stocks.map((row) => row['flags'])).toEqual(Array.from({ length: 6 }, () => 'decimal_shift'));
});

test('a missing file, a folder and another header are named', async () => {
  const deliveries = await source('deliveries');
  await mkdir(inbox('x'));
  await writeFile(inbox('y.csv'), 'a,b\n1,2\n');
  const code = (file: string) =>
    tryFile(small.home, deliveries, file).then(
      () => 'read',
      (error: { code: string }) => error.code,
    );
  expect(await code(inbox('no.csv'))).toBe('file_not_found');
  expect(await code(inbox('x'))).toBe('file_unreadable');
  expect(await code(inbox('y.csv'))).toBe('header_not_found');
});
