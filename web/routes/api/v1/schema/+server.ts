import { OPERATIONS } from '#lib/server/api/operations.ts';
import { serve } from '#lib/server/api/serve.ts';
import { snapshotAsked } from '#lib/server/api/snapshot.ts';
import { schemaOf } from '#lib/server/snapshot-schema.ts';
import { etagOf, matches } from '#lib/server/etag.ts';

/** What free SQL may name of a snapshot. */
export const GET = serve(OPERATIONS.getSchema, async ({ query, request, current }) => {
  const snapshot = snapshotAsked(query.snapshot, current);
  const etag = etagOf(['schema', snapshot]);
  const headers = { etag, 'coalface-snapshot': snapshot };
  if (matches(request.headers.get('if-none-match'), etag))
    return new Response(null, { status: 304, headers });
  const answer = OPERATIONS.getSchema.answer.parse({ snapshot, ...(await schemaOf(snapshot)) });
  return Response.json(answer, { headers });
});
