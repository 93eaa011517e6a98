import { parameterTypes } from '../../../../../../../queries/engine/parameters.ts';
import { rowFormat, ROW_TYPES } from '#lib/server/api/accept.ts';
import { knownQuery } from '#lib/server/api/known-query.ts';
import { OPERATIONS } from '#lib/server/api/operations.ts';
import { rowStream } from '#lib/server/api/rows.ts';
import { serve } from '#lib/server/api/serve.ts';
import { snapshotAsked } from '#lib/server/api/snapshot.ts';
import { etagOf, matches } from '#lib/server/etag.ts';
import { queryPool } from '#lib/server/pool.ts';
import { sandboxPool } from '#lib/server/sandbox.ts';

/** The rows of a query. The ETag follows from what decides them: query file, parameters, snapshot and form. */
export const GET = serve(OPERATIONS.getQueryData, async ({ parts, query: keys, request, current }) => {
  const { snapshot: asked, ...raw } = keys;
  const query = await knownQuery(parts.id);
  const as = rowFormat(request);
  const snapshot = snapshotAsked(asked, current);
  const params = await (await queryPool()).resolve(query.id, raw, snapshot);
  const etag = etagOf(['rows', query.hash, params, snapshot, as]);
  const headers = { etag, 'coalface-snapshot': snapshot };
  if (matches(request.headers.get('if-none-match'), etag))
    return new Response(null, { status: 304, headers });
  const question = { snapshot, sql: query.sql, values: params, types: parameterTypes(query), as };
  const { bytes } = await rowStream(sandboxPool(), question, request.signal);
  return new Response(bytes, { headers: { ...headers, 'content-type': ROW_TYPES[as] } });
});
