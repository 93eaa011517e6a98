import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { landedFile, readReceipt } from '../data/receipt.ts';
import { loadQueries } from '../queries/engine/query-file.ts';
import { explainCell } from '../queries/lineage/explain.ts';
import type { Explanation } from '../queries/lineage/explanation.ts';
import { AccountLedger } from './names/ledger.ts';
import { runEtl } from './run.ts';
import { DELIVERY_HEADER, deliveryLine, smallHome, type SmallHome } from './testing/small-home.ts';

const QUERIES = await loadQueries();
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

const now = () => new Date((clock += 1000));
const run = (...sources: string[]) => runEtl({ home: small.home, sources, now, progress: () => {} });

async function explain(
  id: string,
  params: Record<string, string>,
  row: number,
  column: string,
): Promise<Explanation> {
  const query = QUERIES.get(id);
  if (!query) throw new Error(`no query ${id}`);
  return explainCell(small.home, { query, params, cell: { row, column } });
}

const portDay = (date: string, qhd: string, total: string): string[][] => [
  [date, '秦皇岛港', qhd, '70', '60', '90'],
  [date, '曹妃甸港', '200', '30', '30', '5'],
  [date, '京唐港', '300', '30', '30', '10'],
  [date, '天津港', '300', '--', '30', '15'],
  [date, '四港合计', total, '--', '150', '120'],
];

test('a port stock comes from one observation: the page, its row, its address and its bytes', async () => {
  await small.portPage('18', '2012-06-19 09:30:00', portDay('2012-06-18', '900', '1700'));
  await small.portPage('19', '2012-06-20 09:30:00', portDay('2012-06-19', '905', '1705'));
  await run('port_bulletin');
  const made = await explain('port_stock', { port: 'QHD' }, 2, 'stock_wt');
  expect(made).toMatchObject({
    query: { id: 'port_stock', file: 'queries/market/port_stock.sql' },
    params: { port: 'QHD', to: '2012-06-19' },
    cell: { value: 905, in_row: { day: '2012-06-19' } },
    reads: ['mart.port_day', 'ref.record'],
    traces: [
      {
        table: 'mart.port_day',
        object: 'market.observation',
        measures: ['stock_wt'],
        keys: { port: ['QHD'] },
        days: [['2012-06-19', '2012-06-19']],
        certainty: 'rows',
        rows: { count: 1, first: [{ day: '2012-06-19', port: 'QHD', stock_wt: 905 }] },
        facts: { count: 1, sums: null, first: [{ fact: 'QHD.stock', stock_wt: 905, _row: 2 }] },
      },
    ],
    revisions: { count: 1, first: [{ series: 'QHD.stock', revision: 1, value: 905, counts: true }] },
    runs: { count: 1, first: [{ run: made.snapshot.runs[0] }] },
    decisions: { count: 0 },
  });
  const [file] = made.files.first;
  const receipt = await readReceipt(small.home, file?.id ?? '');
  expect(file).toMatchObject({
    name: '19.html',
    url: receipt?.url,
    sha256: receipt?.sha256,
    published_at: '2012-06-20T09:30:00.000+08:00',
    facts: 1,
    landed: true,
  });
  expect(file?.url).toMatch(/\/port\/19\.html$/);
  const page = await readFile(path.join(small.home.sample, 'site/port/19.html'));
  expect(file?.sha256).toBe(createHash('sha256').update(page).digest('hex'));
});

test('a record so far comes from every earlier day of the port, and from no later one', async () => {
  for (const [i, stock] of ['900', '930', '905', '910'].entries()) {
    const total = String(Number(stock) + 800);
    await small.portPage(`${i}`, `2012-06-1${i + 3} 09:30:00`, portDay(`2012-06-1${i + 2}`, stock, total));
  }
  await run('port_bulletin');
  const { traces } = await explain('port_stock', {}, 3, 'record_so_far_wt');
  expect(traces).toMatchObject([
    {
      measures: ['stock_wt'],
      keys: { port: ['QHD'] },
      days: [['2012-06-12', '2012-06-13']],
      rows: { count: 2 },
    },
  ]);
});

