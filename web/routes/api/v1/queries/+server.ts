import { OPERATIONS } from '#lib/server/api/operations.ts';
import { serve } from '#lib/server/api/serve.ts';
import { queryPool } from '#lib/server/pool.ts';

/** The query library. */
export const GET = serve(OPERATIONS.listQueries, async () => {
  const { queries } = await queryPool();
  return {
    queries: [...queries.values()].map(({ id, area, title, answers, params, tags }) => ({
      id,
      area,
      title,
      answers,
      params,
      tags,
    })),
  };
});
