import type { Limits } from '../extract/exchange.ts';
import type { Clock } from '../extract/host-gate.ts';
import { Web, type WebOptions } from '../extract/web.ts';

/** A clock that a test can read: sleeping passes its time at once. */
export interface TestClock extends Clock {
  /** pauses so far, in ms */
  slept: number[];
}

/** A clock from an instant on; chance is always in the middle. */
export function testClock(start = '2012-06-19T02:00:00Z'): TestClock {
  let at = Date.parse(start);
  const slept: number[] = [];
  return {
    slept,
    now: () => at,
    sleep: async (ms) => {
      slept.push(ms);
      at += ms;
    },
    random: () => 0.5,
  };
}

/** A web without waiting, without the proxies of the machine, and with these limits. */
export function scriptedWeb(limits: Partial<Limits> = {}, options: WebOptions = {}): Web {
  return new Web({ clock: testClock(), env: {}, limits, ...options });
}
