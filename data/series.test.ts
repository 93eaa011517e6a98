import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rows } from './duck.ts';
import { seriesCodes, writeSeries } from './series.ts';
import { loadSources, parseSource, type Source } from './source-file.ts';
import { migrate } from './warehouse.ts';

let instance: DuckDBInstance;
let connection: DuckDBConnection;
beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
  await migrate(connection);
});
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

const source = (id: string, series: string, template = 'S'): Source =>
  parseSource(
    `id: ${id}
title: { zh: 试, en: trial }
object: observation
origin: { kind: files, folder: s }
columns:
  day: { type: date, from: [日期] }
  port: { type: enum, from: [港口], values: { QHD: [秦皇岛], CFD: [曹妃甸] } }
  coal: { type: enum, from: [煤种], values: { Q5500: [优混], Q5000: [大混] } }
  name: { type: text, from: [名] }
  value: { type: decimal, from: [值] }
period: { end: day }
observations: [{ series: '${template}', value: value }]
series: { ${series} }`,
    `${id}.yaml`,
  );
const ask = (sql: string) => rows(connection, sql);

test('a series is written with all that its source says of it, and what it does not say is missing', async () => {
  await writeSeries(connection, [
    source(
      'a',
      `A.full: { zh: 全, en: full, measure: price, unit: 元/吨, place: QHD, grade: Q5500, basis: fob, tax_included: true,
         heat_basis: nar, period: week_wed_tue, sample: true, since: 2020-01-01, until: 2025-12-31 }`,
    ),
    source('b', 'B.bare: { zh: 简, en: bare, measure: stock, unit: 万吨 }'),
  ]);
  expect(
    await ask(
      'SELECT * REPLACE (since::VARCHAR AS since, until::VARCHAR AS until) FROM market.series ORDER BY series',
    ),
  ).toEqual([
    {
      series: 'A.full',
      zh: '全',
      en: 'full',
      measure: 'price',
      unit: '元/吨',
      place: 'QHD',
      grade: 'Q5500',
      basis: 'fob',
      tax_included: true,
      heat_basis: 'nar',
      period_kind: 'week_wed_tue',
      frequency: 'week',
      source: 'a',
      since: '2020-01-01',
      until: '2025-12-31',
      sample: true,
    },
    {
      series: 'B.bare',
      zh: '简',
      en: 'bare',
      measure: 'stock',
      unit: '万吨',
      place: null,
      grade: null,
      basis: null,
      tax_included: null,
      heat_basis: null,
      period_kind: 'day',
      frequency: 'day',
      source: 'b',
      since: null,
      until: null,
      sample: false,
    },
  ]);
});

test('the catalogue is written anew: a series that no source defines any more is gone, its breaks with it', async () => {
  const more = 'breaks: [{ on: 2022-01-01, zh: 一, en: one }, { on: 2026-01-01, zh: 二, en: two }]';
  await writeSeries(connection, [source('a', `A: { zh: 甲, en: a, measure: price, unit: 元/吨, ${more} }`)]);
  const segment = (day: string) => ask(`SELECT market.segment_of('A', DATE '${day}') AS n`);
  expect(await segment('2021-12-31')).toEqual([{ n: 0n }]);
  expect(await segment('2022-01-01')).toEqual([{ n: 1n }]);
  expect(await segment('2026-01-10')).toEqual([{ n: 2n }]);
  await writeSeries(connection, [source('a', 'B: { zh: 乙, en: b, measure: price, unit: 元/吨 }')]);
  expect(await ask('SELECT series FROM market.series')).toEqual([{ series: 'B' }]);
  expect(await segment('2026-01-10')).toEqual([{ n: 0n }]);
});

test('one series that two sources define is named with both', async () => {
  const one = 'A: { zh: 甲, en: a, measure: price, unit: 元/吨 }';
  await expect(writeSeries(connection, [source('a', one), source('b', one)])).rejects.toMatchObject({
    code: 'duplicate_series',
    message: 'a and b both define the series A',
    where: { source: 'b' },
  });
});

test.each([
  ['S', ['S']],
  ['{port}.stock', ['QHD.stock', 'CFD.stock']],
  ['{port}.{coal}', ['QHD.Q5500', 'QHD.Q5000', 'CFD.Q5500', 'CFD.Q5000']],
])('%s stands for %j', (template, codes) => {
  const one = source('a', '', template);
  expect(one.observations.flatMap((observation) => seriesCodes(one, observation))).toEqual(codes);
});

test('a column that is no enum cannot be part of a code', () => {
  const one = source('a', '', '{name}.stock');
  expect(() => one.observations.map((observation) => seriesCodes(one, observation))).toThrow(
    expect.objectContaining({ code: 'bad_source', where: { source: 'a', column: 'name' } }),
  );
});

test('every series that a shipped source can publish is defined, in the unit of its column', async () => {
  const all = [...(await loadSources()).values()];
  const defined = new Map(all.flatMap((one) => Object.entries(one.series)));
  for (const one of all) {
    for (const observation of one.observations) {
      const column = one.columns[observation.value];
      for (const code of seriesCodes(one, observation)) {
        const unit = column && 'unit' in column ? column.unit : undefined;
        expect([one.id, code, defined.get(code)?.unit]).toEqual([one.id, code, unit]);
      }
    }
  }
});
