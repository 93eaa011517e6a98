import type { DuckDBConnection } from '@duckdb/node-api';
import { count, identifier, literal, rows } from '../data/duck.ts';
import { catalogueObjectOf, type Source } from '../data/source-file.ts';
import { insertMeanings, meaningsOf, type Pair } from './names/account-map.ts';
import { readEvidence } from './names/evidence.ts';
import { nameIndex } from './names/name-index.ts';
import { ACCEPTED_ROWS, type Staged } from './stage/stage.ts';

/** The columns in which the rows of a source name a customer. */
export interface AccountColumns {
  name: string;
  code: string;
  /** a row without a customer is kept aside */
  required: boolean;
  /** the day or instant on which they name it */
  on?: string | undefined;
}

/** Why rows are kept aside, by how their pair was not resolved. */
const REASONS = {
  unknown: {
    code: 'unknown_account',
    zh: '单位名称与客户编号均不在客户档案中',
    en: 'neither the company nor the customer code is a known account',
  },
  ambiguous: {
    code: 'unknown_account',
    zh: '单位名称为多家客户共有,且无客户编号可辨',
    en: 'several accounts have this name and no customer code tells them apart',
  },
  conflict: {
    code: 'account_conflict',
    zh: '客户编号与单位名称属于两家客户',
    en: 'the customer code is one account and the company another',
  },
};

/** How the rows of a source name a customer; undefined if they name none. */
export function accountColumnsOf(source: Source): AccountColumns | undefined {
  return catalogueObjectOf(source)?.account;
}

/**
 * SQL condition that joins the row `good` to its line `m` of `account_map`.
 * @param day SQL of the row's business date; a row without one takes today's meaning, the last of the pair; null if no
 *   meaning of the map begins or ends
 */
export function onAccount(columns: AccountColumns, day: string | null = dayOf(columns)): string {
  const pair = `m.code IS NOT DISTINCT FROM good.${identifier(columns.code)} AND m.name IS NOT DISTINCT FROM good.${identifier(columns.name)}`;
  if (day === null) return pair;
  // comparisons alone: with OR or IS NULL in it DuckDB would compare every row with every line
  const on = `coalesce(${day}, DATE '9999-12-31')`;
  return `${pair}
    AND ${on} >= coalesce(m.valid_from, DATE '-infinity') AND ${on} < coalesce(m.valid_to, DATE 'infinity')`;
}

/** Whether some pair of the temporary `account_map` means another account at another time. */
export async function meaningsChange(connection: DuckDBConnection): Promise<boolean> {
  const dated = 'SELECT count(*) FROM temp.account_map WHERE valid_from IS NOT NULL OR valid_to IS NOT NULL';
  return (await count(connection, dated)) > 0;
}

function dayOf({ on }: AccountColumns): string {
  return on === undefined ? 'NULL::DATE' : `good.${identifier(on)}::DATE`;
}

/**
 * Resolve the companies that staged rows name to accounts, into the temporary table `account_map`, shaped like
 * `crm.account_map`, by the accounts, aliases and decisions that the warehouse holds. A row whose company is not known,
 * or whose code and name belong to two companies, is kept aside, never guessed; a row that names none is kept aside only
 * where a customer is required. The rows kept aside stand in the temporary table `unresolved (_row, code, name, how, day)`.
 */
export async function resolveAccounts(
  connection: DuckDBConnection,
  staged: Staged,
  columns: AccountColumns,
): Promise<void> {
  const found = await rows<Pair>(
    connection,
    `SELECT DISTINCT ${identifier(columns.code)} AS code, ${identifier(columns.name)} AS name FROM staged
     WHERE _kind = 'data' AND _reasons IS NULL ORDER BY ALL`,
  );
  const pairs = found.filter(({ code, name }) => columns.required || code !== null || name !== null);
  const index = nameIndex(await readEvidence(connection));
  await connection.run('CREATE OR REPLACE TEMP TABLE account_map AS FROM crm.account_map LIMIT 0');
  await insertMeanings(connection, 'temp.account_map', meaningsOf(index, pairs));
  const doubtful = await count(connection, 'SELECT count(*) FROM temp.account_map WHERE account_id IS NULL');
  await connection.run(`CREATE OR REPLACE TEMP TABLE unresolved AS
    SELECT good._row, m.code, m.name, m.how, ${dayOf(columns)} AS day
    FROM ${ACCEPTED_ROWS} AS good JOIN (FROM account_map WHERE account_id IS NULL) AS m ON ${onAccount(columns)}
    ${doubtful === 0 ? 'LIMIT 0' : ''}`);
  for (const [how, reason] of Object.entries(REASONS)) {
    await staged.reject(`SELECT _row FROM unresolved WHERE how = ${literal(how)}`, {
      ...reason,
      columns: [columns.name, columns.code],
    });
  }
}
