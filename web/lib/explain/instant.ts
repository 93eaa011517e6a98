import { MISSING } from '../format/numbers.ts';

/** An instant that is told at +08:00, to the minute: `2012-06-19 09:30`. */
export function instant(told: string | null): string {
  return told?.slice(0, 16).replace('T', ' ') ?? MISSING;
}
