import type { DuckDBConnection } from '@duckdb/node-api';
import { identifier } from '../data/duck.ts';
import { catalogueObjectOf, type Source } from '../data/source-file.ts';
import type { Staged } from './stage/stage.ts';

/** The columns in which the rows of a source name a customer. */
export interface AccountColumns {
  name: string;
  code: string;
  /** a row without a customer is kept aside */
  required: boolean;
}

/** How the rows of a source name a customer; undefined if they name none. */
export function accountColumnsOf(source: Source): AccountColumns | undefined {
  return catalogueObjectOf(source)?.account;
}

/** SQL condition that joins the row `good` to its line `m` of `account_map`. */
export function onAccount({ name, code }: AccountColumns): string {
  return `m.code IS NOT DISTINCT FROM good.${identifier(code)} AND m.name IS NOT DISTINCT FROM good.${identifier(name)}`;
}

/**
 * Resolve the companies that staged rows name to accounts, into the temporary table `account_map (code, name,
 * account_id)`: by customer code, else by the company's full or short name, compared without its legal form (有限公司,
 * 集团 …). A name that two accounts share resolves to neither. A row whose company is not known is kept aside, never
 * guessed; a row that names none is kept aside only where a customer is required.
 */
export async function resolveAccounts(
  connection: DuckDBConnection,
  staged: Staged,
  columns: AccountColumns,
): Promise<void> {
  const [code, name] = [identifier(columns.code), identifier(columns.name)];
  await connection.run(`CREATE OR REPLACE TEMP TABLE account_map AS
    WITH named AS (
      SELECT DISTINCT ${code} AS code, ${name} AS name FROM staged WHERE _kind = 'data' AND _reasons IS NULL),
    forms AS (
      SELECT DISTINCT company(form) AS form, account_id
      FROM (SELECT unnest([name, short_name]) AS form, account_id FROM crm.account) WHERE form IS NOT NULL),
    unique_forms AS (
      SELECT form, any_value(account_id) AS account_id FROM forms GROUP BY form HAVING count(DISTINCT account_id) = 1)
    SELECT named.*, coalesce(by_code.account_id, unique_forms.account_id) AS account_id
    FROM named
    LEFT JOIN crm.account AS by_code ON by_code.account_id = named.code
    LEFT JOIN unique_forms ON named.code IS NULL AND unique_forms.form = company(named.name)`);
  const nameless = columns.required ? '' : 'AND NOT (m.code IS NULL AND m.name IS NULL)';
  await staged.reject(
    `SELECT _row FROM staged AS good JOIN account_map AS m ON ${onAccount(columns)}
     WHERE _kind = 'data' AND _reasons IS NULL AND m.account_id IS NULL ${nameless}`,
    {
      code: 'unknown_account',
      columns: [columns.name, columns.code],
      zh: '单位名称与客户编号均不在客户档案中',
      en: 'neither the company nor the customer code is a known account',
    },
  );
}
