import { faultPoint } from '#fault-point';
import type { DuckDBConnection } from '@duckdb/node-api';
import { count, rows } from '../../data/duck.ts';
import { CoalfaceError } from '../../data/errors.ts';
import { businessDate } from '../../data/object-file.ts';
import { periodOf } from '../../data/period.ts';
import { catalogueObjectOf, type Source } from '../../data/source-file.ts';
import { fileVersion } from '../file-version.ts';
import type { Receipt } from '../../data/receipt.ts';
import type { Meter } from '../metered.ts';
import { strikeOff } from '../names/restage.ts';
import { ACCEPTED_ROWS, type Staged } from '../stage/stage.ts';
import { writeFlags, type Flag } from './flag.ts';
import { loadObservations } from './observations.ts';
import { mergeObject, type MergeCounts } from './merge.ts';

/** What became of the records of one file; `read` is the sum of the others. */
export interface LoadCounts extends MergeCounts {
  read: number;
  quarantined: number;
  furniture: number;
}

/** The run that loads, its instant, what is remarkable about the observations of the file, and who is told how far it is. */
export interface Loading {
  run: string;
  now: Date;
  flags: readonly Flag[];
  meter?: Meter;
}

/**
 * Load the good rows of the staged file in one transaction, with the file's provenance, its row conservation and the
 * months it touched, and strike it off the files to be read again. Loading the same file again changes nothing.
 * @throws CoalfaceError `row_conservation` if a record is unaccounted for, `load_failed`; the transaction is then undone
 */
export async function loadStaged(
  connection: DuckDBConnection,
  staged: Staged,
  receipt: Receipt,
  { run, now, flags, meter }: Loading,
): Promise<LoadCounts> {
  await connection.run('BEGIN');
  try {
    const merged = await merge(connection, staged, receipt, run, meter);
    const quarantined = await count(connection, 'SELECT count(*) FROM rejected');
    const counts: LoadCounts = { read: staged.records, ...merged, quarantined, furniture: staged.furniture };
    assertConservation(counts, receipt);
    await writeFlags(connection, flags, receipt, run);
    await recordFile(connection, receipt);
    await recordLoad(connection, staged, receipt, run, now, counts);
    await strikeOff(connection, receipt.id);
    faultPoint('load_open');
    await connection.run('COMMIT');
    return counts;
  } catch (error) {
    await connection.run('ROLLBACK');
    if (error instanceof CoalfaceError) throw error;
    throw new CoalfaceError('load_failed', 'the rows could not be loaded', {
      cause: error,
      where: { source: receipt.source, file: receipt.name },
    });
  }
}

function merge(
  connection: DuckDBConnection,
  staged: Staged,
  receipt: Receipt,
  run: string,
  meter: Meter | undefined,
): Promise<MergeCounts> {
  const object = catalogueObjectOf(staged.source);
  if (!object) return loadObservations(connection, staged.source, receipt, run);
  return mergeObject(connection, {
    source: staged.source,
    object,
    file: receipt.id,
    run,
    version: fileVersion(receipt),
    records: staged.records,
    meter,
  });
}

function assertConservation(counts: LoadCounts, receipt: Receipt): void {
  const { read, inserted, updated, unchanged, quarantined, furniture } = counts;
  const sum = inserted + updated + unchanged + quarantined + furniture;
  if (sum === read) return;
  throw new CoalfaceError(
    'row_conservation',
    `${read} records read, ${sum} accounted for: ${JSON.stringify(counts)}`,
    {
      where: { source: receipt.source, file: receipt.name },
      hint: 'nothing of this file was loaded; this is a fault of the program, please report it with the file',
    },
  );
}

async function recordFile(connection: DuckDBConnection, receipt: Receipt): Promise<void> {
  await connection.run(
    `INSERT INTO meta.file (id, source, name, url, sha256, bytes, received_at, published_at)
     VALUES ($id, $source, $name, $url, $sha256, $bytes, $receivedAt::TIMESTAMPTZ, $publishedAt::TIMESTAMPTZ) ON CONFLICT DO NOTHING`,
    {
      id: receipt.id,
      source: receipt.source,
      name: receipt.name,
      url: receipt.url,
      sha256: receipt.sha256,
      bytes: BigInt(receipt.bytes),
      receivedAt: receipt.receivedAt,
      publishedAt: receipt.publishedAt,
    },
  );
}

async function recordLoad(
  connection: DuckDBConnection,
  staged: Staged,
  receipt: Receipt,
  run: string,
  now: Date,
  counts: LoadCounts,
): Promise<void> {
  const day = dayOf(staged.source);
  await connection.run(
    `INSERT INTO meta.load
     SELECT $run, $file, $source, $read, $inserted, $updated, $unchanged, $quarantined, $furniture,
       min(${day}), max(${day}), $now::TIMESTAMPTZ
     FROM ${ACCEPTED_ROWS}`,
    {
      run,
      file: receipt.id,
      source: receipt.source,
      now: now.toISOString(),
      ...Object.fromEntries(Object.entries(counts).map(([name, value]) => [name, BigInt(value)])),
    },
  );
}

/** SQL of the business date of a staged row. */
function dayOf(source: Source): string {
  const object = catalogueObjectOf(source);
  return object ? businessDate(object) : periodOf(source).end;
}

/** The ids of the files that a run has loaded so far. */
export async function filesOfRun(connection: DuckDBConnection, run: string): Promise<Set<string>> {
  const found = await rows<{ file: string }>(connection, 'SELECT file FROM meta.load WHERE run = $run', {
    run,
  });
  return new Set(found.map((row) => row.file));
}

/** The ids of the files of a source that the warehouse holds already. */
export async function loadedFiles(connection: DuckDBConnection, source: string): Promise<Set<string>> {
  const found = await rows<{ file: string }>(
    connection,
    'SELECT DISTINCT file FROM meta.load WHERE source = $source',
    { source },
  );
  return new Set(found.map((row) => row.file));
}
