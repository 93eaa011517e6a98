import { homeAt } from '../../../../../data/home.ts';
import { listedSnapshots } from '../../../../../data/snapshot-list.ts';
import { OPERATIONS } from '#lib/server/api/operations.ts';
import { serve } from '#lib/server/api/serve.ts';

/** The kept snapshots. */
export const GET = serve(OPERATIONS.listSnapshots, async () => {
  const { snapshots } = await listedSnapshots(homeAt(), null);
  return {
    snapshots: snapshots.map(({ id, current, asOf, publishedAt, bytes, rows }) => ({
      id,
      current,
      asOf,
      publishedAt,
      bytes,
      rows,
    })),
  };
});
