import { beforeEach, expect, test } from 'vitest';
import { rows } from '../data/duck.ts';
import { insertObservations, insertRows, type ObservationRow } from '../queries/testing/rows.ts';
import { buildMarts } from './marts.ts';
import { useCellConnection } from './testing/cell-connection.ts';

const connection = useCellConnection();
beforeEach(async () => {
  for (const table of ['market.observation', 'market.series', 'mart.port_day', 'mart.price_day'])
    await connection().run(`DELETE FROM ${table}`);
});

/** Series of a port and a price, those of the house and those of another source for the same things. */
async function define(...series: [string, string, string, string | null][]): Promise<void> {
  await insertRows(
    connection(),
    'market.series',
    series.map(([code, measure, place, grade]) => ({
      series: code,
      zh: code,
      en: code,
      measure,
      unit: '万吨',
      place,
      grade,
      basis: 'fob',
      period_kind: 'day',
      frequency: 'day',
      source: 's',
      sample: false,
    })),
  );
}

async function marts(...observations: ObservationRow[]): Promise<void> {
  await insertObservations(connection(), observations);
  await connection().run(
    "INSERT OR IGNORE INTO meta.touched SELECT DISTINCT 'market', date_trunc('month', period_end)::DATE FROM market.observation",
  );
  await buildMarts(connection(), () => {});
}
const ask = (sql: string) => rows(connection(), `SELECT COLUMNS(*)::VARCHAR FROM (${sql})`);

test('two sources for one port or price: the marts show the house series, whichever is larger or arrives first', async () => {
  await define(
    ['QHD.stock', 'stock', 'QHD', null],
    ['QHD.rail_in', 'rail_in', 'QHD', null],
    ['BROKER.QHD.stock', 'stock', 'QHD', null],
    ['BROKER.QHD.anchored', 'anchored', 'QHD', null],
    ['QHD.FOB.Q5500', 'price', 'QHD', 'Q5500'],
    ['BROKER.Q5500', 'price', 'QHD', 'Q5500'],
  );
  await marts(
    ['BROKER.QHD.stock', '2021-01-15', 999],
    ['BROKER.QHD.anchored', '2021-01-15', 99],
    ['BROKER.QHD.stock', '2021-01-16', 998],
    ['QHD.stock', '2021-01-15', 491],
    ['QHD.rail_in', '2021-01-15', 60],
    ['BROKER.Q5500', '2021-01-15', 1003],
    ['QHD.FOB.Q5500', '2021-01-15', 956],
    ['BROKER.Q5500', '2021-01-16', 1003],
  );
  expect(await ask('FROM mart.port_day')).toEqual([
    {
      day: '2021-01-15',
      port: 'QHD',
      stock_wt: '491.00',
      rail_in_wt: '60.00',
      ship_out_wt: null,
      anchored: null,
    },
  ]);
  expect(await ask('FROM mart.price_day')).toMatchObject([
    { day: '2021-01-15', grade: 'Q5500', mid_cny_t: '956.00' },
  ]);
});

test('a day whose last value is withdrawn leaves the marts', async () => {
  await define(['QHD.stock', 'stock', 'QHD', null]);
  await marts(['QHD.stock', '2021-01-15', 491], ['QHD.stock', '2021-01-16', 492]);
  await connection().run(`INSERT INTO market.observation BY NAME
    SELECT * REPLACE (2 AS revision, true AS withdrawn) FROM market.observation WHERE period_end = '2021-01-16'`);
  await marts();
  expect(await ask('SELECT day FROM mart.port_day')).toEqual([{ day: '2021-01-15' }]);
});
