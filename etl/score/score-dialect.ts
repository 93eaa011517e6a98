import type { DuckDBConnection } from '@duckdb/node-api';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { rows } from '../../data/duck.ts';
import { homeAt, type Home } from '../../data/home.ts';
import { openWarehouse } from '../../data/warehouse.ts';
import { Journal } from '../journal.ts';
import { quarantineFile, rejectedRows } from '../../data/quarantine.ts';
import type { RunOutcome } from '../run-outcome.ts';
import { runEtl } from '../run.ts';
import { accountsWorkbook } from '../sample/accounts-workbook.ts';
import { makeAccounts } from '../sample/accounts.ts';
import { writeExports } from '../sample/crm/export.ts';
import type { FileKey } from '../sample/crm/key.ts';
import { objectOf, type ObjectId } from '../sample/crm/objects.ts';
import type { Dialect } from '../sample/crm/table.ts';
import { makeCrm } from '../sample/crm/truth.ts';
import { DEFAULT_SEED } from '../sample/generate.ts';
import { compareRows, type Difference, type LoadedRow } from './compare.ts';

/** Rows of an object that a dialect exports for the score. */
const ROWS = 300;

/** How one object of one dialect fared. */
export interface ObjectScore {
  dialect: string;
  object: ObjectId;
  rows: number;
  matched: number;
  wrong: number;
  missing: number;
  extra: number;
  planted: number;
  caught: number;
  missed: number;
  falseAlarms: number;
  /** every file has the records and furniture that the key says, and no record is lost */
  conserved: boolean;
  differences: Difference[];
}

/** True where everything is as the key says. */
export function isGreen(score: ObjectScore): boolean {
  return score.differences.length === 0;
}

/**
 * Generate the exports of a dialect into a temporary installation, load them as `coalface etl run` does, and compare
 * tables and quarantine with the answer key.
 * @param only objects to score; default all of the dialect
 */
export async function scoreDialect(dialect: Dialect, only?: readonly ObjectId[]): Promise<ObjectScore[]> {
  const objects = dialect.objects.filter((one) => only?.includes(one) ?? true);
  if (objects.length === 0) return [];
  const home = homeAt(await mkdtemp(path.join(tmpdir(), 'coalface-score-')));
  try {
    const accounts = makeAccounts(DEFAULT_SEED);
    await mkdir(path.join(home.inbox, 'accounts'), { recursive: true });
    await writeFile(
      path.join(home.inbox, 'accounts', '客户_2010-01-01.xlsx'),
      await accountsWorkbook(accounts),
    );
    const crm = makeCrm(DEFAULT_SEED, accounts);
    const key = writeExports(dialect, { out: home.root, crm, objects, limit: ROWS, planted: 'all' });
    const sources = ['accounts', ...new Set(key.files.map((file) => file.source))];
    const outcome = await runEtl({ home, sources, now: () => new Date(), progress: () => {} });
    const scored = [...new Set(key.files.map((file) => file.object))].filter((one) => objects.includes(one));
    return await scoreObjects(home, dialect.name, scored, key.files, outcome);
  } finally {
    await rm(home.root, { recursive: true, force: true });
  }
}

async function scoreObjects(
  home: Home,
  dialect: string,
  objects: readonly ObjectId[],
  files: readonly FileKey[],
  outcome: RunOutcome,
): Promise<ObjectScore[]> {
  const { connection, close } = await openWarehouse(home);
  const journal = new Journal(home, () => new Date());
  try {
    await connection.run("SET TimeZone = 'Asia/Shanghai'");
    const kept = await keptAside(home, connection, journal);
    const scores: ObjectScore[] = [];
    for (const object of objects) {
      const own = files.filter((file) => file.object === object);
      const loaded = await loadedRows(connection, object);
      scores.push(scoreOf(dialect, object, own, loaded, kept, outcome));
    }
    return scores;
  } finally {
    journal.close();
    close();
  }
}

