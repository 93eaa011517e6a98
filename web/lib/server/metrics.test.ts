import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Home } from '../../../data/home.ts';
import { openQueryPool, type QueryPool } from '../../../queries/engine/pool.ts';
import { SandboxPool } from '../../../queries/sandbox/sandbox-pool.ts';
import { ask } from '../../../queries/sandbox/testing/ask.ts';
import { insertPortDays } from '../../../queries/testing/rows.ts';
import { publishRows, temporaryHome } from '../../../queries/testing/warehouse-fixture.ts';
import { collectMetrics } from './metrics.ts';

let home: Home;
let remove: () => Promise<void>;
let pool: QueryPool;
let sandbox: SandboxPool;
let state: DatabaseSync;
const published = new Date('2012-06-18T10:00:00Z');
let now = new Date('2012-06-18T11:00:00Z');

beforeAll(async () => {
  ({ home, remove } = await temporaryHome());
  await publishRows(home, (connection) => insertPortDays(connection, [['2012-06-18', 'QHD', 900]]), {
    asOf: '2012-06-18',
    now: published,
  });
  pool = await openQueryPool(home);
  sandbox = new SandboxPool(home);
  state = new DatabaseSync(home.state);
});
afterAll(async () => {
  state.close();
  await pool.close();
  await sandbox.close();
  await remove();
});

/** The value of a sample, by its name with labels. */
function sample(text: string, name: string): number | undefined {
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.slice(name.length + 1));
}

test('checks of the last run: 1 for each that failed', async () => {
  state.exec(`
    CREATE TABLE check_result (run, name, severity, passed, detail, checked_at);
    CREATE TABLE check_definition (name);
    INSERT INTO check_result VALUES ('1', 'gone', 'error', 0, '', ''), ('2', 'sums', 'error', 1, '', ''), ('2', 'stock', 'warn', 0, '', '');`);
  const text = await collectMetrics(home, pool, sandbox, () => now).text();
  expect(sample(text, 'coalface_check_failed{check="sums",severity="error"}')).toBe(0);
  expect(sample(text, 'coalface_check_failed{check="stock",severity="warn"}')).toBe(1);
  expect(text).not.toContain('check="gone"');
});

