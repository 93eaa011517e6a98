import { expect, test } from 'vitest';
import { insertCalendar, insertObservations, insertRows } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const LOAD = {
  inserted: 0,
  updated: 0,
  unchanged: 0,
  furniture: 0,
  first_day: '2012-06-01',
  last_day: '2012-06-18',
};
const source = (id: string, object = 'delivery') => ({
  source: id,
  zh: `${id} 来源`,
  en: id,
  object,
  origin: 'files',
  remote: false,
});

// due on the morning after, late from 11:30, missing two days after; 13 June never came, 16 and 17 not yet
const ask = useWarehouse(async (connection) => {
  await insertObservations(
    connection,
    ['2012-06-10', '2012-06-11', '2012-06-12', '2012-06-14', '2012-06-15'].map((day) => ['A', day, 1]),
  );
  await connection.run('DELETE FROM meta.source');
  await insertRows(connection, 'meta.source', [
    source('hand-made', 'observation'),
    source('deliveries'),
    source('contracts'),
    source('accounts'),
    source('visits'),
  ]);
  await insertCalendar(connection, { period: 'day', since: '2012-06-09' });
  const load = (
    run: string,
    file: string,
    of: string,
    rows_read: number,
    quarantined: number,
    hour: number,
  ) => ({
    ...LOAD,
    run,
    file,
    source: of,
    rows_read,
    quarantined,
    loaded_at: `2012-06-18 ${hour}:00:00+08`,
  });
  await insertRows(connection, 'meta.load', [
    load('r1', 'f1', 'deliveries', 100, 30, 10),
    // read again: one is left of the thirty
    load('r2', 'f1', 'deliveries', 100, 1, 12),
    load('r1', 'f2', 'deliveries', 100, 2, 11),
    load('r1', 'f3', 'contracts', 100, 3, 10),
    load('r1', 'f4', 'accounts', 100, 0, 10),
  ]);
  await insertRows(connection, 'crm.account_pending', [
    { file: 'f2', source: 'deliveries', name: '某厂', reason: 'unknown', row_count: 2 },
  ]);
});

test('what has not come stands first, then what is kept aside; what is in order is left out', async () => {
  const rows = await ask('quarantine', { now: '2012-06-18 18:00' });
  expect(rows.map(({ source: id, status_zh, status_en }) => [id, status_zh, status_en])).toEqual([
    ['hand-made', '缺失', 'missing'],
    ['contracts', '隔离过多', 'too much kept aside'],
    ['deliveries', '有隔离', 'some kept aside'],
  ]);
  // 13 June: due on the 14th at 09:30, 104.5 hours ago
  expect(rows[0]).toMatchObject({
    missing_periods: 1,
    late_periods: 2,
    oldest_open: '2012-06-13',
    quarantined: null,
  });
  expect(rows[0]?.overdue_hours).toBe(105);
});

test('a file that was read again counts once, by its newest reading', async () => {
  const rows = await ask('quarantine', { now: '2012-06-18 18:00' });
  expect(rows[2]).toMatchObject({
    quarantined: 3,
    quarantined_share: 0.015,
    quarantined_files: 2,
    unknown_customer_rows: 2,
    last_load_at: '2012-06-18T12:00:00.000+08:00',
    last_day: '2012-06-18',
    missing_periods: null,
  });
});

test('a gap of longer ago is history, unless nothing has come since', async () => {
  const [recent] = await ask('quarantine', { now: '2012-06-18 18:00', days: 2 });
  expect(recent).toMatchObject({
    status_zh: '迟到',
    missing_periods: 0,
    late_periods: 2,
    oldest_open: '2012-06-16',
  });
  const [behind] = await ask('quarantine', { now: '2012-06-25 18:00', days: 0 });
  expect(behind).toMatchObject({ source: 'hand-made', status_zh: '缺失', oldest_open: '2012-06-16' });
});

test('all sources, and another limit', async () => {
  const rows = await ask('quarantine', { now: '2012-06-18 18:00', show: 'all', limit_share: 0.01 });
  expect(rows.map(({ source: id, status_zh }) => [id, status_zh])).toEqual([
    ['hand-made', '缺失'],
    ['contracts', '隔离过多'],
    ['deliveries', '隔离过多'],
    ['visits', '从未收到'],
    ['accounts', '正常'],
  ]);
});

test('at the publication of the snapshot by default', async () => {
  expect((await ask('quarantine'))[0]).toMatchObject({ source: 'hand-made', oldest_open: '2012-06-13' });
});
