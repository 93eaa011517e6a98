import { rowFormat, ROW_TYPES } from '#lib/server/api/accept.ts';
import { OPERATIONS } from '#lib/server/api/operations.ts';
import { rowStream } from '#lib/server/api/rows.ts';
import { serve } from '#lib/server/api/serve.ts';
import { snapshotAsked } from '#lib/server/api/snapshot.ts';
import { sandboxPool } from '#lib/server/sandbox.ts';

/** The rows of a statement. */
export const POST = serve(OPERATIONS.runSql, async ({ body, request, current }) => {
  const as = rowFormat(request);
  const snapshot = snapshotAsked(body.snapshot, current);
  const question = { snapshot, sql: body.sql, values: body.params, as, rowLimit: body.limit };
  const { bytes, reads } = await rowStream(sandboxPool(), question, request.signal);
  return new Response(bytes, {
    headers: {
      'content-type': ROW_TYPES[as],
      'coalface-snapshot': snapshot,
      // a header cannot hold a name in Chinese as it is
      'coalface-reads': encodeURIComponent(reads.join(' ')),
    },
  });
});
