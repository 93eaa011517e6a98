import { setTimeout as sleep } from 'node:timers/promises';
import { CoalfaceError } from '../data/errors.ts';
import type { Home } from '../data/home.ts';
import { openWarehouse, type Warehouse } from '../data/warehouse.ts';
import type { RunRecord } from '../data/journal-records.ts';
import { isUnderWay } from '../data/live-run.ts';
import { Journal } from './journal.ts';

const LOOK_EVERY_MS = 250;

/**
 * Open the warehouse for writing as soon as no other process writes.
 * @param waitMs how long to wait, in ms
 * @param waiting told once, before the first pause, who holds it
 * @throws CoalfaceError `warehouse_locked` naming the run that holds it, since when and its process; those of `openWarehouse`
 */
export async function openWhenFree(
  home: Home,
  waitMs: number,
  waiting: (holder: string) => void,
): Promise<Warehouse> {
  for (let waited = 0; ; waited += LOOK_EVERY_MS) {
    try {
      return await openWarehouse(home);
    } catch (error) {
      if (!(error instanceof CoalfaceError && error.code === 'warehouse_locked')) throw error;
      if (waited >= waitMs) throw named(error, home);
      if (waited === 0) waiting(named(error, home).message);
      await sleep(LOOK_EVERY_MS);
    }
  }
}

/** The run that holds the warehouse now, as the journal knows it; null if none does. */
export function writingRun(journal: Pick<Journal, 'running'>): RunRecord | null {
  return journal.running().find(isUnderWay) ?? null;
}

/** One line: which run, over which sources, since when, which process. */
export function describeWriter({ id, sources, started_at: since, pid }: RunRecord): string {
  const ids = sources.split(' ');
  const which = ids.length > 3 ? `${ids.length} sources` : sources;
  return `run ${id} of ${which}, since ${since}, PID ${pid}`;
}

/** DuckDB knows the process only; the journal knows its run, unless it is no run but another command. */
function named(error: CoalfaceError, home: Home): CoalfaceError {
  const pid = Number(/\(PID (\d+)\)/.exec(error.message)?.[1]);
  const journal = new Journal(home, () => new Date());
  try {
    const run = journal.running().find((one) => one.pid === pid);
    if (!run) return error;
    return new CoalfaceError(error.code, `another run is writing: ${describeWriter(run)}`, {
      cause: error.cause,
      where: error.where,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    });
  } finally {
    journal.close();
  }
}