test('a headline tonnage is the sum of its deliveries to the kilogram', async () => {
  await small.deliveries('a.csv', [
    DELIVERY_HEADER,
    ...[8, 9, 10, 11, 12, 13].map((day) =>
      deliveryLine(`A${day}`, `2012-06-${String(day).padStart(2, '0')}`, 'C001', day),
    ),
  ]);
  await small.deliveries('b.csv', [
    DELIVERY_HEADER,
    ...[14, 15, 17, 18].map((day) =>
      deliveryLine(`B${day}`, `2012-06-${day}`, 'C002', day).replace(
        `${day + 20}.000,20.000,${day}.000`,
        `${day + 20}.123,20.000,${day}.123`,
      ),
    ),
  ]);
  await run('accounts', 'deliveries');
  const made = await explain('headline_kpis', {}, 1, 'value');
  const [trace, ...others] = made.traces;
  expect(others).toEqual([]);
  // the week that ends on 18 June; nothing was delivered on the 16th
  expect(trace).toMatchObject({
    table: 'mart.account_day',
    measures: ['net_t'],
    days: [['2012-06-12', '2012-06-18']],
    certainty: 'rows',
    facts: { count: 6, sums: { net_t: 89.492 } },
  });
  expect(made.cell.value).toBe(0.0089492);
  expect(trace?.rows.sums).toEqual(trace?.facts.sums);
  expect(trace?.facts.first.map(({ fact, account_id, _row }) => [fact, account_id, _row])).toEqual([
    ['A12', 'C001', 6],
    ['A13', 'C001', 7],
    ['B14', 'C002', 2],
    ['B15', 'C002', 3],
    ['B17', 'C002', 4],
    ['B18', 'C002', 5],
  ]);
  expect(made.files.first.map(({ name, facts }) => [name, facts])).toEqual([
    ['b.csv', 4],
    ['a.csv', 2],
  ]);
  // every price is the same, and yet the average is formed over the whole week
  const price = await explain('headline_kpis', {}, 2, 'value');
  expect(price.traces).toMatchObject([
    { measures: ['amount_cny', 'priced_t'], days: [['2012-06-12', '2012-06-18']], facts: { count: 6 } },
  ]);
});

test('a revised figure lists both publications and says which counts', async () => {
  await small.portPage('18', '2012-06-19 09:30:00', portDay('2012-06-18', '900', '1700'));
  await run('port_bulletin');
  await small.portPage('更正', '2012-06-20 09:30:00', portDay('2012-06-18', '910', '1710'));
  await run('port_bulletin');
  const made = await explain('port_stock', {}, 1, 'stock_wt');
  expect(made.cell.value).toBe(910);
  expect(made.revisions).toMatchObject({
    count: 2,
    first: [
      { revision: 1, value: 900, counts: false, published_at: '2012-06-19T09:30:00.000+08:00' },
      { revision: 2, value: 910, counts: true, published_at: '2012-06-20T09:30:00.000+08:00' },
    ],
  });
  expect(made.files.first.map(({ name }) => name)).toEqual(['更正.html']);
});

test('the decision that merged an account is listed with the figure', async () => {
  await small.deliveries('a.csv', [
    DELIVERY_HEADER,
    deliveryLine('T1', '2012-06-05', 'C001', 100),
    deliveryLine('T2', '2012-06-06', 'C002', 40),
  ]);
  await run('accounts', 'deliveries');
  const ledger = new AccountLedger(small.home, now);
  const accounts = new Map(['C001', 'C002'].map((id) => [id, { id, name: `客户${id}`, shortName: null }]));
  ledger.decide(
    {
      kind: 'merge',
      code: 'C002',
      account: 'C001',
      name: null,
      from: null,
      to: null,
      note: '重组',
      by: 'wang',
    },
    accounts,
  );
  ledger.close();
  await run('accounts', 'deliveries');
  const made = await explain('account_pareto', {}, 1, 'wt');
  expect(made.traces).toMatchObject([
    { table: 'mart.account_day', keys: { account_id: ['C001'] }, facts: { count: 2, sums: { net_t: 140 } } },
  ]);
  expect(made.decisions).toMatchObject({
    count: 1,
    first: [
      { kind: 'merge', code: 'C002', account_id: 'C001', note: '重组', decided_by: 'wang', undone_at: null },
    ],
  });
});

test('a text is followed through the figures of its row; what no figure moves says so', async () => {
  await small.portPage('18', '2012-06-19 09:30:00', portDay('2012-06-18', '900', '1700'));
  await run('port_bulletin');
  const made = await explain('port_stock', {}, 1, 'is_record');
  expect(made.followed).toEqual(['stock_wt', 'record_so_far_wt']);
  expect(made.traces).toMatchObject([{ measures: ['stock_wt'], rows: { count: 1 } }]);
  expect(await explain('market_events', { from: '2012-01-01', to: '2012-06-30' }, 1, 'zh')).toMatchObject({
    reads: ['ref.event'],
    traces: [],
  });
});

test('bytes that are not in the archive any more are called missing', async () => {
  await small.portPage('18', '2012-06-19 09:30:00', portDay('2012-06-18', '900', '1700'));
  await run('port_bulletin');
  const before = await explain('port_stock', {}, 1, 'stock_wt');
  await rm(landedFile(small.home, before.files.first[0]?.sha256 ?? ''));
  const made = await explain('port_stock', {}, 1, 'stock_wt');
  expect(made.files.first).toMatchObject([{ name: '18.html', landed: false, fault: null }]);
});

test.each([
  [0, 'stock_wt'],
  [2, 'stock_wt'],
  [1, 'tonnes'],
])('row %s, column %s is no cell of a result with one row', async (row, column) => {
  await small.portPage('18', '2012-06-19 09:30:00', portDay('2012-06-18', '900', '1700'));
  await run('port_bulletin');
  await expect(explain('port_stock', {}, row, column)).rejects.toMatchObject({ code: 'unknown_cell' });
});
