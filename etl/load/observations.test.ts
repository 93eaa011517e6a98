import { expect, test } from 'vitest';
import type { Source } from '../../data/source-file.ts';
import { Rng } from '../sample/random.ts';
import { useFeedLoader } from '../testing/feed-loader.ts';
import { publishedSql } from './published.ts';

const feed = useFeedLoader();

const PRICES = `
id: prices
columns:
  first: { type: date, from: [期初], required: true }
  last: { type: date, from: [期末], required: true }
  price: { type: decimal, from: [价格], unit: 元/吨 }
  change: { type: decimal, from: [涨跌] }
  pct: { type: decimal, from: [涨跌幅] }
  base: { type: date, from: [上期] }
  sentence: { type: text, from: [原句] }
  page: { type: text, from: [页面] }
period: { start: first, end: last }
base: base
sentence: sentence
note: page
observations: [{ series: P, value: price, change: change, change_pct: pct }]
series:
  P: { zh: 价, en: price, measure: price, unit: 元/吨, period: ten_day }
`;
const HEADER = '期初,期末,价格(元/吨),涨跌,涨跌幅,上期,原句,页面';
const DAYS = '2026-01-01,2026-01-10';
const row = (value: number | string, change = '', sentence = '') =>
  `${DAYS},${value},${change},,,${sentence},`;

async function prices(): Promise<Source> {
  const [source] = await feed.sources(PRICES);
  if (!source) throw new Error('no source');
  return source;
}
const say = async (source: Source, name: string, line: string, publishedAt?: string) =>
  (await feed.load(source, name, [HEADER, line], publishedAt)).counts;
const latest = () => feed.ask('SELECT value::DOUBLE, change::DOUBLE FROM market.latest ORDER BY period_end');
const revisions = () =>
  feed.ask(
    'SELECT revision, value::DOUBLE, change::DOUBLE, withdrawn FROM market.observation ORDER BY revision',
  );

test('printed change, percent, what they compare with, sentence and note are kept as printed', async () => {
  const source = await prices();
  await feed.load(
    source,
    'a',
    [HEADER, `${DAYS},694.2,-3.5,-0.5,2025-12-31,山西优混694.2元,t1962302`],
    '2026-01-13T01:30:00Z',
  );
  expect(
    await feed.ask(
      'SELECT value, low, change, change_pct, base_end, sentence, note, withdrawn FROM market.observation',
    ),
  ).toEqual([['694.2000', null, '-3.5000', '-0.5000', '2025-12-31', '山西优混694.2元', 't1962302', 'false']]);
});

test('a base of type period is the last day of it', async () => {
  const [source] = await feed.sources(PRICES.replace('base: { type: date', 'base: { type: period'));
  if (!source) throw new Error('no source');
  const sql = publishedSql(source);
  expect(sql).toContain('"base"[2]::DATE AS base_end');
});

test('the same value is unchanged, one with a printed change that was not known is a revision', async () => {
  const source = await prices();
  expect(await say(source, 'a', row(100), '2026-01-11T00:00:00Z')).toMatchObject({ inserted: 1 });
  expect(await say(source, 'b', row(100), '2026-01-12T00:00:00Z')).toMatchObject({ unchanged: 1 });
  expect(await say(source, 'c', row(100, '2'), '2026-01-13T00:00:00Z')).toMatchObject({ updated: 1 });
  expect(await say(source, 'd', row(100), '2026-01-14T00:00:00Z')).toMatchObject({ unchanged: 1 });
  expect(await revisions()).toEqual([
    ['1', '100.0', null, 'false'],
    ['2', '100.0', '2.0', 'false'],
  ]);
  expect(await latest()).toEqual([['100.0', '2.0']]);
});

test('what a later page only repeated outranks a correction that was published before it and arrives last', async () => {
  const source = await prices();
  await say(source, 'a', row(100), '2026-01-11T00:00:00Z');
  await say(source, 'c', row(100), '2026-01-13T00:00:00Z');
  await say(source, 'b', row(101), '2026-01-12T00:00:00Z');
  expect(await latest()).toEqual([['100.0', null]]);
});

