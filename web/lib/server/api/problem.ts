import { z } from 'zod';
import { CoalfaceError, type Where } from '../../../../data/errors.ts';

/** A fault as the API tells it (RFC 9457). */
export const problemSchema = z.strictObject({
  type: z.literal('about:blank'),
  title: z.string().meta({ description: 'The phrase of the HTTP status' }),
  status: z.int(),
  code: z.string().meta({ description: 'Stable and for programs, e.g. unknown_query' }),
  message: z.string(),
  hint: z.string().nullable().meta({ description: 'What to do' }),
  place: z
    .record(z.string(), z.union([z.string(), z.number()]))
    .meta({ description: 'Where the fault lies: query, line, character …' }),
});

const TITLES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  421: 'Misdirected Request',
  422: 'Unprocessable Content',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** The status of each fault that is not one of the server. */
const STATUS: Record<string, number> = {
  bad_parameter: 400,
  unknown_parameter: 400,
  no_data_date: 400,
  bad_snapshot_id: 400,
  sql_syntax: 400,
  sql_refused: 400,
  sql_failed: 400,
  sql_too_long: 400,
  bad_body: 400,
  token_needed: 401,
  bad_token: 401,
  scope_needed: 403,
  cross_site: 403,
  unknown_query: 404,
  unknown_snapshot: 404,
  unknown_route: 404,
  wrong_method: 405,
  not_acceptable: 406,
  too_large: 413,
  unsupported_media: 415,
  unknown_host: 421,
  rows_broke_off: 422,
  sql_too_large: 422,
  sql_too_slow: 422,
  sql_out_of_memory: 422,
  sql_crashed: 422,
  no_snapshot: 503,
  sql_busy: 503,
  sql_no_sandbox: 503,
  // nobody reads it: who asked has left
  sql_cancelled: 503,
};

/** The status of a fault of ours; 500 for what the one who asks cannot mend. */
export function statusOf(code: string): number {
  return STATUS[code] ?? 500;
}

/**
 * A fault as the answer of the API. Of what is not ours nothing is told: it may name files.
 * @param fault anything that was thrown
 */
export function problem(fault: unknown): Response {
  const { code, message, hint, where } =
    fault instanceof CoalfaceError ? fault : new CoalfaceError('internal', 'internal error');
  const status = statusOf(code);
  const body: z.infer<typeof problemSchema> = {
    type: 'about:blank',
    title: TITLES[status] ?? '',
    status,
    code,
    message,
    hint: hint ?? null,
    place: status === 500 ? {} : placeOf(where),
  };
  const headers = new Headers({ 'content-type': 'application/problem+json' });
  if (status === 401) headers.set('www-authenticate', 'Bearer');
  if (status === 503) headers.set('retry-after', '2');
  return new Response(JSON.stringify(body), { status, headers });
}

function placeOf(where: Where): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(where).flatMap(([key, value]): [string, string | number][] =>
      value === undefined ? [] : [[key, value as string | number]],
    ),
  );
}
