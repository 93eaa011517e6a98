import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import { rows } from '../../data/duck.ts';
import { homeAt, type Home } from '../../data/home.ts';
import { currentSnapshotId } from '../../data/snapshots.ts';
import { openWarehouse } from '../../data/warehouse.ts';
import type { RunOutcome } from '../run-outcome.ts';
import { runEtl } from '../run.ts';
import { testClock } from './scripted-web.ts';

/** An installation with one feed that is asked of a server on loopback. */
export interface FeedHome {
  home: Home;
  /** the id of the feed */
  id: string;
  /** run the feed at an instant; waiting takes no time, time-outs are some milliseconds */
  run(at: string): Promise<RunOutcome>;
  /** id of the published snapshot */
  snapshot(): Promise<string | null>;
  /** latest values as `series last-day value` */
  values(): Promise<string[]>;
  remove(): Promise<void>;
}

/**
 * A shipped feed, or one from YAML, in an installation of its own. Nothing of it is changed but where its server
 * stands, and that it knows no pages of the publisher's by heart.
 * @param feed id of a shipped source, or YAML
 * @param url address in place of the publisher's
 */
export async function feedHome(feed: string, url: string): Promise<FeedHome> {
  const home = homeAt(await mkdtemp(path.join(tmpdir(), 'coalface-feed-home-')));
  const text = feed.includes('\n')
    ? feed
    : await readFile(new URL(`../../data/sources/${feed}.yaml`, import.meta.url), 'utf8');
  const source = parse(text) as { id: string; origin: { follow?: object } };
  const { follow } = source.origin;
  const origin = {
    ...source.origin,
    ...(follow ? { follow: { ...follow, known: [] } } : {}),
    url,
    allow_private: true,
    pace_ms: 0,
  };
  await mkdir(home.sources, { recursive: true });
  await writeFile(path.join(home.sources, `${source.id}.yaml`), stringify({ ...source, origin }));
  const asked = async <T extends object>(sql: string) => {
    const { connection, close } = await openWarehouse(home);
    try {
      return await rows<T>(connection, sql);
    } finally {
      close();
    }
  };
  return {
    home,
    id: source.id,
    run: (at) =>
      runEtl({
        home,
        sources: [source.id],
        env: {},
        requests: {
          clock: testClock(at),
          limits: { headersMs: 200, bodyMs: 200, wholeMs: 2000, bodyBytes: 2_000_000 },
        },
        now: () => new Date(at),
        progress: () => {},
      }),
    snapshot: () => currentSnapshotId(home),
    async values() {
      const found = await asked<{ series: string; day: string; value: number }>(
        'SELECT series, period_end::VARCHAR AS day, value FROM market.latest ORDER BY ALL',
      );
      return found.map(({ series, day, value }) => `${series} ${day} ${value}`);
    },
    remove: () => rm(home.root, { recursive: true, force: true }),
  };
}
