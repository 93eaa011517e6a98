import { setTimeout as sleep } from 'node:timers/promises';
import { CoalfaceError } from '../../../data/errors.ts';
import type { QueryPool } from '../../../queries/engine/pool.ts';

/** A probe reads one row: one that takes so long tells of a disk or a processor that serves nobody. */
const PROBE_WITHIN_MS = 2_000;

/** Whether the server can answer questions, and if not why. */
export type Readiness = { ready: true; snapshot: string } | { ready: false; reason: string };

let ending = false;

/** The server is told to stop: from now on it is not ready. */
export function startEnding(): void {
  ending = true;
}

/**
 * Ready is who has a snapshot open that answers, and is not about to end.
 * @param open the query pool; its failure to open is a reason
 * @param withinMs how long the snapshot may take to answer, milliseconds (default 2000)
 */
export async function readiness(
  open: () => Promise<Pick<QueryPool, 'probe' | 'snapshot'>>,
  withinMs: number = PROBE_WITHIN_MS,
): Promise<Readiness> {
  if (ending) return { ready: false, reason: 'shutting_down' };
  const late = new AbortController();
  const probed = async (): Promise<Readiness> => {
    try {
      const pool = await open();
      await pool.probe();
      return { ready: true, snapshot: pool.snapshot()?.id ?? '' };
    } catch (error) {
      return { ready: false, reason: error instanceof CoalfaceError ? error.code : 'snapshot_unreadable' };
    }
  };
  const waited = sleep(withinMs, undefined, { signal: late.signal, ref: false }).then(
    (): Readiness => ({ ready: false, reason: 'slow' }),
    (): Readiness => ({ ready: false, reason: 'slow' }),
  );
  try {
    return await Promise.race([probed(), waited]);
  } finally {
    late.abort();
  }
}
