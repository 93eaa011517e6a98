import type { RequestEvent } from '@sveltejs/kit';
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Logger } from 'pino';
import type { Answered } from '../../../queries/engine/result.ts';

type Asked = Pick<Answered, 'query' | 'cache'> & { ms: number };

const requests = new AsyncLocalStorage<Asked[]>();

/** Note a question to the pool for the line of the request that asks it. */
export function noteAnswer({ query, cache, ms }: Answered): void {
  requests.getStore()?.push({ query, cache, ms: Math.round(ms) });
}

/**
 * Answer a request and log one line of it: method, route, status, milliseconds, snapshot and the queries it asked. The
 * address is not logged: its parameters name customers.
 * @throws what `answer` throws
 */
export function logged(
  log: Logger,
  event: Pick<RequestEvent, 'request' | 'route' | 'locals'>,
  answer: () => Response | Promise<Response>,
): Promise<Response> {
  const queries: Asked[] = [];
  const began = performance.now();
  return requests.run(queries, async () => {
    const end = (status: number) =>
      log.info(
        {
          method: event.request.method,
          route: event.route.id,
          status,
          ms: Math.round(performance.now() - began),
          snapshot: event.locals.snapshot?.id ?? null,
          ...(queries.length ? { queries } : {}),
        },
        'request',
      );
    try {
      const response = await answer();
      end(response.status);
      return response;
    } catch (fault) {
      end(statusOf(fault));
      throw fault;
    }
  });
}

function statusOf(fault: unknown): number {
  const status = fault instanceof Object && 'status' in fault ? fault.status : undefined;
  return typeof status === 'number' ? status : 500;
}