test('runs, rows and what waits for somebody: each run is counted once, when it has ended', async () => {
  const metrics = collectMetrics(home, pool, sandbox, () => now);
  const before = await metrics.text();
  expect(before).not.toMatch(/^coalface_runs_total\{/m);
  state.exec(`
    CREATE TABLE run (id, sources, started_at, ended_at, status, pid, error);
    CREATE TABLE step (run, source, file, step, started_at, ended_at, status, detail);
    CREATE TABLE quarantine (file, source, file_name, run, rows);
    CREATE TABLE file_error (file, source, name, run, code, message, seen_at);
    INSERT INTO run VALUES ('1', 'deliveries qhd', '2012-06-18T09:00:00Z', '2012-06-18T09:01:00Z', 'ok', 1, NULL),
      ('2', 'qhd', '2012-06-18T10:00:00Z', NULL, 'running', 1, NULL);
    INSERT INTO step VALUES ('1', 'deliveries', 'f1', 'load', '', '', 'ok', '{"inserted":10,"quarantined":2}'),
      ('1', 'deliveries', 'f2', 'load', '', '', 'ok', '{"inserted":5,"quarantined":0}'),
      ('1', 'deliveries', 'f3', 'load', '', '', 'failed', 'no JSON');
    INSERT INTO quarantine VALUES ('f1', 'deliveries', 'a.csv', '1', 2), ('f4', 'deliveries', 'b.csv', '1', 3);
    INSERT INTO file_error VALUES ('f3', 'deliveries', 'c.csv', '1', 'bad_csv', 'bad', '');`);
  await metrics.text();
  const text = await metrics.text();
  expect(sample(text, 'coalface_runs_total{status="ok"}')).toBe(1);
  expect(sample(text, 'coalface_rows_total{source="deliveries",outcome="inserted"}')).toBe(15);
  expect(sample(text, 'coalface_rows_total{source="deliveries",outcome="quarantined"}')).toBe(2);
  expect(sample(text, 'coalface_last_run_timestamp_seconds{source="qhd",status="ok"}')).toBe(
    Date.parse('2012-06-18T09:01:00Z') / 1000,
  );
  expect(sample(text, 'coalface_quarantine_rows{source="deliveries"}')).toBe(5);
  expect(sample(text, 'coalface_unreadable_files{source="deliveries"}')).toBe(1);
  expect(sample(text, 'coalface_publishing_held')).toBe(0);

  state.exec(`UPDATE run SET ended_at = '2012-06-18T10:01:00Z', status = 'failed' WHERE id = '2';
    DELETE FROM quarantine; DELETE FROM file_error`);
  const later = await metrics.text();
  expect(sample(later, 'coalface_runs_total{status="ok"}')).toBe(1);
  expect(sample(later, 'coalface_runs_total{status="failed"}')).toBe(1);
  expect(later).not.toContain('coalface_quarantine_rows{');
  expect(later).not.toContain('coalface_unreadable_files{');
});

test('snapshot, pool and queries; feeds by the hour', async () => {
  const asked: string[] = [];
  const stop = pool.onAnswer(({ query }) => asked.push(query));
  const metrics = collectMetrics(home, pool, sandbox, () => now);
  await pool.run('port_stock');
  await pool.run('port_stock');
  const text = await metrics.text();
  expect(sample(text, 'coalface_snapshot_age_seconds')).toBe(3600);
  expect(sample(text, 'coalface_snapshot_bytes')).toBeGreaterThan(10_000);
  expect(sample(text, 'coalface_snapshots')).toBe(1);
  expect(sample(text, 'coalface_pool_open_snapshots')).toBe(1);
  expect(sample(text, 'coalface_pool_running_queries')).toBe(0);
  expect(sample(text, 'coalface_query_seconds_count{query="port_stock",cache="miss"}')).toBe(1);
  expect(sample(text, 'coalface_query_seconds_count{query="port_stock",cache="hit"}')).toBe(1);
  expect(sample(text, 'process_resident_memory_bytes')).toBeGreaterThan(0);

  await metrics.text();
  expect(asked.filter((query) => query === 'feed_freshness')).toHaveLength(1);
  now = new Date(now.getTime() + 3_600_000);
  await metrics.text();
  expect(asked.filter((query) => query === 'feed_freshness')).toHaveLength(2);
  stop();
});

test('sandboxed statements are counted by how they ended', async () => {
  const metrics = collectMetrics(home, pool, sandbox, () => now);
  const snapshot = pool.snapshot()?.id ?? '';
  await ask(sandbox, 'SELECT 1', { snapshot });
  await expect(ask(sandbox, 'COPY x TO y', { snapshot })).rejects.toMatchObject({ code: 'sql_refused' });
  const text = await metrics.text();
  expect(sample(text, 'coalface_sql_total{outcome="answered"}')).toBe(1);
  expect(sample(text, 'coalface_sql_total{outcome="sql_refused"}')).toBe(1);
  expect(sample(text, 'coalface_sql_running')).toBe(0);
  expect(sample(text, 'coalface_sql_waiting')).toBe(0);
});

test('a query that the library does not have makes no label', async () => {
  const metrics = collectMetrics(home, pool, sandbox, () => now);
  await expect(pool.run('no_such_query')).rejects.toMatchObject({ code: 'unknown_query' });
  await expect(pool.run('port_stock', { nonsense: '1' })).rejects.toMatchObject({
    code: 'unknown_parameter',
  });
  const text = await metrics.text();
  expect(text).not.toContain('no_such_query');
  expect(sample(text, 'coalface_query_seconds_count{query="port_stock",cache="failed"}')).toBe(1);
});

test('schedules: what waits, is tried again and rests, until a pause is over', async () => {
  state.exec(`
    CREATE TABLE due (id INTEGER PRIMARY KEY, source, due_at, cause, state, attempt, not_before, run, started_at,
      ended_at, reason);
    CREATE TABLE schedule_pause (source, at, by, until);
    INSERT INTO due (source, state, attempt) VALUES ('qhd', 'waiting', 0), ('qhd', 'waiting', 1), ('qhd', 'done', 1),
      ('deliveries', 'waiting', 0);
    INSERT INTO schedule_pause VALUES ('qhd', '', 'li', '2012-06-18T12:00:00.000Z'), ('accounts', '', 'li', NULL);`);
  const metrics = collectMetrics(home, pool, sandbox, () => now);
  now = new Date('2012-06-18T11:00:00Z');
  const text = await metrics.text();
  expect(sample(text, 'coalface_schedule_waiting{source="qhd"}')).toBe(2);
  expect(sample(text, 'coalface_schedule_waiting{source="deliveries"}')).toBe(1);
  expect(sample(text, 'coalface_schedule_retries{source="qhd"}')).toBe(1);
  expect(sample(text, 'coalface_schedule_retries{source="deliveries"}')).toBeUndefined();
  expect(sample(text, 'coalface_schedule_paused{source="qhd"}')).toBe(1);
  expect(sample(text, 'coalface_schedule_paused{source="accounts"}')).toBe(1);
  expect(sample(text, 'coalface_schedule_running')).toBe(0);
  now = new Date('2012-06-18T12:00:00Z');
  const later = await metrics.text();
  expect(sample(later, 'coalface_schedule_paused{source="qhd"}')).toBeUndefined();
  expect(sample(later, 'coalface_schedule_paused{source="accounts"}')).toBe(1);
});
