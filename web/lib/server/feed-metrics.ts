import { Gauge, type Registry } from 'prom-client';
import type { QueryPool } from '../../../queries/engine/pool.ts';
import { rowsOf } from '../../../queries/engine/result.ts';
import type { QueryRows } from '../../../queries/types.ts';

const DAY_MS = 86_400_000;

/**
 * Metrics of the market feeds by the query `feed_freshness`: asked once for each snapshot and hour, because a feed gets
 * late by the clock alone.
 * @returns brings the metrics up to date; before the first publication there are none
 */
export function feedMetrics(
  pool: Pick<QueryPool, 'run' | 'snapshot'>,
  registry: Registry,
  now: () => Date,
): () => Promise<void> {
  const registers = [registry];
  const status = new Gauge({
    name: 'coalface_feed_status',
    help: '1 for the status that a feed has in this hour',
    labelNames: ['source', 'status'],
    registers,
  });
  const age = new Gauge({
    name: 'coalface_feed_age_seconds',
    help: 'Since the newest publication of a feed, or since the end of its newest period if it states no instant',
    labelNames: ['source'],
    registers,
  });
  let asked = '';
  let feeds: QueryRows['feed_freshness'][] = [];
  return async () => {
    const snapshot = pool.snapshot();
    if (!snapshot) return;
    const hour = `${now().toISOString().slice(0, 13)}:00:00Z`;
    if (asked !== `${snapshot.id} ${hour}`) {
      feeds = rowsOf<QueryRows['feed_freshness']>(
        await pool.run('feed_freshness', { now: hour }, { snapshot: snapshot.id }),
      );
      asked = `${snapshot.id} ${hour}`;
    }
    status.reset();
    age.reset();
    for (const feed of feeds) {
      const source = feed.source ?? '';
      status.set({ source, status: feed.status ?? '' }, 1);
      const newest = newestMs(feed);
      if (newest !== null) age.set({ source }, (now().getTime() - newest) / 1000);
    }
  };
}

function newestMs({ published_at, period_end }: QueryRows['feed_freshness']): number | null {
  if (published_at !== null) return Date.parse(published_at);
  if (period_end !== null) return Date.parse(`${period_end}T00:00:00+08:00`) + DAY_MS;
  return null;
}
