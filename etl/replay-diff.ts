import type { DuckDBConnection } from '@duckdb/node-api';
import { constants } from 'node:fs';
import { copyFile, mkdtemp, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { literal, rows } from '../data/duck.ts';
import { CoalfaceError, systemCode } from '../data/errors.ts';
import type { Home } from '../data/home.ts';
import { currentSnapshotId, snapshotFile } from '../data/snapshots.ts';
import { OBSERVATION, type Source } from '../data/source-file.ts';
import { openWarehouse } from '../data/warehouse.ts';
import { Journal } from './journal.ts';
import { judgedFile, type Recorder } from './judged-file.ts';
import { readReceipt, type Receipt } from '../data/receipt.ts';
import type { Flag } from './load/flag.ts';
import { loadStaged, type LoadCounts } from './load/load.ts';
import { quarantineFile, rejectedRows, type RejectedRow } from '../data/quarantine.ts';
import { archivedFiles, bytesMissing } from './replay-files.ts';
import { defineCellMacros } from './stage/cell-sql.ts';

/** What a file says of a series and period, as it stands and as today's parser reads it; numbers and dates as text. */
export interface Change {
  kind: 'new' | 'changed' | 'withdrawn';
  series: string;
  period_end: string;
  /** null: nothing */
  old: Said | null;
  new: Said | null;
}

/** What is kept of an observation beside its series and its last day. */
export type Said = Record<(typeof SAID)[number], string | null>;

const SAID = [
  'period_start',
  'value',
  'low',
  'high',
  'change',
  'change_pct',
  'base_end',
  'sentence',
  'note',
] as const;

/** What a replay would change of one archived file. */
export interface FileDiff {
  file: string;
  name: string | null;
  published_at: string | null;
  /** why it cannot be read; the rest is then empty */
  error: { code: string; message: string } | null;
  /** what would become of its records */
  counts: LoadCounts | null;
  changes: Change[];
  /** rows kept aside that were not before, and those that no longer are */
  rejected: RejectedRow[];
  released: RejectedRow[];
  flags: Flag[];
}

/**
 * Read the archived files of a source by today's parser and say what loading them would change. Nothing is loaded: it is
 * tried on a copy of the published snapshot, which needs no writer's lock and is deleted afterwards.
 * @param file landing id of the only file wanted
 * @throws CoalfaceError `no_snapshot`, `unknown_file`
 */
export async function diffReplay(
  home: Home,
  source: Source,
  { file, now }: { file: string | undefined; now: () => Date },
): Promise<FileDiff[]> {
  const snapshot = await currentSnapshotId(home);
  if (!snapshot) {
    throw new CoalfaceError('no_snapshot', 'nothing is published yet', {
      hint: 'run `coalface etl run` first',
    });
  }
  const root = await mkdtemp(path.join(home.root, 'replay-'));
  const trial: Home = { ...home, root, warehouse: path.join(root, 'warehouse.duckdb') };
  const journal = new Journal(home, now);
  try {
    await copyFile(snapshotFile(home, snapshot), trial.warehouse, constants.COPYFILE_FICLONE);
    const { connection, close } = await openWarehouse(trial);
    try {
      await defineCellMacros(connection);
      const diffs: FileDiff[] = [];
      const files = await archivedFiles(
        { connection, journal, home },
        source.id,
        file === undefined ? undefined : [file],
      );
      for (const done of files.keys())
        diffs.push(await diffFile({ connection, home: trial, source, now, unread: files.slice(done) }));
      return diffs;
    } finally {
      close();
    }
  } finally {
    journal.close();
    await rm(root, { recursive: true, force: true });
  }
}

/** A replay on trial: its copy of the installation, and the files that it has not read yet, the next one first. */
interface Trial {
  connection: DuckDBConnection;
  home: Home;
  source: Source;
  now: () => Date;
  unread: readonly string[];
}

async function diffFile(trial: Trial): Promise<FileDiff> {
  const [id = ''] = trial.unread;
  const receipt = await readReceipt(trial.home, id);
  const about = { file: id, name: receipt?.name ?? null, published_at: receipt?.publishedAt ?? null };
  try {
    if (!receipt) throw bytesMissing(trial.source.id, id);
    return { ...about, error: null, ...(await loadOnTrial(receipt, trial)) };
  } catch (error) {
    if (!(error instanceof CoalfaceError)) throw error;
    const { code } = error;
    return {
      ...about,
      error: { code, message: error.describe() },
      counts: null,
      changes: [],
      rejected: [],
      released: [],
      flags: [],
    };
  }
}

async function loadOnTrial(
  receipt: Receipt,
  { connection, home, source, now, unread }: Trial,
): Promise<Pick<FileDiff, 'counts' | 'changes' | 'rejected' | 'released' | 'flags'>> {
  const recorded: Recorder = (_step, work) => work();
  const { staged, flags } = await judgedFile(source, receipt, { connection, home, recorded, unread });
  try {
    const [kept, before] = [
      await rejectedRows(connection, 'rejected'),
      await rejectedBefore(connection, home, receipt.id),
    ];
    const counts = await loadStaged(connection, staged, receipt, { run: 'replay', now: now(), flags });
    const without = (some: RejectedRow[], others: RejectedRow[]) => {
      const known = new Set(others.map((one) => one.row));
      return some.filter((one) => !known.has(one.row));
    };
    return {
      counts,
      changes: source.object === OBSERVATION ? await changesOf(connection) : [],
      rejected: without(kept, before),
      released: without(before, kept),
      flags,
    };
  } finally {
    await staged.dispose();
  }
}

async function rejectedBefore(
  connection: DuckDBConnection,
  home: Home,
  file: string,
): Promise<RejectedRow[]> {
  const parquet = quarantineFile(home, file);
  const found = await stat(parquet).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  });
  return found ? rejectedRows(connection, literal(parquet)) : [];
}

/** What the load that has just ended made of its file: see {@link loadObservations} for its tables. */
async function changesOf(connection: DuckDBConnection): Promise<Change[]> {
  const said = (of: string) => `{${SAID.map((name) => `${name}: ${of}.${name}::VARCHAR`).join(', ')}}`;
  const found = await rows<Omit<Change, 'old' | 'new'> & { old: string | null; new: string | null }>(
    connection,
    `SELECT kind, series, period_end::VARCHAR AS period_end, to_json(old)::VARCHAR AS old, to_json(new)::VARCHAR AS new FROM (
       SELECT CASE WHEN k.stands IS NULL THEN 'new' ELSE 'changed' END AS kind, f.series, f.period_end,
         CASE WHEN k.stands IS NOT NULL THEN ${said('k.stands')} END AS old, ${said('f')} AS new
       FROM fresh f LEFT JOIN known k USING (series, period_end)
       UNION ALL
       SELECT 'withdrawn', k.series, k.period_end, ${said('k.stands')}, NULL
       FROM gone JOIN known k USING (series, period_end))
     ORDER BY series, period_end`,
  );
  return found.map((one) => ({
    ...one,
    old: one.old === null ? null : (JSON.parse(one.old) as Said),
    new: one.new === null ? null : (JSON.parse(one.new) as Said),
  }));
}
