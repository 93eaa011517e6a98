import { OPERATIONS } from '#lib/server/api/operations.ts';
import { planOf } from '#lib/server/api/rows.ts';
import { serve } from '#lib/server/api/serve.ts';
import { snapshotAsked } from '#lib/server/api/snapshot.ts';
import { sandboxPool } from '#lib/server/sandbox.ts';

/** The plan of a statement. */
export const POST = serve(OPERATIONS.planSql, async ({ body, request, current }) => {
  const snapshot = snapshotAsked(body.snapshot, current);
  const question = { snapshot, sql: body.sql, values: body.params, signal: request.signal };
  const { plan, reads } = await planOf(sandboxPool(), question);
  return { snapshot, reads, plan: JSON.parse(plan) as unknown[] };
});
