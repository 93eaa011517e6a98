import type { DuckDBConnection } from '@duckdb/node-api';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { rows } from '../data/duck.ts';
import { CoalfaceError } from '../data/errors.ts';
import type { Home } from '../data/home.ts';
import { currentSnapshotId, publishSnapshot, type Snapshot } from '../data/snapshots.ts';
import { loadSources, sourceOf, type Source } from '../data/source-file.ts';
import { openWarehouse, type Warehouse } from '../data/warehouse.ts';
import { CHECKS } from './checks.ts';
import { dataDate } from './data-date.ts';
import { deliver } from './deliver.ts';
import { extract } from './extract/extract.ts';
import type { Step } from './journal-records.ts';
import { Journal } from './journal.ts';
import { landedFile, readReceipt, type Receipt } from './landing.ts';
import { loadedFiles, loadStaged, type LoadCounts } from './load/load.ts';
import { buildMarts } from './marts.ts';
import { renewAccounts, renewReview } from './names/renew.ts';
import { recordResolution, strikeOff } from './names/restage.ts';
import { writeQuarantine } from './quarantine.ts';
import { accountColumnsOf, resolveAccounts } from './resolve.ts';
import { openSampleSite } from './sample-site.ts';
import { defineCellMacros } from './stage/cell-sql.ts';
import { stageFile } from './stage/stage.ts';

/** How far a step has come. */
export interface Progress {
  step: Step | 'sample';
  source: string | null;
  done: number;
  total: number;
  rows?: number;
}

/** What a run is given: everything that could differ between two runs over the same state. */
export interface RunOptions {
  home: Home;
  /** source ids; default all */
  sources?: readonly string[];
  now: () => Date;
  progress: (progress: Progress) => void;
  /** how long to wait for another writer */
  waitMs?: number;
}

/** What a run did. */
export interface RunOutcome {
  run: string;
  /** the snapshot it published; null if there was nothing new or a check refused */
  published: Snapshot | null;
  files: { source: string; name: string; counts: LoadCounts }[];
  errors: CoalfaceError[];
}

/**
 * Run sources through all steps under the writer's lock: extract, stage, resolve, load, marts, check, publish, deliver.
 * A file that cannot be read is recorded and tried again next time; the other files are loaded and published. Rows of
 * runs that were killed before they published are published now.
 * @throws CoalfaceError `unknown_source`, `warehouse_locked`, `check_failed`, `publish_failed` …; readers then keep the
 * last good snapshot
 */
export async function runEtl(options: RunOptions): Promise<RunOutcome> {
  const { home, now } = options;
  const all = await loadSources(home);
  const sources = chosen(all, options.sources);
  const warehouse = await openWhenFree(home, options.waitMs ?? 0);
  const journal = new Journal(home, now);
  const site = openSampleSite(home);
  journal.closeInterrupted();
  const run = journal.startRun(sources.map((source) => source.id));
  try {
    const { connection } = warehouse;
    await defineCellMacros(connection);
    const outcome: RunOutcome = { run, published: null, files: [], errors: [] };
    const at: SourceRun = { ...options, connection, journal, run, outcome, sampleSite: site.url };
    const [accounts, others] = [sources.filter(isAccounts), sources.filter((one) => !isAccounts(one))];
    for (const source of accounts) await runSource(source, at);
    await restage(all, at);
    for (const source of others) await runSource(source, at);
    outcome.published = await finish(connection, journal, run, options, all);
    const [first] = outcome.errors;
    journal.endRun(run, first ? 'failed' : outcome.published ? 'ok' : 'nothing_new', first);
    return outcome;
  } catch (error) {
    journal.endRun(run, 'failed', error);
    throw error;
  } finally {
    journal.close();
    warehouse.close();
    await site.close();
    await rm(scratchOf(home), { recursive: true, force: true });
  }
}

function chosen(all: ReadonlyMap<string, Source>, ids: readonly string[] = []): Source[] {
  const wanted = new Set(ids.map((id) => sourceOf(all, id)));
  return [...all.values()].filter((source) => wanted.size === 0 || wanted.has(source));
}

async function openWhenFree(home: Home, waitMs: number): Promise<Warehouse> {
  for (let waited = 0; ; waited += 250) {
    try {
      return await openWarehouse(home);
    } catch (error) {
      if (!(error instanceof CoalfaceError && error.code === 'warehouse_locked') || waited >= waitMs)
        throw error;
      await sleep(250);
    }
  }
}

function scratchOf(home: Home): string {
  return path.join(home.root, 'scratch');
}

function isAccounts(source: Source): boolean {
  return source.object === 'account';
}

interface SourceRun extends RunOptions {
  connection: DuckDBConnection;
  journal: Journal;
  run: string;
  outcome: RunOutcome;
  sampleSite: () => Promise<string>;
}

