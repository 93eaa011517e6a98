import { z } from 'zod';
import { homeAt } from '../../../../data/home.ts';
import { STATUSES, type RunRecord } from '../../../../data/journal-records.ts';
import { asItStands, isUnderWay } from '../../../../data/live-run.ts';
import { timelineOf } from '#lib/runs/timeline.ts';
import { parseAddress } from '#lib/server/address.ts';
import { liveRun, withJournal } from '#lib/server/live-run.ts';
import { sourceTitles } from '#lib/server/source-titles.ts';
import type { PageServerLoad } from './$types';

const PER_PAGE = 40;

const schema = z.strictObject({
  source: z
    .string()
    .regex(/^[a-z0-9_]{0,60}$/)
    .default(''),
  status: z.enum(['', ...STATUSES]).default(''),
  page: z.coerce.number().int().min(1).max(100_000).default(1),
});

/** The run under way, the last runs as they stand, and the files that could not be read. */
export const load: PageServerLoad = async ({ url, locals }) => {
  const { source, status, page } = parseAddress(url, schema, locals.lang);
  const home = homeAt();
  const now = new Date();
  const titles = await sourceTitles(home, locals.lang);
  const told = withJournal(home, null, (journal) => {
    const interrupted = journal
      .running()
      .filter((run) => !isUnderWay(run))
      .map(({ id }) => id);
    const found = journal.runsWhere({ source, status, interrupted }, PER_PAGE, (page - 1) * PER_PAGE);
    return {
      live: liveRun(journal, () => now),
      runs: found.runs.map(asItStands),
      count: found.count,
      unreadable: journal.fileErrors().toReversed(),
    };
  });
  const runs: RunRecord[] = told?.runs ?? [];
  return {
    source,
    status,
    page,
    pages: Math.max(1, Math.ceil((told?.count ?? 0) / PER_PAGE)),
    titles,
    live: told?.live ?? null,
    runs,
    count: told?.count ?? 0,
    unreadable: told?.unreadable ?? [],
    timeline: timelineOf(runs, now.toISOString()),
    now: now.toISOString(),
  };
};
