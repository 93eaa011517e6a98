import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { statSync } from 'node:fs';
import type { Home } from '../../../data/home.ts';
import { listSnapshots, snapshotFile } from '../../../data/snapshots.ts';
import type { QueryPool } from '../../../queries/engine/pool.ts';
import type { SandboxPool } from '../../../queries/sandbox/sandbox-pool.ts';
import { feedMetrics } from './feed-metrics.ts';
import { runMetrics } from './run-metrics.ts';
import { sandboxMetrics } from './sandbox-metrics.ts';
import { scheduleMetrics } from './schedule-metrics.ts';

const SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** The metrics of this server. */
export interface Metrics {
  contentType: string;
  /** The text of a scrape. @throws CoalfaceError `state_unreadable` */
  text(): Promise<string>;
}

/**
 * Collect metrics of a query pool and a sandbox from now on. Labels are ids of sources and of the query library, so their number is bounded.
 * @param now the clock that ages are measured by
 */
export function collectMetrics(
  home: Home,
  pool: QueryPool,
  sandbox: Pick<SandboxPool, 'load' | 'onEnd'>,
  now: () => Date,
): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: 'coalface_query_seconds',
    help: 'From the question to the answer, waiting for room included',
    labelNames: ['query', 'cache'],
    buckets: SECONDS,
    registers,
  });
  pool.onAnswer(({ query, ms, cache }) => seconds.observe({ query, cache: cache ?? 'failed' }, ms / 1000));
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const age = gauge('coalface_snapshot_age_seconds', 'Since the snapshot in service was published');
  const bytes = gauge('coalface_snapshot_bytes', 'Size of the snapshot in service');
  const kept = gauge('coalface_snapshots', 'Snapshots kept');
  const open = gauge('coalface_pool_open_snapshots', 'Snapshots open now');
  const running = gauge('coalface_pool_running_queries', 'Queries that run now');
  const waiting = gauge('coalface_pool_waiting_queries', 'Queries that wait for room');
  const updateSandbox = sandboxMetrics(sandbox, registry);
  const updateRuns = runMetrics(home, registry);
  const updateSchedules = scheduleMetrics(home, registry, now);
  const updateFeeds = feedMetrics(pool, registry, now);
  return {
    contentType: registry.contentType,
    async text() {
      const load = pool.load();
      running.set(load.running);
      waiting.set(load.waiting);
      open.set(pool.open().length);
      kept.set((await listSnapshots(home)).length);
      const snapshot = pool.snapshot();
      if (snapshot) {
        age.set((now().getTime() - Date.parse(snapshot.publishedAt)) / 1000);
        bytes.set(statSync(snapshotFile(home, snapshot.id), { throwIfNoEntry: false })?.size ?? 0);
      }
      updateSandbox();
      updateRuns();
      updateSchedules();
      await updateFeeds();
      return registry.metrics();
    },
  };
}