async function runSource(source: Source, at: SourceRun): Promise<void> {
  const { connection, journal, run, outcome, progress } = at;
  const report = (step: Step) => (done: number, total: number) =>
    progress({ step, source: source.id, done, total });
  try {
    const receipts = await journal.step(
      { run, source: source.id, step: 'extract' },
      () => extract(source, { ...at, progress: report('extract') }),
      (found) => `${found.length} files`,
    );
    journal.forgetFileErrors(source.id, new Set(receipts.map((receipt) => receipt.id)));
    const known = await loadedFiles(connection, source.id);
    // two files of the same bytes have one receipt
    const fresh = new Map(
      receipts.filter(({ id }) => !known.has(id)).map((receipt) => [receipt.id, receipt]),
    );
    let loaded = 0;
    for (const [done, receipt] of [...fresh.values()].entries()) {
      progress({ step: 'load', source: source.id, done, total: fresh.size, rows: loaded });
      loaded += await tryLoad(source, receipt, at);
    }
    progress({ step: 'load', source: source.id, done: fresh.size, total: fresh.size, rows: loaded });
  } catch (error) {
    // one source that cannot be reached must not keep the others from their data
    if (!(error instanceof CoalfaceError)) throw error;
    outcome.errors.push(error);
  }
}

/** Load a file; one that cannot be loaded is recorded and keeps no other from being loaded. @returns records read */
async function tryLoad(source: Source, receipt: Receipt, at: SourceRun): Promise<number> {
  const { journal, run, outcome } = at;
  try {
    const counts = await loadFile(source, receipt, at);
    outcome.files.push({ source: source.id, name: receipt.name, counts });
    journal.clearFileError(receipt.id);
    return counts.read;
  } catch (error) {
    if (!(error instanceof CoalfaceError)) throw error;
    journal.recordFileError(run, receipt, error);
    outcome.errors.push(error);
    return 0;
  }
}

/** Resolve anew what accounts, aliases and decisions have changed; files with rows that resolve otherwise are read again. */
async function restage(sources: ReadonlyMap<string, Source>, at: SourceRun): Promise<void> {
  const files = await at.journal.step(
    { run: at.run, step: 'resolve' },
    () => renewAccounts(at),
    (found) => `${found.length} files to read again`,
  );
  for (const { file, source: id } of files) {
    // without its source or its bytes a file waits in the queue
    const [source, receipt] = [sources.get(id), await readReceipt(at.home, file)];
    if (source && receipt) await tryLoad(source, receipt, at);
  }
}

async function loadFile(source: Source, receipt: Receipt, at: SourceRun): Promise<LoadCounts> {
  const { connection, journal, run, home, now } = at;
  const step = (name: Step) => ({ run, source: source.id, file: receipt.id, step: name });
  const file = landedFile(home, receipt.sha256);
  const staged = await journal.step(step('stage'), () =>
    stageFile(connection, source, file, receipt.name, scratchOf(home)),
  );
  try {
    const accounts = accountColumnsOf(source);
    if (accounts) {
      await journal.step(step('resolve'), async () => {
        await resolveAccounts(connection, staged, accounts);
        await recordResolution(connection, staged, receipt.id);
      });
    }
    // before the rows are committed: a kill in between may repeat this, but can never lose a rejected row
    const rejected = await writeQuarantine(connection, home, receipt.id);
    journal.recordQuarantine({
      file: receipt.id,
      source: source.id,
      file_name: receipt.name,
      run,
      rows: rejected,
    });
    const counts = await journal.step(
      step('load'),
      () => loadStaged(connection, staged, receipt, run, now()),
      (loaded) => JSON.stringify(loaded),
    );
    await strikeOff(connection, receipt.id);
    return counts;
  } finally {
    await staged.dispose();
  }
}

/** Marts, checks and publication: for all sources together, so that a snapshot is consistent over them. */
async function finish(
  connection: DuckDBConnection,
  journal: Journal,
  run: string,
  options: RunOptions,
  sources: ReadonlyMap<string, Source>,
): Promise<Snapshot | null> {
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
  if (unpublished.length === 0) return null;
  await journal.step({ run, step: 'check' }, () => runChecks(connection, journal, run, report('check')));
  const daily = [...sources.values()].filter((source) => source.daily).map((source) => source.id);
  report('publish')(0, 1);
  const snapshot = await journal.step({ run, step: 'publish' }, async () =>
    publishSnapshot(connection, home, {
      now: now(),
      asOf: await dataDate(connection, daily),
      runs: unpublished.map((row) => row.run),
    }),
  );
  report('publish')(1, 1);
  report('deliver')(0, 1);
  await journal.step(
    { run, step: 'deliver' },
    () => deliver(home, snapshot),
    (week) => week ?? 'no data date yet',
  );
  report('deliver')(1, 1);
  return snapshot;
}

async function runChecks(
  connection: DuckDBConnection,
  journal: Journal,
  run: string,
  progress: (done: number, total: number) => void,
): Promise<void> {
  for (const [done, check] of CHECKS.entries()) {
    progress(done, CHECKS.length);
    const { passed, detail } = await check.run(connection);
    journal.recordCheck({ run, name: check.name, severity: check.severity, passed, detail });
    if (!passed && check.severity === 'error') {
      throw new CoalfaceError('check_failed', `${check.name}: ${detail}`, {
        hint: 'nothing was published; the last good snapshot stays in service',
      });
    }
  }
  progress(CHECKS.length, CHECKS.length);
}