test.each([1, 2, 3, 4])(
  'in whatever order the pages arrive, the latest value is the same (%i)',
  async (seed) => {
    const source = await prices();
    const rng = new Rng(seed, 'pages');
    const pages = Array.from({ length: 9 }, (_, i) => ({
      name: `page ${i}`,
      line: row(rng.pick([100, 101]), rng.pick(['', '1', '2'])),
      at: `2026-01-1${i + 1}T00:00:00Z`.replace('110', '20'),
    }));
    for (const { name, line, at } of pages) await say(source, name, line, at);
    const inOrder = await latest();
    await feed.connection().run('DELETE FROM market.observation');
    for (const { name, line, at } of rng.shuffled(pages)) await say(source, name, line, at);
    expect(await latest()).toEqual(inOrder);
    const before = await revisions();
    for (const { name, line, at } of rng.shuffled(pages)) await say(source, name, line, at);
    expect(await latest()).toEqual(inOrder);
    expect((await revisions()).length).toBeLessThanOrEqual(before.length + pages.length);
  },
);

test('a page that is read again says something else: a new revision of the same publication, nothing overwritten', async () => {
  const source = await prices();
  await say(source, 'a', row(6942), '2026-01-13T00:00:00Z');
  expect(await say(source, 'a', row(6942), '2026-01-13T00:00:00Z')).toMatchObject({ unchanged: 1 });
  expect(await say(source, 'a', row(694.2, '-3.5'), '2026-01-13T00:00:00Z')).toMatchObject({ updated: 1 });
  expect(await revisions()).toEqual([
    ['1', '6942.0', null, 'false'],
    ['2', '694.2', '-3.5', 'false'],
  ]);
  expect(await feed.ask('SELECT DISTINCT published_at::TIMESTAMP FROM market.observation')).toHaveLength(1);
});

test('the sentence of an unchanged value is new to a page that is read again', async () => {
  const source = await prices();
  await say(source, 'a', row(100), '2026-01-13T00:00:00Z');
  await say(source, 'a', row(100, '', '均价100元'), '2026-01-13T00:00:00Z');
  expect(await feed.ask('SELECT sentence FROM market.latest')).toEqual([['均价100元']]);
});

test('a value that the bytes no longer give is withdrawn, its month touched; what an earlier page said stands again', async () => {
  const source = await prices();
  const other = '2026-02-01,2026-02-10,90,,,,,';
  await say(source, 'a', row(99), '2026-01-12T00:00:00Z');
  await feed.load(source, 'b', [HEADER, row(100, '1'), other], '2026-02-13T00:00:00Z');
  await feed.connection().run('DELETE FROM meta.touched');
  await feed.load(source, 'b', [HEADER, other], '2026-02-13T00:00:00Z');
  expect(
    await feed.ask(
      "SELECT revision, value::DOUBLE, change::DOUBLE, withdrawn, _run <> 'run' FROM market.observation WHERE period_end = '2026-01-10' ORDER BY revision",
    ),
  ).toEqual([
    ['1', '99.0', null, 'false', 'true'],
    ['2', '100.0', '1.0', 'false', 'true'],
    ['3', '100.0', '1.0', 'true', 'true'],
  ]);
  expect(await latest()).toEqual([
    ['99.0', null],
    ['90.0', null],
  ]);
  expect(await feed.ask('SELECT month FROM meta.touched')).toEqual([['2026-01-01']]);
  // nothing more to withdraw; said again, it is back
  await feed.load(source, 'b', [HEADER, other], '2026-02-13T00:00:00Z');
  expect(await feed.ask('SELECT count(*) FROM market.observation')).toEqual([['4']]);
  await feed.load(source, 'b', [HEADER, row(100, '1'), other], '2026-02-13T00:00:00Z');
  expect(await latest()).toEqual([
    ['100.0', '1.0'],
    ['90.0', null],
  ]);
});

test('a value that is withdrawn everywhere is gone', async () => {
  const source = await prices();
  await feed.load(source, 'a', [HEADER, row(100), '2026-02-01,2026-02-10,90,,,,,']);
  await feed.load(source, 'a', [HEADER, '2026-02-01,2026-02-10,90,,,,,']);
  expect(await latest()).toEqual([['90.0', null]]);
});

