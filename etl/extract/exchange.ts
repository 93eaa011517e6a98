import { request, type Dispatcher } from 'undici';
import { CoalfaceError } from '../../data/errors.ts';
import { readBody } from './body.ts';
import { faultOf, isPassing } from './fault.ts';
import type { Clock, HostGate } from './host-gate.ts';
import { backOff, retryAfter, RETRIED_STATUS } from './retry.ts';

/** How long and how much, in ms and bytes. */
export interface Limits {
  connectMs: number;
  headersMs: number;
  /** between two parts of a body */
  bodyMs: number;
  /** one try, from the connection to the end of the body */
  wholeMs: number;
  bodyBytes: number;
  tries: number;
  /** pause before the second try */
  backOffMs: number;
  /** longest wait that a server may ask for; beyond, the host is left to the next run */
  waitMs: number;
  /** longest pause between requests that robots.txt may ask for */
  crawlDelayMs: number;
}

/** One request to one address. */
export interface Ask {
  url: URL;
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  paceMs: number;
}

/** An answer with its whole body, unpacked; of others than 200 without. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** What requests go through. */
export interface Line {
  dispatcher: Dispatcher;
  limits: Limits;
  clock: Clock;
  gate: HostGate;
}

/**
 * Ask in turn; after 429, 5xx and faults of the connection again, with growing pauses or when the server says.
 * @returns the answer whatever its status, redirects included
 * @throws CoalfaceError `connect_timeout`, `headers_timeout`, `body_timeout`, `fetch_failed`, `tls_failed`,
 * `bad_answer`, `headers_too_large`, `body_too_large`, `body_truncated`, `bad_content_encoding`, `address_refused`,
 * `retry_later`, `host_unreachable`
 */
export async function exchange(ask: Ask, line: Line): Promise<Answer> {
  const { limits, clock, gate } = line;
  const { host, href } = ask.url;
  for (let tried = 1; ; tried += 1) {
    let pause = backOff(tried, limits.backOffMs, clock.random());
    try {
      const answer = await gate.inTurn(host, ask.paceMs, () => once(ask, line));
      gate.answered(host);
      if (!RETRIED_STATUS.has(answer.status)) return answer;
      const wait = retryAfter(answer.headers['retry-after'], clock.now());
      if (wait !== null && wait > limits.waitMs) {
        const refusal = retryLater(answer.status, clock.now() + wait, href);
        gate.close(host, refusal);
        throw refusal;
      }
      if (tried === limits.tries) return answer;
      pause = Math.max(pause, wait ?? 0);
    } catch (error) {
      if (!(error instanceof CoalfaceError && isPassing(error))) throw error;
      if (tried === limits.tries) {
        gate.failed(host, error);
        throw error;
      }
    }
    await clock.sleep(pause);
  }
}

async function once(ask: Ask, { dispatcher, limits }: Line): Promise<Answer> {
  const { url, method, headers } = ask;
  const answer = await request(url, {
    dispatcher,
    method,
    headers,
    ...(method === 'POST' ? { body: '' } : {}),
    headersTimeout: limits.headersMs,
    bodyTimeout: limits.bodyMs,
    signal: AbortSignal.timeout(limits.wholeMs),
  }).catch((error: unknown) => {
    throw faultOf(error, 'head', url.href);
  });
  const received = Object.fromEntries(
    Object.entries(answer.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  if (answer.statusCode !== 200) {
    // nobody reads it; it is taken only to keep the connection, whose faults the next request meets
    await answer.body.dump({ limit: 65_536 }).catch(() => {});
    return { status: answer.statusCode, headers: received, body: Buffer.alloc(0) };
  }
  try {
    const body = await readBody(answer.body, received, limits.bodyBytes, url.href);
    return { status: 200, headers: received, body };
  } catch (error) {
    throw faultOf(error, 'body', url.href);
  }
}

function retryLater(status: number, at: number, url: string): CoalfaceError {
  const when = new Date(at).toISOString();
  return new CoalfaceError('retry_later', `the server answered ${status} and asks to come back at ${when}`, {
    where: { url },
    retryAt: when,
    hint: 'its host is not asked any more in this run; the last good snapshot stays in service',
  });
}
