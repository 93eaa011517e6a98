import { faultPoint } from '#fault-point';
import type { DuckDBConnection } from '@duckdb/node-api';
import { rm } from 'node:fs/promises';
import { writePublications } from '../data/calendar.ts';
import { rows } from '../data/duck.ts';
import { isRemote } from '../data/origin-schema.ts';
import { completeManifest } from '../data/snapshot-manifest.ts';
import { currentSnapshot, currentSnapshotId, type Snapshot } from '../data/snapshots.ts';
import { loadSources, sourceOf, type Source } from '../data/source-file.ts';
import { readCatalogue } from './checks/catalogue.ts';
import { loadChecks, type DeclaredCheck } from './checks/check-files.ts';
import { verifyChecks } from './checks/compile.ts';
import { runChecks } from './checks/run-checks.ts';
import { dataDate } from './data-date.ts';
import { rebuildIfEmpty } from './backup/rebuild.ts';
import { deliver, isDelivered } from './deliver.ts';
import { namedIfDiskFull } from './disk-full.ts';
import { PageLedger } from './extract/page-ledger.ts';
import { Web } from './extract/web.ts';
import type { Step } from '../data/journal-records.ts';
import { Journal } from './journal.ts';
import { buildMarts } from './marts.ts';
import { countProgress } from './metered.ts';
import { renewReview } from './names/renew.ts';
import { ProgressRecorder } from './progress-recorder.ts';
import { removeDrafts } from './landing.ts';
import type { RunOptions, RunOutcome } from './run-outcome.ts';
import { scratchOf } from './judged-file.ts';
import { openSampleSite } from './sample-site.ts';
import { pruneUnpinned, publishUnlessHeld, type Published } from './snapshots/publish-run.ts';
import { replaySource, restage, runSource, type SourceRun } from './source-run.ts';
import { defineCellMacros } from './stage/cell-sql.ts';
import { openWhenFree } from './writer.ts';

/**
 * Run sources through all steps under the writer's lock: extract, stage, resolve, load, marts, check, publish, deliver.
 * A file that cannot be read is recorded and tried again next time; the other files are loaded and published. Rows of
 * runs that were killed before they published are published now.
 * @throws CoalfaceError `unknown_source`, `warehouse_locked`, `bad_check`, `check_failed`, `publish_failed`, `disk_full` …; readers then keep the
 * last good snapshot
 */
export async function runEtl(options: RunOptions): Promise<RunOutcome> {
  try {
    return await runSteps(options);
  } catch (error) {
    throw namedIfDiskFull(error, options.home);
  }
}

async function runSteps(options: RunOptions): Promise<RunOutcome> {
  const { home, now, env = process.env } = options;
  const all = await loadSources(home);
  const sources = chosen(all, options);
  const checks = await loadChecks(home, all);
  const warehouse = await openWhenFree(home, options.waitMs ?? 0, options.waiting ?? (() => {}));
  const journal = new Journal(home, now, options.log);
  const pages = new PageLedger(home);
  const web = new Web({ ...options.requests, env });
  const site = openSampleSite(home);
  journal.closeInterrupted();
  const run = journal.startRun(sources.map((source) => source.id));
  const recorder = new ProgressRecorder(journal, run);
  const told: RunOptions = { ...options, progress: (progress) => options.progress(recorder.take(progress)) };
  try {
    const { connection } = warehouse;
    await verifyChecks(connection, checks, await readCatalogue(connection));
    await removeDrafts(home);
    await rebuildIfEmpty(connection, home, now);
    await defineCellMacros(connection);
    await countProgress(connection);
    const outcome: RunOutcome = {
      run,
      published: null,
      held: null,
      files: [],
      errors: [],
      skipped: [],
    };
    const at: SourceRun = {
      ...told,
      connection,
      journal,
      pages,
      web,
      env,
      run,
      outcome,
      sampleSite: site.url,
    };
    const [accounts, others] = [sources.filter(isAccounts), sources.filter((one) => !isAccounts(one))];
    const take = options.replay ? replaySource : runSource;
    for (const source of accounts) await take(source, at);
    await restage(all, at);
    for (const source of others) await take(source, at);
    const finished = await finish(connection, journal, run, told, all, checks);
    outcome.published = finished?.snapshot ?? null;
    outcome.held = finished?.held ?? null;
    const [first] = outcome.errors;
    journal.endRun(
      run,
      first ? 'failed' : (finished?.held && 'held') || (finished ? 'ok' : 'nothing_new'),
      first,
    );
    return outcome;
  } catch (error) {
    journal.endRun(run, 'failed', error);
    throw error;
  } finally {
    recorder.close();
    await web.close();
    pages.close();
    journal.close();
    warehouse.close();
    await site.close();
    await rm(scratchOf(home), { recursive: true, force: true });
  }
}

