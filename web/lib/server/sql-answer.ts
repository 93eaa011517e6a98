import { z } from 'zod';
import { CoalfaceError } from '../../../data/errors.ts';
import { MOST_CHARACTERS } from '../../../queries/sandbox/policy.ts';
import { SQL_LIMITS } from '../../../queries/sandbox/sandbox-pool.ts';
import { sandboxPool } from './sandbox.ts';
import { snapshotId } from './snapshot-work.ts';

/** What is asked of free SQL over HTTP. */
export const sqlQuestion = z.strictObject({
  sql: z.string().min(1).max(MOST_CHARACTERS),
  params: z
    .record(
      z.string().regex(/^\w{1,60}$/),
      z.union([z.string().max(10_000), z.number(), z.boolean(), z.null()]),
    )
    .default({}),
  limit: z.int().min(1).max(SQL_LIMITS.rowLimit).default(SQL_LIMITS.rowLimit),
  snapshot: snapshotId.optional(),
});

/** A question that was parsed. */
export type SqlRequest = z.infer<typeof sqlQuestion>;

/** The status of each fault that is not one of the one who asks. */
const STATUS: Record<string, number> = {
  unknown_snapshot: 404,
  sql_too_large: 422,
  sql_too_slow: 422,
  sql_out_of_memory: 422,
  sql_crashed: 422,
  no_snapshot: 503,
  sql_busy: 503,
  sql_no_sandbox: 503,
  sql_cancelled: 503,
};

/**
 * Run a statement and stream its rows as Arrow; the reader's pace is the pace of the statement, and it ends with the
 * reader. Headers name the snapshot (`coalface-snapshot`) and the tables read (`coalface-reads`).
 * @throws CoalfaceError those of `SandboxPool.run` that come before the first row
 */
export async function arrowAnswer(
  { sql, params, limit }: SqlRequest,
  snapshot: string,
  left: AbortSignal,
): Promise<Response> {
  const gone = new AbortController();
  const signal = AbortSignal.any([left, gone.signal]);
  let room = Promise.withResolvers<void>();
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start: (given) => void (controller = given),
    pull: () => room.resolve(),
    cancel: () => gone.abort(),
  });
  return new Promise((resolve, reject) => {
    sandboxPool()
      .run(
        { snapshot, sql, values: params, rowLimit: limit, signal },
        {
          columns: (_columns, reads) =>
            resolve(
              new Response(body, {
                headers: {
                  'content-type': 'application/vnd.apache.arrow.stream',
                  'coalface-snapshot': snapshot,
                  'coalface-reads': encodeURIComponent(reads.join(' ')),
                },
              }),
            ),
          piece: async (bytes) => {
            await room.promise;
            room = Promise.withResolvers();
            controller?.enqueue(bytes);
          },
          plan: () => {},
        },
      )
      .then(
        () => controller?.close(),
        (fault: unknown) => {
          reject(fault);
          // who has rows already sees the stream break off
          if (!gone.signal.aborted) controller?.error(fault);
        },
      );
  });
}

/**
 * The plan of a statement.
 * @returns DuckDB's plan, and the tables and views that the statement reads
 * @throws CoalfaceError those of `SandboxPool.run`
 */
export async function planAnswer(
  { sql, params }: Pick<SqlRequest, 'sql' | 'params'>,
  snapshot: string,
  signal: AbortSignal,
): Promise<{ snapshot: string; reads: string[]; plan: unknown[] }> {
  let told = { plan: '[]', reads: [] as string[] };
  await sandboxPool().run(
    { snapshot, sql, values: params, as: 'plan', signal },
    { columns: () => {}, piece: () => {}, plan: (plan, reads) => (told = { plan, reads }) },
  );
  return { snapshot, reads: told.reads, plan: z.array(z.unknown()).parse(JSON.parse(told.plan)) };
}

/** A fault as JSON, with the status that suits its code. */
export function sqlFault(fault: CoalfaceError): Response {
  const { code, message, hint, where } = fault;
  return Response.json({ code, message, hint: hint ?? null, place: where }, { status: STATUS[code] ?? 400 });
}