test('two sources may feed one series', async () => {
  const [prices, copied] = await feed.sources(
    PRICES,
    PRICES.replace('id: prices', 'id: copied').replace(/series:\n {2}P:.*\n/, ''),
  );
  if (!prices || !copied) throw new Error('no source');
  await say(copied, 'old', row(100));
  expect(await say(prices, 'page', row(100, '2'), '2026-01-13T00:00:00Z')).toMatchObject({ updated: 1 });
  expect(await say(copied, 'new', row(100))).toMatchObject({ unchanged: 1 });
  expect(await feed.ask('SELECT source, value::DOUBLE, change::DOUBLE FROM market.latest')).toEqual([
    ['prices', '100.0', '2.0'],
  ]);
});

test('rows of one key: a reprint is unchanged, another value is kept aside', async () => {
  const [source] = await feed.sources(`
id: ports
columns:
  day: { type: date, from: [日期], required: true }
  port: { type: enum, from: [港口], required: true, values: { QHD: [秦皇岛], CFD: [曹妃甸] } }
  stock: { type: decimal, from: [场存], unit: 万吨 }
period: { end: day }
observations: [{ series: '{port}.stock', value: stock }]
series:
  QHD.stock: { zh: 秦, en: Q, measure: stock, unit: 万吨 }
  CFD.stock: { zh: 曹, en: C, measure: stock, unit: 万吨 }
`);
  if (!source) throw new Error('no source');
  expect(source.key).toEqual(['day', 'port']);
  const lines = ['日期,港口,场存(万吨)', '2026-05-01,秦皇岛,500', '2026-05-01,曹妃甸,300'];
  const { counts, rejected } = await feed.load(source, 'a', [
    ...lines,
    '2026-05-01,秦皇岛,500',
    '2026-05-01,曹妃甸,301',
  ]);
  expect(counts).toEqual({ inserted: 2, updated: 0, unchanged: 1, quarantined: 1, furniture: 1 });
  expect(rejected.map((one) => [one.row, one.reasons[0]?.code])).toEqual([[5, 'duplicate_key']]);
});

test('two days of one month are two statements of it: the same value once, another is kept aside', async () => {
  const [source] = await feed.sources(`
id: months
columns:
  day: { type: date, from: [日期], required: true }
  index: { type: decimal, from: [指数], unit: 点 }
period: { of: day, kind: month }
observations: [{ series: I, value: index }]
series: { I: { zh: 指, en: index, measure: index, unit: 点, period: month } }
`);
  if (!source) throw new Error('no source');
  const { counts, rejected } = await feed.load(source, 'a', [
    '日期,指数',
    '2026-01-05,100',
    '2026-01-20,100',
    '2026-02-05,101',
    '2026-02-06,102',
  ]);
  expect(counts).toEqual({ inserted: 2, updated: 0, unchanged: 1, quarantined: 1, furniture: 1 });
  expect(rejected.map((one) => [one.row, one.reasons[0]?.code])).toEqual([[5, 'duplicate_key']]);
});

test('a series that nobody defined and a column in another unit are named', async () => {
  const [source] = await feed.sources(PRICES.replace(/series:\n {2}P:.*\n/, ''));
  if (!source) throw new Error('no source');
  await expect(say(source, 'a', row(100))).rejects.toMatchObject({ code: 'unknown_series' });
  const [tonnes] = await feed.sources(
    PRICES.replace(
      'price: { type: decimal, from: [价格], unit: 元/吨 }',
      'price: { type: decimal, from: [价格], unit: 元/千克 }',
    ),
  );
  if (!tonnes) throw new Error('no source');
  await expect(say(tonnes, 'a', row(100))).rejects.toMatchObject({
    code: 'series_unit_mismatch',
    message: 'P is in 元/吨, the column price in 元/千克',
  });
  const [percent] = await feed.sources(
    PRICES.replace(
      'change: { type: decimal, from: [涨跌] }',
      "change: { type: decimal, from: [涨跌], unit: '%' }",
    ),
  );
  if (!percent) throw new Error('no source');
  await expect(say(percent, 'a', row(100))).rejects.toMatchObject({
    code: 'series_unit_mismatch',
    where: { column: 'change' },
  });
});
