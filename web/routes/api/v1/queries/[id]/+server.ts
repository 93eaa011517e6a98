import { knownQuery } from '#lib/server/api/known-query.ts';
import { OPERATIONS } from '#lib/server/api/operations.ts';
import { serve } from '#lib/server/api/serve.ts';

/** One query of the library. */
export const GET = serve(OPERATIONS.getQuery, ({ parts }) => knownQuery(parts.id));
