import { watch, type FSWatcher } from 'node:fs';
import { mkdirSync } from 'node:fs';
import { homeAt } from '../../../data/home.ts';
import { openQueryPool, type QueryPool } from '../../../queries/engine/pool.ts';
import { serverLog } from './log.ts';
import { collectMetrics, type Metrics } from './metrics.ts';
import { noteAnswer } from './request-log.ts';
import { sandboxPool } from './sandbox.ts';

/** File notices are lost on some network disks: the pointer is also read this often. */
const POLL_MS = 500;

let opening: Promise<{ pool: QueryPool; metrics: Metrics }> | undefined;
let stopWatching = () => {};

/** The query pool of this process, opened at the first call; it follows `CURRENT` from then on. */
export async function queryPool(): Promise<QueryPool> {
  return (await opened()).pool;
}

/** The metrics of this process, collected since its pool was opened. */
export async function serverMetrics(): Promise<Metrics> {
  return (await opened()).metrics;
}

function opened(): Promise<{ pool: QueryPool; metrics: Metrics }> {
  opening ??= open().catch((error: unknown) => {
    opening = undefined;
    throw error;
  });
  return opening;
}

async function open(): Promise<{ pool: QueryPool; metrics: Metrics }> {
  const home = homeAt();
  mkdirSync(home.root, { recursive: true });
  const log = await serverLog();
  const pool = await openQueryPool(home);
  pool.onAnswer(noteAnswer);
  const sandbox = sandboxPool();
  pool.onSwap(({ id }) => {
    log.info({ snapshot: id }, 'snapshot in service');
    sandbox.warm(id);
  });
  const first = pool.snapshot();
  if (first) sandbox.warm(first.id);
  let looking = false;
  const look = () => {
    if (looking) return;
    looking = true;
    pool
      .refresh()
      // the next look finds the snapshot that this one missed; the last good one stays in service
      .catch((error: unknown) => log.warn({ err: error }, 'the new snapshot cannot be served'))
      .finally(() => (looking = false));
  };
  const timer = setInterval(look, POLL_MS).unref();
  let watcher: FSWatcher | undefined;
  try {
    watcher = watch(home.root, { persistent: false }, (_event, name) => {
      if (name === null || name === 'CURRENT') look();
    });
    watcher.on('error', () => watcher?.close());
  } catch {
    // the poll alone follows the pointer
  }
  stopWatching = () => {
    clearInterval(timer);
    watcher?.close();
  };
  return { pool, metrics: collectMetrics(home, pool, sandbox, () => new Date()) };
}

/** Stop following and close the pool, when the server ends. */
export async function closeQueryPool(): Promise<void> {
  stopWatching();
  const last = await opening;
  opening = undefined;
  await last?.pool.close();
}
