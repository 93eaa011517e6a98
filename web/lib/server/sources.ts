import { nextDue } from '../../../data/cron.ts';
import { openDueLedgerReader, type DueEntry, type Pause } from '../../../data/due-ledger-reader.ts';
import type { Home } from '../../../data/home.ts';
import { openJournalReader } from '../../../data/journal-reader.ts';
import type { RunRecord, SourceLoad } from '../../../data/journal-records.ts';
import { isHeld } from '../../../data/process-lock.ts';
import { dismissedRows } from '../../../data/quarantine-rows.ts';
import { readQuarantineState } from '../../../data/quarantine-state.ts';
import { skipCause, type SkipCause } from '../../../data/skip-reason.ts';
import { loadSources, type Source } from '../../../data/source-file.ts';
import { LIGHTS, lightOf, type Light } from '../../../data/source-light.ts';
import { rowsOf } from '../../../queries/engine/result.ts';
import type { QueryId, QueryRows } from '../../../queries/types.ts';
import { pick, type Lang } from '#lib/i18n/languages.ts';
import { queryPool } from './pool.ts';
import { scheduleWords } from './schedule-words.ts';

/** Runs looked through for the last one of each source. */
const RUNS = 500;

/** How a source stands, as the list shows it. Times are ISO 8601 instants; null is what there is not. */
export interface SourceRow {
  id: string;
  title: string;
  object: string;
  origin: Source['origin']['kind'];
  light: Light;
  /** its status by the publication calendar, in words */
  publication: string | null;
  /** in words, Beijing time */
  schedule: string | null;
  next: string | null;
  paused: Pause | null;
  /** why it cannot be had here: offline, no key */
  skipped: SkipCause | null;
  /** the newest entry of the schedule's ledger, and the last run that took the source */
  entry: DueEntry | null;
  run: Pick<RunRecord, 'id' | 'started_at' | 'status'> | null;
  lastDay: string | null;
  publishedAt: string | null;
  load: SourceLoad | null;
  /** rows kept aside that nobody has dismissed */
  quarantined: number;
  unreadable: number;
}

/**
 * How every source stands, the most urgent first.
 * @param snapshot the one in service; null before the first publication
 * @throws CoalfaceError `state_unreadable`, `bad_source`
 */
export async function sourceRows(
  home: Home,
  snapshot: { id: string } | null,
  lang: Lang,
  now: Date,
): Promise<SourceRow[]> {
  const sources = [...(await loadSources(home)).values()];
  const minute = `${now.toISOString().slice(0, 16)}:00Z`;
  const feeds = await bySource('feed_freshness', { now: minute }, snapshot);
  const statuses = await bySource('feed_status', {}, snapshot);
  const kept = keptState(home, now);
  return sources
    .map((source) =>
      rowOf(source, { feed: feeds.get(source.id), status: statuses.get(source.id), kept, lang, now }),
    )
    .sort((a, b) => LIGHTS.indexOf(a.light) - LIGHTS.indexOf(b.light) || (a.id < b.id ? -1 : 1));
}

async function bySource<Q extends QueryId & ('feed_freshness' | 'feed_status')>(
  query: Q,
  params: Record<string, string>,
  snapshot: { id: string } | null,
): Promise<Map<string, QueryRows[Q]>> {
  if (!snapshot) return new Map();
  const result = await (await queryPool()).run(query, params, { snapshot: snapshot.id });
  return new Map(rowsOf<QueryRows[Q]>(result).map((row) => [row.source ?? '', row]));
}

/** How many sources have each light, in the order of urgency. */
export function lightCounts(rows: readonly Pick<SourceRow, 'light'>[]): Record<Light, number> {
  const counts = Object.fromEntries(LIGHTS.map((light) => [light, 0])) as Record<Light, number>;
  for (const { light } of rows) counts[light] += 1;
  return counts;
}

/** Whether a server runs the schedules of an installation now. @throws CoalfaceError `lock_unusable` */
export function schedulesRun(home: Home): boolean {
  return isHeld(home.scheduleLock);
}

/** What journal and ledger tell of all sources. */
function keptState(home: Home, now: Date) {
  const journal = openJournalReader(home);
  const ledger = openDueLedgerReader(home, () => now);
  try {
    const runs = new Map<string, RunRecord>();
    for (const run of (journal?.runs(RUNS) ?? []).reverse())
      for (const source of run.sources.split(' ')) runs.set(source, run);
    const { entries, dismissals } = readQuarantineState(home);
    const quarantined = new Map<string, number>();
    for (const { source, file, rows } of entries) {
      const open = Math.max(0, rows - dismissedRows(dismissals, file).size);
      quarantined.set(source, (quarantined.get(source) ?? 0) + open);
    }
    return {
      runs,
      quarantined,
      loads: new Map(journal?.lastLoads().map((load) => [load.source, load])),
      errors: Map.groupBy(journal?.fileErrors() ?? [], ({ source }) => source),
      entries: ledger?.newest() ?? new Map<string, DueEntry>(),
      pauses: new Map(ledger?.pauses().map((pause) => [pause.source, pause])),
    };
  } finally {
    journal?.close();
    ledger?.close();
  }
}

function rowOf(
  source: Source,
  known: {
    feed: QueryRows['feed_freshness'] | undefined;
    status: QueryRows['feed_status'] | undefined;
    kept: ReturnType<typeof keptState>;
    lang: Lang;
    now: Date;
  },
): SourceRow {
  const { feed, status, kept, lang, now } = known;
  const { id, title, object, origin, schedule } = source;
  const paused = kept.pauses.get(id) ?? null;
  const entry = kept.entries.get(id) ?? null;
  const load = kept.loads.get(id) ?? null;
  const skipped = skipCause(source, process.env);
  const run = kept.runs.get(id);
  const lastDay = feed?.period_end ?? status?.last_day ?? null;
  const from = paused?.until ? new Date(paused.until) : now;
  const rests = schedule === undefined || skipped !== null || (paused !== null && paused.until === null);
  return {
    id,
    title: pick(title, lang),
    object,
    origin: origin.kind,
    light: lightOf(
      {
        schedule,
        daily: source.daily,
        paused: paused !== null,
        loaded: load !== null || lastDay !== null || status !== undefined,
        publication: feed?.status ?? null,
        lastDay,
        last: entry,
      },
      now,
    ),
    publication:
      feed && feed.status !== 'no_calendar' ? (lang === 'en' ? feed.status_en : feed.status_zh) : null,
    schedule: schedule === undefined ? null : scheduleWords(schedule, lang),
    next: rests ? null : (nextDue(schedule, from)?.toISOString() ?? null),
    paused,
    skipped,
    entry,
    run: run ? { id: run.id, started_at: run.started_at, status: run.status } : null,
    lastDay,
    publishedAt: feed?.published_at ?? null,
    load,
    quarantined: kept.quarantined.get(id) ?? 0,
    unreadable: kept.errors.get(id)?.length ?? 0,
  };
}
