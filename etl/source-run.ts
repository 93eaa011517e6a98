import { faultPoint } from '#fault-point';
import type { DuckDBConnection } from '@duckdb/node-api';
import { CoalfaceError } from '../data/errors.ts';
import type { Source } from '../data/source-file.ts';
import { strikeLoaded, unloadedFiles } from './backup/unloaded.ts';
import { extract, type Extraction } from './extract/extract.ts';
import type { PageLedger } from './extract/page-ledger.ts';
import { skipReason } from '../data/skip-reason.ts';
import type { Web } from './extract/web.ts';
import type { Step } from '../data/journal-records.ts';
import { FileProgress } from './file-progress.ts';
import type { Journal } from './journal.ts';
import { judgedFile, type Recorder } from './judged-file.ts';
import { readReceipt, type Receipt } from '../data/receipt.ts';
import { filesOfRun, loadedFiles, loadStaged, type LoadCounts } from './load/load.ts';
import { renewAccounts } from './names/renew.ts';
import { writeQuarantine } from './quarantine.ts';
import { archivedFiles, bytesMissing } from './replay-files.ts';
import type { RunOptions, RunOutcome } from './run-outcome.ts';

/** What the steps of a source are given within a run. */
export interface SourceRun extends RunOptions {
  connection: DuckDBConnection;
  journal: Journal;
  pages: PageLedger;
  web: Web;
  env: NodeJS.ProcessEnv;
  run: string;
  outcome: RunOutcome;
  sampleSite: () => Promise<string>;
  /** landing ids of files that the run reads again and has not read yet */
  unread?: readonly string[];
}

/**
 * Extract what a source offers and load what is new of it. A source that cannot be reached is recorded and keeps no other
 * back, nor does a page of it keep its others back; one that is not to be asked for now is noted.
 */
export async function runSource(source: Source, at: SourceRun): Promise<void> {
  const { connection, journal, run, outcome, progress } = at;
  const report = (step: Step) => (done: number, total: number) =>
    progress({ step, source: source.id, done, total });
  try {
    const restored = await loadRestored(source, at);
    const reason = skipReason(source, at.env);
    if (reason !== null) {
      outcome.skipped.push({ source: source.id, reason });
      return;
    }
    const { receipts, errors } = await journal.step(
      { run, source: source.id, step: 'extract' },
      async () => someOf(await extract(source, { ...at, progress: report('extract') }), outcome),
      (found) => [`${found.receipts.length} files`, ...found.errors.map(({ code }) => code)].join(', '),
    );
    faultPoint('extracted');
    outcome.errors.push(...errors);
    journal.forgetFileErrors(source.id, new Set([...restored, ...receipts.map((receipt) => receipt.id)]));
    const known = await loadedFiles(connection, source.id);
    // two files of the same bytes have one receipt
    const fresh = new Map(
      receipts
        .filter(({ id }) => !known.has(id) && !restored.includes(id))
        .map((receipt) => [receipt.id, receipt]),
    );
    const files = new FileProgress(source.id, fresh.size, progress);
    for (const receipt of fresh.values()) await tryLoad(source, receipt, at, files);
    files.finish();
  } catch (error) {
    // one source that cannot be reached must not keep the others from their data
    if (!(error instanceof CoalfaceError)) throw error;
    outcome.errors.push(error);
  }
}

/** Read the archived files of a source again: all, or those that the run names. @throws CoalfaceError `unknown_file` */
export async function replaySource(source: Source, at: SourceRun): Promise<void> {
  const { outcome } = at;
  const archived = await archivedFiles(at, source.id, at.replay?.files);
  // what names mean may have changed: then the run has read some of them already
  const read = await filesOfRun(at.connection, at.run);
  const files = archived.filter((file) => !read.has(file));
  const progress = new FileProgress(source.id, files.length, at.progress);
  for (const [done, file] of files.entries()) {
    const receipt = await readReceipt(at.home, file);
    if (receipt) await tryLoad(source, receipt, { ...at, unread: files.slice(done) }, progress);
    else outcome.errors.push(bytesMissing(source.id, file));
  }
  progress.finish();
}

