import { link, stat } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Home } from '../../data/home.ts';
import { pointTo } from '../../data/publish.ts';
import { snapshotFile, snapshotIdAt } from '../../data/snapshots.ts';
import { publishRows, temporaryHome } from '../testing/warehouse-fixture.ts';
import { openQueryPool } from './pool.ts';
import { parseQueryFile } from './query-file.ts';

const SWAPS = 50;
const DAYS_OF_ROWS = 3_000;
const GRADES = 100;
/** Seen: 0 to 5 MB; with instances that are never let go, 268 MB. */
const GROWTH_MB = 25;

const PRICES = parseQueryFile(
  `/*
title: { zh: 均价, en: Mean }
answers: { zh: 均价?, en: Mean? }
params: { above: { type: integer, default: 0, label: { zh: 高于, en: Above } } }
columns: { n: { zh: 数, en: Number }, mean: { zh: 均价, en: Mean }, grades: { zh: 煤种, en: Grades } }
roles: [analyst]
*/ SELECT count(*) AS n, avg(mid_cny_t)::DOUBLE AS mean, count(DISTINCT grade) AS grades
   FROM mart.price_day WHERE mid_cny_t > $above`,
  'prices',
  'market',
);

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

let home: Home;
let remove: () => Promise<void>;

const ids = Array.from({ length: SWAPS + 1 }, (_, i) => snapshotIdAt(new Date(Date.UTC(2012, 5, 1, 0, i))));

/** One published file under many ids, each recorded in it: to the pool they are as many snapshots. */
beforeAll(async () => {
  ({ home, remove } = await temporaryHome());
  const { file } = await publishRows(home, async (connection) => {
    await connection.run(
      `INSERT INTO mart.price_day BY NAME
       SELECT DATE '2000-01-01' + (i % ${DAYS_OF_ROWS})::INTEGER AS day, 'G' || (i // ${DAYS_OF_ROWS}) AS grade,
         (300 + hash(i) % 60000 / 100)::DECIMAL(10, 2) AS mid_cny_t
       FROM range(${DAYS_OF_ROWS * GRADES}) t(i)`,
    );
    for (const id of ids)
      await connection.run(
        `INSERT INTO meta.publication VALUES ($id, TIMESTAMPTZ '2012-06-01', DATE '2012-06-01', ['hand-made'])`,
        { id },
      );
  });
  for (const id of ids) await link(file, snapshotFile(home, id));
  pointTo(home, ids[0] ?? '');
});
afterAll(() => remove());

test('fifty swaps under load: no query fails, no instance stays open, memory is flat', async () => {
  expect((await stat(snapshotFile(home, ids[0] ?? ''))).size).toBeGreaterThan(2 * 1024 ** 2);
  const pool = await openQueryPool(home, new Map([['prices', PRICES]]));
  const residentMb: number[] = [];
  let asked = 0;
  let mostOpen = 0;
  try {
    for (let swap = 1; swap <= SWAPS; swap++) {
      // never the same question twice: each is computed
      const inFlight = Promise.all(
        Array.from({ length: 6 }, () => pool.run('prices', { above: 300 + (asked++ % 300) })),
      );
      pointTo(home, ids[swap] ?? '');
      expect(await pool.refresh()).toBe(true);
      mostOpen = Math.max(mostOpen, pool.open().length);
      for (const result of await inFlight) {
        expect([result.snapshot, result.data['grades']]).toEqual([ids[swap - 1], [GRADES]]);
      }
      collectGarbage();
      residentMb.push(process.memoryUsage().rss / 1024 ** 2);
    }
    expect(asked).toBe(6 * SWAPS);
    // the one in service, the one whose queries are in flight, and two that stay for the next question about the past
    expect(mostOpen).toBeLessThanOrEqual(4);
  } finally {
    await pool.close();
  }
  expect(pool.open()).toEqual([]);
  const growth = (residentMb.at(-1) ?? 0) - (residentMb[4] ?? 0);
  expect(growth).toBeLessThan(GROWTH_MB);
});
