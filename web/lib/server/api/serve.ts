import type { RequestEvent, RequestHandler } from '@sveltejs/kit';
import { z } from 'zod';
import { CoalfaceError } from '../../../../data/errors.ts';
import { homeAt } from '../../../../data/home.ts';
import { serverLog } from '../log.ts';
import { requireAccess } from './access.ts';
import type { Operation } from './operations.ts';
import { problem, statusOf } from './problem.ts';

/** What an operation was asked, parsed. */
export interface Asked<O extends Operation> {
  parts: z.output<O['parts']>;
  query: z.output<O['query']>;
  body: O['body'] extends z.ZodType ? z.output<O['body']> : null;
  request: Request;
  /** the snapshot in service; null before the first publication */
  current: App.Locals['snapshot'];
}

/**
 * The handler of a route: lets in who may ask, parses path, address and body strictly, and answers with JSON of the
 * operation's own shape or with a problem.
 * @param answer the answer as JSON, or a whole response where the operation gives rows
 */
export function serve<O extends Operation>(
  operation: O,
  answer: (asked: Asked<O>) => Promise<z.input<O['answer']> | Response>,
): RequestHandler {
  return async (event) => {
    try {
      const { request, locals } = event;
      if (operation.scope !== null) {
        const asking = { home: homeAt(), here: locals.operator, now: new Date() };
        requireAccess(request, operation.scope, asking);
      }
      const asked = {
        parts: parsed(operation.parts, event.params, 'path'),
        query: parsed(operation.query, keysOf(event.url), 'address'),
        body: operation.body ? parsed(operation.body, await jsonOf(request), 'body') : null,
        request,
        current: locals.snapshot,
      } as Asked<O>;
      const answered = await answer(asked);
      return answered instanceof Response ? answered : Response.json(operation.answer.parse(answered));
    } catch (fault) {
      await note(event, fault);
      return problem(fault);
    }
  };
}

async function note(event: RequestEvent, fault: unknown): Promise<void> {
  if (fault instanceof CoalfaceError && statusOf(fault.code) !== 500) return;
  (await serverLog()).error({ route: event.route.id, err: fault }, 'request failed');
}

function parsed<S extends z.ZodType>(
  schema: S,
  given: unknown,
  where: 'path' | 'address' | 'body',
): z.output<S> {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new CoalfaceError(
    where === 'body' ? 'bad_body' : 'bad_parameter',
    `${where}: ${z.prettifyError(result.error).slice(0, 500)}`,
    { hint: 'the shapes are in /api/v1/openapi.json' },
  );
}

/** The keys of an address; one that stands twice would be read in two ways. @throws CoalfaceError `bad_parameter` */
function keysOf(url: URL): Record<string, string> {
  const keys = [...url.searchParams.keys()];
  const twice = keys.find((key, at) => keys.indexOf(key) !== at);
  if (twice !== undefined)
    throw new CoalfaceError('bad_parameter', `address: ${twice.slice(0, 40)} stands twice`);
  return Object.fromEntries(url.searchParams);
}

async function jsonOf(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new CoalfaceError('unsupported_media', 'the body must be JSON: content-type: application/json');
  }
  try {
    return await request.json();
  } catch (cause) {
    throw new CoalfaceError('bad_body', 'the body is not JSON', { cause });
  }
}
