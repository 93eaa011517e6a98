import { AsyncLocalStorage } from 'node:async_hooks';
import { rm, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Home } from '../../data/home.ts';
import { pointTo } from '../../data/publish.ts';
import { snapshotFile } from '../../data/snapshots.ts';
import { insertPortDays } from '../testing/rows.ts';
import { publishRows, temporaryHome } from '../testing/warehouse-fixture.ts';
import { openQueryPool, type QueryPool } from './pool.ts';
import { loadQueries, parseQueryFile } from './query-file.ts';

let home: Home;
let remove: () => Promise<void>;
let pool: QueryPool | undefined;

beforeEach(async () => {
  ({ home, remove } = await temporaryHome());
});
afterEach(async () => {
  await pool?.close();
  pool = undefined;
  await remove();
});

const SLOW = parseQueryFile(
  `/*
title: { zh: 慢, en: Slow }
answers: { zh: 慢?, en: Slow? }
columns: { n: { zh: 数, en: Number } }
roles: [analyst]
*/ SELECT count(*) FILTER (sqrt(i::DOUBLE + (SELECT max(stock_wt) FROM mart.port_day)) > 0) AS n FROM range(30_000_000) t(i)`,
  'slow',
  'ops',
);

/** One more day of stock, published a minute after the one before. */
async function publishDay(day: number): Promise<string> {
  const date = `2012-06-${String(day).padStart(2, '0')}`;
  const snapshot = await publishRows(
    home,
    (connection) => insertPortDays(connection, [[date, 'QHD', 900 + day]]),
    {
      asOf: date,
      now: new Date(`${date}T10:00:00Z`),
    },
  );
  return snapshot.id;
}

async function open(): Promise<QueryPool> {
  const queries = await loadQueries();
  pool = await openQueryPool(home, new Map([...queries, ['slow', SLOW]]));
  return pool;
}

test('before the first publication there is no snapshot, and refresh finds it once there is', async () => {
  const opened = await open();
  expect(opened.snapshot()).toBeNull();
  await expect(opened.run('port_stock')).rejects.toThrow(expect.objectContaining({ code: 'no_snapshot' }));
  const id = await publishDay(18);
  expect(await opened.refresh()).toBe(true);
  expect(opened.snapshot()).toEqual({ id, asOf: '2012-06-18', publishedAt: '2012-06-18T18:00:00.000+08:00' });
});

