import type { RunRecord } from './journal-records.ts';
import { holdsWriteLock, isAlive } from './process.ts';

/**
 * Whether a run that the journal has as running is under way. Its process may have been killed without a word: then there
 * is no process of its id any more, or, where the system tells of locks, another one has got the id and holds none. The
 * writer locks the warehouse before its run is recorded, and until it has ended.
 */
export function isUnderWay({ status, pid }: Pick<RunRecord, 'status' | 'pid'>): boolean {
  return status === 'running' && isAlive(pid) && holdsWriteLock(pid) !== false;
}

/** A run as it stands: one that is recorded as running and is not under way was interrupted. */
export function asItStands(run: RunRecord): RunRecord {
  return run.status === 'running' && !isUnderWay(run) ? { ...run, status: 'interrupted' } : run;
}