/** Reason codes of the rows kept aside, by source, file name and row. */
type KeptAside = ReadonlyMap<string, ReadonlyMap<number, string[]>>;

const fileId = (source: string, file: string) => `${source}/${file}`;

async function keptAside(home: Home, connection: DuckDBConnection, journal: Journal): Promise<KeptAside> {
  const out = new Map<string, Map<number, string[]>>();
  for (const entry of journal.quarantine()) {
    const rejected = await rejectedRows(connection, `'${quarantineFile(home, entry.file)}'`);
    const codes = rejected.map((row) => [row.row, row.reasons.map((reason) => reason.code)] as const);
    out.set(fileId(entry.source, entry.file_name), new Map(codes));
  }
  return out;
}

async function loadedRows(connection: DuckDBConnection, object: ObjectId): Promise<LoadedRow[]> {
  const found = await rows<Record<string, string | null>>(
    connection,
    `SELECT COLUMNS(*)::VARCHAR FROM (
       SELECT f.name AS _name, t.* FROM ${objectOf(object).table} AS t JOIN meta.file AS f ON f.id = t._file)`,
  );
  return found.map(({ _name, _row, ...values }) => ({ file: _name ?? '', row: Number(_row), values }));
}

function scoreOf(
  dialect: string,
  object: ObjectId,
  files: readonly FileKey[],
  loaded: readonly LoadedRow[],
  kept: KeptAside,
  outcome: RunOutcome,
): ObjectScore {
  const wanted = files.flatMap(({ file, rows: expected }) => expected.map((row) => ({ ...row, file })));
  const { matched, differences } = compareRows(object, wanted, loaded);
  let [caught, falseAlarms, conserved] = [0, 0, true];
  for (const file of files) {
    const aside = kept.get(fileId(file.source, file.file)) ?? new Map<number, string[]>();
    const planted = new Map(file.defects.map((one) => [one.row, one]));
    for (const { row, code } of file.defects) {
      const codes = aside.get(row);
      if (codes?.includes(code)) caught++;
      else
        differences.push({
          kind: 'missed',
          file: file.file,
          row,
          expected: code,
          got: codes?.join() ?? 'loaded',
        });
    }
    for (const [row, codes] of aside) {
      if (planted.has(row)) continue;
      falseAlarms++;
      const bait = file.baits.find((one) => one.row === row)?.kind ?? 'a plain row';
      differences.push({ kind: 'false_alarm', file: file.file, row, expected: bait, got: codes.join() });
    }
    const lost = unconserved(file, outcome);
    if (lost) {
      conserved = false;
      differences.push({ kind: 'conservation', file: file.file, row: null, expected: lost[0], got: lost[1] });
    }
  }
  const count = (kind: Difference['kind']) => differences.filter((one) => one.kind === kind).length;
  const planted = files.reduce((sum, file) => sum + file.defects.length, 0);
  return {
    dialect,
    object,
    rows: wanted.length,
    matched,
    wrong: count('wrong'),
    missing: count('missing'),
    extra: count('extra'),
    planted,
    caught,
    missed: planted - caught,
    falseAlarms,
    conserved,
    differences,
  };
}

/** What the key says of a file's records and what the run counted; null where they agree. */
function unconserved(file: FileKey, outcome: RunOutcome): [expected: string, got: string] | null {
  const loaded = outcome.files.find((one) => one.source === file.source && one.name === file.file);
  const expected = `read ${file.records}, furniture ${file.furniture}, kept aside ${file.defects.length}`;
  if (!loaded) {
    const error = outcome.errors.find(
      ({ where }) => where['source'] === file.source && (where['file'] ?? file.file) === file.file,
    );
    return [expected, error ? `${error.code}: ${error.message}` : 'not loaded'];
  }
  const { read, inserted, updated, unchanged, quarantined, furniture } = loaded.counts;
  const whole = inserted + updated + unchanged + quarantined + furniture === read;
  if (whole && read === file.records && furniture === file.furniture) return null;
  return [expected, `read ${read}, furniture ${furniture}, kept aside ${quarantined}`];
}
