import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Home } from '../data/home.ts';
import { freePort } from '../e2e/installation.ts';
import { currentSnapshotId, openSnapshot, snapshotFile } from '../data/snapshots.ts';
import { execute } from '../queries/engine/execute.ts';
import { resolveParameters } from '../queries/engine/parameters.ts';
import { loadQueries } from '../queries/engine/query-file.ts';

const SERVER = fileURLToPath(new URL('../build/index.js', import.meta.url));
const REPEATS = 15;

/** The queries behind the dashboard's cards and charts. */
export const DASHBOARD_QUERIES = [
  'headline_kpis',
  'price_by_grade',
  'price_change',
  'port_stock',
  'port_record_high',
  'ka_share_trend',
  'account_pareto',
  'region_mix_month',
] as const;

/** Milliseconds, medians. */
export interface QueryFigures {
  query: string;
  rows: number;
  direct: number;
  httpFirst: number;
  httpAgain: number;
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** Every dashboard query directly on DuckDB (one connection, result read whole) and through HTTP as JSON; and the page itself. */
export async function benchWeb(
  home: Home,
): Promise<{ queries: QueryFigures[]; pageFirst: number; pageAgain: number; pageBytes: number }> {
  const server = await serve(home);
  try {
    const queries: QueryFigures[] = [];
    for (const id of DASHBOARD_QUERIES) queries.push(await benchQuery(home, server.url, id));
    const page = () =>
      fetch(`${server.url}/`, { headers: { 'accept-encoding': 'gzip' } }).then((answer) =>
        answer.arrayBuffer(),
      );
    // another range each time, so that neither results nor pictures are cached
    const first: number[] = [];
    for (let n = 0; n < 5; n += 1)
      first.push(
        await timed(() =>
          fetch(`${server.url}/?from=2011-0${n + 1}-02`).then((answer) => answer.arrayBuffer()),
        ),
      );
    const again: number[] = [];
    for (let n = 0; n < REPEATS; n += 1) again.push(await timed(page));
    return {
      queries,
      pageFirst: median(first),
      pageAgain: median(again),
      pageBytes: (await page()).byteLength,
    };
  } finally {
    server.stop();
  }
}

async function benchQuery(home: Home, url: string, id: string): Promise<QueryFigures> {
  const query = (await loadQueries()).get(id);
  const snapshot = await currentSnapshotId(home);
  if (!query || !snapshot) throw new Error(`no query ${id} or no snapshot`);
  const instance = await openSnapshot(snapshotFile(home, snapshot));
  const connection = await instance.connect();
  const params = resolveParameters(query, {}, '2012-06-18');
  const direct: number[] = [];
  let rowCount = 0;
  for (let n = 0; n < REPEATS; n += 1)
    direct.push(await timed(async () => (rowCount = (await execute(connection, query, params)).rowCount)));
  connection.closeSync();
  instance.closeSync();
  const ask = () => fetch(`${url}/queries/${id}/data.json`).then((answer) => answer.arrayBuffer());
  const httpFirst = await timed(ask);
  const again: number[] = [];
  for (let n = 0; n < REPEATS; n += 1) again.push(await timed(ask));
  return { query: id, rows: rowCount, direct: median(direct), httpFirst, httpAgain: median(again) };
}

async function serve(home: Home): Promise<{ url: string; stop(): void }> {
  const port = await freePort();
  const child = spawn(process.execPath, [SERVER], {
    env: {
      ...process.env,
      COALFACE_HOME: path.resolve(home.root),
      HOST: '127.0.0.1',
      PORT: String(port),
      UV_THREADPOOL_SIZE: '16',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 300; tries += 1) {
    if ((await fetch(`${url}/healthz`).catch(() => null))?.ok)
      return { url, stop: () => void child.kill('SIGTERM') };
    await sleep(100);
  }
  child.kill('SIGTERM');
  throw new Error('the server did not start');
}
