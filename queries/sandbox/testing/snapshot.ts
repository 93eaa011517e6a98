import { DuckDBInstance } from '@duckdb/node-api';
import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { homeAt, type Home } from '../../../data/home.ts';
import { snapshotFile } from '../../../data/snapshots.ts';

/** An id as snapshots have them. */
export const SNAPSHOT = '20260618T013000000';

/** A home with one snapshot of two small tables, a view, a macro and a table macro. */
export async function snapshotHome(rows = 1000): Promise<{ home: Home; remove: () => Promise<void> }> {
  const home = homeAt(await mkdtemp(path.join(tmpdir(), 'coalface-sandbox-')));
  await mkdir(home.snapshots, { recursive: true });
  const instance = await DuckDBInstance.create(snapshotFile(home, SNAPSHOT));
  const connection = await instance.connect();
  for (const sql of [
    'CREATE SCHEMA sales',
    `CREATE TABLE sales.delivery AS SELECT i AS id, DATE '2026-01-01' + (i % 180)::INTEGER AS day,
       '客户' || i % 50 AS account, (i % 97 + 0.5)::DECIMAL(18,3) AS net_t FROM range(${rows}) t(i)`,
    'CREATE SCHEMA mart',
    'CREATE TABLE mart.port_day AS SELECT day, sum(net_t) AS stock_wt FROM sales.delivery GROUP BY day',
    "CREATE VIEW sales.latest AS SELECT * FROM sales.delivery WHERE day > DATE '2026-06-01'",
    'CREATE MACRO sales.double(x) AS x * 2',
    'CREATE MACRO sales.of_account(name) AS TABLE SELECT * FROM sales.delivery WHERE account = name',
  ])
    await connection.run(sql);
  connection.closeSync();
  instance.closeSync();
  return { home, remove: () => rm(home.root, { recursive: true, force: true }) };
}