describe('with a snapshot', () => {
  beforeEach(async () => {
    await publishDay(17);
  });

  test('a result carries what made it', async () => {
    const opened = await open();
    const result = await opened.run('port_stock', { from: '-7d' });
    expect(result).toMatchObject({
      query: 'port_stock',
      snapshot: '20120617T100000000',
      asOf: '2012-06-17',
      params: { port: 'QHD', from: '2012-06-10', to: '2012-06-17' },
      data: { day: ['2012-06-17'], stock_wt: [917], record_so_far_wt: [941.5], is_record: [false] },
      rowCount: 1,
      cache: 'miss',
    });
    expect(result.columns[1]).toEqual({
      name: 'stock_wt',
      type: 'number',
      zh: '库存',
      en: 'Stock',
      unit: 'wt',
      format: undefined,
    });
    expect(result.sql).toContain('mart.port_day');
  });

  test('the same question is answered once, however it is written', async () => {
    const opened = await open();
    await opened.run('port_stock', { from: '-7d' });
    expect((await opened.run('port_stock', { from: '2012-06-10', to: 'as_of' })).cache).toBe('hit');
    expect((await opened.run('port_stock', { from: '-8d' })).cache).toBe('miss');
  });

  test('values are bound, never part of the SQL', async () => {
    const opened = await open();
    const result = await opened.run('row_conservation', { source: "' OR '1'='1" });
    expect(result.rowCount).toBe(0);
  });

  test('unknown queries and snapshots are named', async () => {
    const opened = await open();
    await expect(opened.run('stock')).rejects.toThrow(expect.objectContaining({ code: 'unknown_query' }));
    await expect(opened.run('port_stock', {}, { snapshot: '20110101T000000000' })).rejects.toThrow(
      expect.objectContaining({ code: 'unknown_snapshot' }),
    );
    await expect(opened.run('port_stock', {}, { snapshot: '../../etc/passwd' })).rejects.toThrow(
      expect.objectContaining({ code: 'bad_snapshot_id' }),
    );
  });

  test('hot swap: a query in flight ends on its snapshot, the next one sees the new; listeners are told', async () => {
    const opened = await open();
    const told: string[] = [];
    const stop = opened.onSwap(({ id }) => told.push(id));
    const inFlight = opened.run('slow');
    const next = await publishDay(18);
    expect(await opened.refresh()).toBe(true);
    expect(await opened.refresh()).toBe(false);
    const after = await opened.run('port_stock');
    expect((await inFlight).snapshot).toBe('20120617T100000000');
    expect([after.snapshot, after.asOf, after.data['stock_wt']]).toEqual([next, '2012-06-18', [917, 918]]);
    stop();
    await publishDay(19);
    await opened.refresh();
    expect(told).toEqual([next]);
  });

  test('an older snapshot still answers by its id, from its own data date', async () => {
    for (const day of [18, 19, 20, 21]) await publishDay(day);
    const opened = await open();
    const days = [17, 18, 19, 20, 17];
    const results = await Promise.all(
      days.map((day) => opened.run('port_stock', {}, { snapshot: `201206${day}T100000000` })),
    );
    expect(results.map((result) => [result.asOf, result.rowCount])).toEqual(
      days.map((day) => [`2012-06-${day}`, day - 16]),
    );
  });

  test('CURRENT may go back: the pool follows, tells its listeners, and answers from the older snapshot', async () => {
    const opened = await open();
    const [older, newer] = [opened.snapshot()?.id ?? '', await publishDay(18)];
    await opened.refresh();
    const told: string[] = [];
    opened.onSwap(({ id }) => told.push(id));
    expect((await opened.run('port_stock')).rowCount).toBe(2);
    pointTo(home, older);
    expect(await opened.refresh()).toBe(true);
    const back = await opened.run('port_stock');
    expect([back.snapshot, back.asOf, back.rowCount, back.cache]).toEqual([older, '2012-06-17', 1, 'miss']);
    pointTo(home, newer);
    await opened.refresh();
    // what was computed for a snapshot is right whenever it comes back
    expect(await opened.run('port_stock')).toMatchObject({ snapshot: newer, rowCount: 2, cache: 'hit' });
    expect(told).toEqual([older, newer]);
  });

  test('one instance for each snapshot, whoever holds it; an idle one is closed', async () => {
    const newer = await publishDay(18);
    const queries = await loadQueries();
    const brief = await openQueryPool(home, queries, 10);
    pool = brief;
    const older = '20120617T100000000';
    const ask = (day: string) => brief.run('port_stock', { from: day }, { snapshot: older });
    await Promise.all([ask('-1d'), ask('-2d'), brief.run('port_stock')]);
    expect(new Set(brief.open())).toEqual(new Set([newer, older]));
    await expect.poll(() => brief.open()).toEqual([newer]);
    expect((await ask('-3d')).snapshot).toBe(older);
  });

  test('a damaged new snapshot is refused and the last good one stays in service', async () => {
    const opened = await open();
    const damaged = '20120618T100000000';
    await writeFile(snapshotFile(home, damaged), 'not a database');
    await writeFile(home.current, `${damaged}\n`);
    await expect(opened.refresh()).rejects.toThrow(expect.objectContaining({ code: 'snapshot_unreadable' }));
    expect((await opened.run('port_stock')).snapshot).toBe('20120617T100000000');
  });

  test('a snapshot pruned before it was opened is passed over for the one CURRENT names by then', async () => {
    const gone = await publishDay(18);
    await writeFile(`${home.current}.before`, `${gone}\n`);
    await rm(snapshotFile(home, gone));
    const next = await publishDay(19);
    let reads = 0;
    const racing: Home = {
      ...home,
      get current() {
        return reads++ === 0 ? `${home.current}.before` : home.current;
      },
    };
    pool = await openQueryPool(racing);
    expect([pool.snapshot()?.id, reads]).toEqual([next, 2]);
  });

  test('closing waits for what runs, and refuses what comes', async () => {
    const opened = await open();
    const running = opened.run('slow');
    await opened.close();
    expect((await running).rowCount).toBe(1);
    await expect(opened.run('port_stock')).rejects.toThrow(expect.objectContaining({ code: 'pool_closed' }));
  });
});

test('who listens is told of each question, answered or not, in the context of who asked', async () => {
  await publishRows(home, (connection) => insertPortDays(connection, [['2012-06-18', 'QHD', 900]]));
  pool = await openQueryPool(home);
  const asking = new AsyncLocalStorage<string>();
  const told: unknown[] = [];
  const stop = pool.onAnswer(({ query, snapshot, cache }) =>
    told.push([asking.getStore(), query, snapshot, cache]),
  );
  const ask = (who: string, raw = {}) => asking.run(who, async () => pool?.run('port_stock', raw));
  const id = pool.snapshot()?.id;
  await ask('li');
  await ask('wang');
  await expect(ask('zhao', { nonsense: 1 })).rejects.toMatchObject({ code: 'unknown_parameter' });
  await expect(pool.run('no_such_query')).rejects.toMatchObject({ code: 'unknown_query' });
  stop();
  await ask('sun');
  expect(told).toEqual([
    ['li', 'port_stock', id, 'miss'],
    ['wang', 'port_stock', id, 'hit'],
    ['zhao', 'port_stock', id, null],
  ]);
});

test('a probe reads the snapshot in service though all room is taken', async () => {
  // the same query under several names, or one answer would do for all
  const names = ['slow', 'slower', 'slowest'];
  pool = await openQueryPool(home, new Map(names.map((id) => [id, { ...SLOW, id, hash: id }])));
  await expect(pool.probe()).rejects.toMatchObject({ code: 'no_snapshot' });
  await publishRows(home, async () => {});
  await pool.refresh();
  const slow = names.map((id) => pool?.run(id));
  await expect.poll(() => pool?.load()).toEqual({ running: 2, waiting: 1 });
  await pool.probe();
  await Promise.all(slow);
  expect(pool.load()).toEqual({ running: 0, waiting: 0 });
});