/** What is here is loaded before the network is waited for. */
function chosen(all: ReadonlyMap<string, Source>, options: Pick<RunOptions, 'sources' | 'local'>): Source[] {
  const wanted = new Set((options.sources ?? []).map((id) => sourceOf(all, id)));
  const named = [...all.values()].filter((source) => wanted.size === 0 || wanted.has(source));
  const remote = named.filter(({ origin }) => isRemote(origin));
  const local = named.filter(({ origin }) => !isRemote(origin));
  return options.local ? local : [...local, ...remote];
}

function isAccounts(source: Source): boolean {
  return source.object === 'account';
}

/**
 * Marts, checks and publication: for all sources together, so that a snapshot is consistent over them.
 * @returns null if there is nothing that is not published
 */
async function finish(
  connection: DuckDBConnection,
  journal: Journal,
  run: string,
  options: RunOptions,
  sources: ReadonlyMap<string, Source>,
  checks: readonly DeclaredCheck[],
): Promise<Published | null> {
  const { home, now, progress } = options;
  const report = (step: Step) => (done: number, total: number) =>
    progress({ step, source: null, done, total });
  await journal.step(
    { run, step: 'marts' },
    () => buildMarts(connection, report('marts')),
    (months) => `${months} months`,
  );
  await renewReview({ connection, home, run, now });
  const unpublished = await rows<{ run: string }>(
    connection,
    `SELECT run FROM (SELECT run FROM meta.load UNION SELECT run FROM meta.resolution)
     WHERE run NOT IN (SELECT unnest(runs) FROM meta.publication WHERE snapshot <= $current) ORDER BY run`,
    { current: (await currentSnapshotId(home)) ?? '' },
  );
  if (unpublished.length === 0) {
    // a run that was killed may have published and done no more
    const current = await currentSnapshot(connection, home);
    if (current) await settle(current, { ...options, journal, run });
    return null;
  }
  await journal.step(
    { run, step: 'check' },
    () =>
      runChecks(connection, checks, {
        ...options,
        run,
        unpublished: unpublished.map((row) => row.run),
        progress: report('check'),
      }),
    (found) => `${found.filter(({ passed }) => !passed).length} of ${found.length} failed`,
  );
  faultPoint('checked');
  const daily = [...sources.values()].filter((source) => source.daily).map((source) => source.id);
  report('publish')(0, 1);
  const published = await journal.step(
    { run, step: 'publish' },
    async () => {
      await writePublications(connection, sources.values(), now());
      return publishUnlessHeld(connection, home, {
        now,
        asOf: await dataDate(connection, daily),
        runs: unpublished.map((row) => row.run),
      });
    },
    ({ snapshot, held }) => snapshot?.id ?? `held since ${held?.at}`,
  );
  report('publish')(1, 1);
  if (published.snapshot) await settle(published.snapshot, { ...options, journal, run });
  return published;
}

/** What follows the publication of a snapshot, as far as it was not done: checksum, delivery, pruning. */
async function settle(
  snapshot: Snapshot,
  { home, now, progress, journal, run }: RunOptions & { journal: Journal; run: string },
): Promise<void> {
  await completeManifest(home, snapshot.id);
  if (!(await isDelivered(home, snapshot))) {
    const at = { step: 'deliver', source: null, total: 1 } as const;
    progress({ ...at, done: 0 });
    await journal.step(
      { run, step: 'deliver' },
      () => deliver(home, snapshot, now),
      (week) => week ?? 'no data date yet',
    );
    progress({ ...at, done: 1 });
  }
  faultPoint('delivered');
  await pruneUnpinned(home, now);
  faultPoint('pruned');
}
