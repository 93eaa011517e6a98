import { homeAt } from '../../../../../data/home.ts';
import { asItStands } from '../../../../../data/live-run.ts';
import { OPERATIONS } from '#lib/server/api/operations.ts';
import { serve } from '#lib/server/api/serve.ts';
import { withJournal } from '#lib/server/live-run.ts';

/** The runs on record, as they stand. */
export const GET = serve(OPERATIONS.listRuns, async ({ query: { limit, offset } }) => {
  const all = { source: '', status: '', interrupted: [] };
  const found = withJournal(homeAt(), { runs: [], count: 0 }, (journal) =>
    journal.runsWhere(all, limit, offset),
  );
  return {
    count: found.count,
    runs: found.runs.map(asItStands).map(({ id, sources, status, started_at, ended_at, error }) => ({
      id,
      sources: sources.split(' ').filter(Boolean),
      status,
      startedAt: started_at,
      endedAt: ended_at,
      error,
    })),
  };
});
