import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { identifier, literal, rows } from '../data/duck.ts';
import { CoalfaceError, systemCode } from '../data/errors.ts';
import type { Home } from '../data/home.ts';
import { currentSnapshotId, snapshotFile } from '../data/snapshots.ts';
import { seriesCodes } from '../data/series.ts';
import { OBSERVATION, type Source } from '../data/source-file.ts';
import { loadReference, migrate } from '../data/warehouse.ts';
import type { Flag } from './load/flag.ts';
import { publishedSql } from './load/published.ts';
import { judgeObservations } from './load/sentinel.ts';
import { rejectedRows, type RejectedRow } from '../data/quarantine.ts';
import { accountColumnsOf, onAccount, resolveAccounts } from './resolve.ts';
import { defineCellMacros } from './stage/cell-sql.ts';
import { GOOD_ROWS, stageFile } from './stage/stage.ts';

/** What a source makes of a file, with nothing loaded. */
export interface Trial {
  records: number;
  furniture: number;
  /** typed rows, or the observations that they publish; dates and decimals as text */
  rows: Record<string, string | null>[];
  rejected: RejectedRow[];
  /** what is remarkable about the observations */
  flags: Flag[];
}

/** What a saved file does not say by itself. */
export interface Provenance {
  /** address that it was saved from */
  url?: string | undefined;
  /** instant of its publication, ISO 8601 */
  publishedAt?: string | undefined;
}

/**
 * Parse a saved file with a source: read, check, resolve and judge it in a database in memory, load nothing.
 * Companies are resolved against the accounts of the published snapshot, values judged against its observations. A file
 * was received when it was saved.
 * @throws CoalfaceError `file_not_found` and those of the readers, the contract and the sentinel
 */
export async function tryFile(
  home: Home,
  source: Source,
  file: string,
  { url, publishedAt }: Provenance = {},
): Promise<Trial> {
  await requireFile(file);
  const receipt = {
    name: path.basename(file),
    url: url ?? null,
    publishedAt: publishedAt ?? null,
    receivedAt: (await stat(file)).mtime.toISOString(),
  };
  const { connection, close } = await trialDatabase(home, source);
  try {
    const staged = await stageFile(
      connection,
      source,
      file,
      receipt.name,
      path.join(home.root, 'scratch'),
      receipt,
    );
    const accounts = accountColumnsOf(source);
    if (accounts) await resolveAccounts(connection, staged, accounts);
    const flags = source.object === OBSERVATION ? await judgeObservations(connection, staged, receipt) : [];
    const trial = {
      records: staged.records,
      furniture: staged.furniture,
      rows: withFlags(await textRows(connection, source), flags),
      rejected: await rejectedRows(connection, 'rejected'),
      flags,
    };
    await staged.dispose();
    return trial;
  } finally {
    close();
  }
}

/** Rows of observations with the codes of their flags. */
function withFlags(found: Trial['rows'], flags: readonly Flag[]): Trial['rows'] {
  const codes = new Map<string, string[]>();
  for (const { series, period_end, code } of flags) {
    const key = `${series} ${period_end}`;
    codes.set(key, [...(codes.get(key) ?? []), code]);
  }
  return found.map((row) => {
    const flagged = codes.get(`${row['series']} ${row['period_end']}`);
    return flagged ? { ...row, flags: flagged.join(' ') } : row;
  });
}

/** The size of a file in bytes. @throws CoalfaceError `file_not_found`, `file_unreadable` */
export async function requireFile(file: string): Promise<number> {
  const found = await stat(file).catch((error: unknown) => {
    const missing = systemCode(error) === 'ENOENT';
    throw new CoalfaceError(
      missing ? 'file_not_found' : 'file_unreadable',
      missing ? 'there is no such file' : 'the file cannot be read',
      {
        cause: error,
        where: { file },
      },
    );
  });
  if (!found.isFile()) throw new CoalfaceError('file_unreadable', 'this is not a file', { where: { file } });
  return found.size;
}

/**
 * A warehouse in memory with the cell macros, the reference tables and, of the published snapshot, the accounts and the
 * observations of a source's series.
 */
export async function trialDatabase(
  home: Home,
  source?: Source,
): Promise<{ connection: DuckDBConnection; close: () => void }> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const close = () => {
    connection.closeSync();
    instance.closeSync();
  };
  try {
    await connection.run("SET TimeZone = 'Asia/Shanghai'");
    await migrate(connection);
    await loadReference(connection, home);
    await defineCellMacros(connection);
    await borrow(connection, home, source);
  } catch (error) {
    close();
    throw error;
  }
  return { connection, close };
}

async function borrow(connection: DuckDBConnection, home: Home, source?: Source): Promise<void> {
  const id = await currentSnapshotId(home);
  if (!id) return;
  await connection.run(`ATTACH ${literal(snapshotFile(home, id))} AS published_snapshot (READ_ONLY)`);
  // a snapshot from before names had their own tables has accounts alone
  const held = await rows<{ name: string }>(
    connection,
    `SELECT table_name AS name FROM duckdb_tables() WHERE database_name = 'published_snapshot' AND schema_name = 'crm'
       AND table_name IN ('account', 'company_alias', 'account_decision')`,
  );
  for (const { name } of held)
    await connection.run(
      `INSERT INTO crm.${identifier(name)} BY NAME FROM published_snapshot.crm.${identifier(name)}`,
    );
  const codes = source?.observations.flatMap((one) => seriesCodes(source, one)) ?? [];
  if (codes.length)
    await connection.run(`INSERT INTO market.observation BY NAME
      FROM published_snapshot.market.observation WHERE series IN (${codes.map(literal).join(', ')})`);
  await connection.run('DETACH published_snapshot');
}

function textRows(connection: DuckDBConnection, source: Source): Promise<Record<string, string | null>[]> {
  const columns = [...Object.keys(source.columns), ...Object.keys(source.derived)]
    .map((column) => `good.${identifier(column)}`)
    .join(', ');
  const accounts = accountColumnsOf(source);
  const sql =
    source.object === OBSERVATION
      ? `SELECT * EXCLUDE (field), NULL AS flags FROM (${publishedSql(source)}) ORDER BY _row, series`
      : accounts
        ? `SELECT good._row, m.account_id, ${columns} FROM ${GOOD_ROWS} AS good LEFT JOIN account_map m ON ${onAccount(accounts)} ORDER BY _row`
        : `SELECT _row, ${columns} FROM ${GOOD_ROWS} AS good ORDER BY _row`;
  return rows<Record<string, string | null>>(connection, `SELECT COLUMNS(*)::VARCHAR FROM (${sql})`);
}