/** An extraction that gave nothing at all has failed. @throws its last error, after recording the others */
function someOf(found: Extraction, outcome: RunOutcome): Extraction {
  const last = found.errors.at(-1);
  if (found.receipts.length > 0 || last === undefined) return found;
  outcome.errors.push(...found.errors.slice(0, -1));
  throw last;
}

/**
 * Load what had landed but was in no snapshot when the installation was restored from a backup: the source may not offer
 * it again. A file that cannot be loaded waits for the next run.
 * @returns the ids of the files that wait
 */
async function loadRestored(source: Source, at: SourceRun): Promise<string[]> {
  const waiting = unloadedFiles(at.home, source.id);
  if (waiting.length === 0) return [];
  const known = await loadedFiles(at.connection, source.id);
  const missing = waiting.filter((id) => !known.has(id));
  const files = new FileProgress(source.id, missing.length, at.progress);
  for (const id of missing) {
    const receipt = await readReceipt(at.home, id);
    if (receipt) await tryLoad(source, receipt, at, files);
  }
  files.finish();
  const loaded = await loadedFiles(at.connection, source.id);
  strikeLoaded(
    at.home,
    waiting.filter((id) => loaded.has(id)),
  );
  return waiting.filter((id) => !loaded.has(id));
}

/** Load a file; one that cannot be loaded is recorded and keeps no other from being loaded. */
async function tryLoad(source: Source, receipt: Receipt, at: SourceRun, files: FileProgress): Promise<void> {
  const { journal, run, outcome } = at;
  try {
    const counts = await loadFile(source, receipt, at, files);
    outcome.files.push({ source: source.id, name: receipt.name, counts });
    journal.clearFileError(receipt.id);
  } catch (error) {
    if (!(error instanceof CoalfaceError)) throw error;
    journal.recordFileError(run, receipt, error);
    outcome.errors.push(error);
  } finally {
    files.next();
  }
}

/** Resolve anew what accounts, aliases and decisions have changed; files with rows that resolve otherwise are read again. */
export async function restage(sources: ReadonlyMap<string, Source>, at: SourceRun): Promise<void> {
  const files = await at.journal.step(
    { run: at.run, step: 'resolve' },
    () => renewAccounts(at),
    (found) => `${found.length} files to read again`,
  );
  faultPoint('resolved_anew');
  const progress = new Map(
    [...Map.groupBy(files, ({ source }) => source)].map(
      ([id, some]) => [id, new FileProgress(id, some.length, at.progress)] as const,
    ),
  );
  for (const { file, source: id } of files) {
    // without its source or its bytes a file waits in the queue
    const [source, receipt] = [sources.get(id), await readReceipt(at.home, file)];
    const told = progress.get(id);
    if (source && receipt && told) await tryLoad(source, receipt, at, told);
  }
  for (const told of progress.values()) told.finish();
}

async function loadFile(
  source: Source,
  receipt: Receipt,
  at: SourceRun,
  files: FileProgress,
): Promise<LoadCounts> {
  const { connection, journal, run, home, now } = at;
  const recorded: Recorder = (step, work, detail) =>
    journal.step({ run, source: source.id, file: receipt.id, step }, work, detail);
  const { staged, flags } = await judgedFile(source, receipt, {
    connection,
    home,
    recorded,
    unread: at.unread,
    meter: files.begin('stage'),
  });
  files.end('stage', staged.records);
  try {
    // before the rows are committed: a kill in between may repeat this, but can never lose a rejected row
    const rejected = await writeQuarantine(connection, home, receipt.id, staged.titles);
    faultPoint('quarantine_file');
    journal.recordQuarantine({
      file: receipt.id,
      source: source.id,
      file_name: receipt.name,
      run,
      rows: rejected,
    });
    faultPoint('quarantine_recorded');
    const counts = await recorded(
      'load',
      () => loadStaged(connection, staged, receipt, { run, now: now(), flags, meter: files.begin('load') }),
      (loaded) => JSON.stringify(loaded),
    );
    files.end('load', staged.records);
    faultPoint('load_committed');
    return counts;
  } finally {
    await staged.dispose();
  }
}
