import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { identifier, literal, rows } from '../data/duck.ts';
import { CoalfaceError, systemCode } from '../data/errors.ts';
import type { Home } from '../data/home.ts';
import { currentSnapshotId, snapshotFile } from '../data/snapshots.ts';
import type { Source } from '../data/source-file.ts';
import { loadReference, migrate } from '../data/warehouse.ts';
import { publishedSql } from './load/observations.ts';
import { rejectedRows, type RejectedRow } from './quarantine.ts';
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
}

/**
 * Parse a saved file with a source: read, check and resolve it in a database in memory, load nothing. It counts as received
 * when it was saved; its address and publication are not known.
 * Companies are resolved against the accounts of the published snapshot.
 * @throws CoalfaceError `file_not_found` and those of the readers and the contract
 */
export async function tryFile(home: Home, source: Source, file: string): Promise<Trial> {
  await requireFile(file);
  const receivedAt = (await stat(file)).mtime.toISOString();
  const { connection, close } = await trialDatabase(home);
  try {
    const staged = await stageFile(
      connection,
      source,
      file,
      path.basename(file),
      path.join(home.root, 'scratch'),
      { url: null, publishedAt: null, receivedAt },
    );
    const accounts = accountColumnsOf(source);
    if (accounts) await resolveAccounts(connection, staged, accounts);
    const trial = {
      records: staged.records,
      furniture: staged.furniture,
      rows: await textRows(connection, source),
      rejected: await rejectedRows(connection, 'rejected'),
    };
    await staged.dispose();
    return trial;
  } finally {
    close();
  }
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

/** A warehouse in memory with the cell macros, the reference tables and the accounts of the published snapshot. */
export async function trialDatabase(
  home: Home,
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
    await borrowAccounts(connection, home);
  } catch (error) {
    close();
    throw error;
  }
  return { connection, close };
}

async function borrowAccounts(connection: DuckDBConnection, home: Home): Promise<void> {
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
  await connection.run('DETACH published_snapshot');
}

function textRows(connection: DuckDBConnection, source: Source): Promise<Record<string, string | null>[]> {
  const columns = [...Object.keys(source.columns), ...Object.keys(source.derived)]
    .map((column) => `good.${identifier(column)}`)
    .join(', ');
  const accounts = accountColumnsOf(source);
  const sql =
    source.object === 'observation'
      ? `SELECT _row, series, period_start, period_end, low, high, value, note FROM (${publishedSql(source)}) ORDER BY _row, series`
      : accounts
        ? `SELECT good._row, m.account_id, ${columns} FROM ${GOOD_ROWS} AS good LEFT JOIN account_map m ON ${onAccount(accounts)} ORDER BY _row`
        : `SELECT _row, ${columns} FROM ${GOOD_ROWS} AS good ORDER BY _row`;
  return rows<Record<string, string | null>>(connection, `SELECT COLUMNS(*)::VARCHAR FROM (${sql})`);
}
