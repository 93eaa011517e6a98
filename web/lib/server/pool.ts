import { watch, type FSWatcher } from 'node:fs';
import { mkdirSync } from 'node:fs';
import { homeAt } from '../../../data/home.ts';
import { openQueryPool, type QueryPool } from '../../../queries/engine/pool.ts';

/** File notices are lost on some network disks: the pointer is also read this often. */
const POLL_MS = 500;

let opening: Promise<QueryPool> | undefined;
let stopWatching = () => {};

/** The query pool of this process, opened at the first call; it follows `CURRENT` from then on. */
export function queryPool(): Promise<QueryPool> {
  opening ??= open().catch((error: unknown) => {
    opening = undefined;
    throw error;
  });
  return opening;
}

async function open(): Promise<QueryPool> {
  const home = homeAt();
  mkdirSync(home.root, { recursive: true });
  const pool = await openQueryPool(home);
  let looking = false;
  const look = () => {
    if (looking) return;
    looking = true;
    pool
      .refresh()
      // the next look finds the snapshot that this one missed; the last good one stays in service
      .catch((error: unknown) => process.emitWarning(error instanceof Error ? error : String(error)))
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
  return pool;
}

/** Stop following and close the pool, when the server ends. */
export async function closeQueryPool(): Promise<void> {
  stopWatching();
  const pool = await opening;
  opening = undefined;
  await pool?.close();
}
