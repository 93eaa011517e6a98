import type { RunFailure } from '../run-result.ts';
import { MOST_ATTEMPTS } from './due-ledger.ts';

const PAUSES_MIN = [5, 15, 45];

/** What is known of a try that did not go well. */
export interface FailedTry {
  /** tries so far, this one included */
  attempt: number;
  /** it had no chance to say how it went: a signal ended it, or it had no memory left */
  killed: boolean;
  errors: readonly Pick<RunFailure, 'passing' | 'retry_at'>[];
}

/** A publisher who asks for more than a day is asked again after a day: the answer may be a mistake. */
const LONGEST_MS = 24 * 3600_000;

/** Until when the publishers asked to be left alone, a day at most; null if none did. */
export function askedUntil(errors: FailedTry['errors'], now: Date): Date | null {
  const asked = errors.flatMap(({ retry_at }) => (retry_at === null ? [] : [Date.parse(retry_at)]));
  return asked.length ? new Date(Math.min(now.getTime() + LONGEST_MS, Math.max(...asked))) : null;
}

/**
 * When a source is tried again: after 5, 15 and 45 minutes if an error of it may pass by itself, not before its publisher
 * said, and never at or after the next instant of its schedule, which is a try anyway. A killed run is tried again once.
 * @param next the next instant of the schedule; null if the source has none
 * @returns null if it is not tried again
 */
export function retryTime(tried: FailedTry, now: Date, next: Date | null): Date | null {
  const { attempt, killed, errors } = tried;
  if (attempt >= (killed ? 2 : MOST_ATTEMPTS)) return null;
  if (!killed && !errors.some(({ passing }) => passing)) return null;
  const pause = now.getTime() + (PAUSES_MIN[attempt - 1] ?? 0) * 60_000;
  const at = new Date(Math.max(pause, askedUntil(errors, now)?.getTime() ?? 0));
  return next && at >= next ? null : at;
}
