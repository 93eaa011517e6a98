import type { DuckDBConnection } from '@duckdb/node-api';
import type { Staged } from './stage/stage.ts';

/**
 * Resolve the companies that staged deliveries name to accounts, into the temporary table
 * `account_map (account_code, consignee, account_id)`: by customer code, else by the company's full or short name,
 * compared without its legal form (有限公司, 集团 …). A name that two accounts share resolves to neither. A row whose
 * company is not known is kept aside, never guessed.
 */
export async function resolveAccounts(connection: DuckDBConnection, staged: Staged): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE account_map AS
    WITH named AS (
      SELECT DISTINCT account_code, consignee FROM staged WHERE _kind = 'data' AND _reasons IS NULL),
    forms AS (
      SELECT DISTINCT company(form) AS form, account_id
      FROM (SELECT unnest([name, short_name]) AS form, account_id FROM crm.account) WHERE form IS NOT NULL),
    unique_forms AS (
      SELECT form, any_value(account_id) AS account_id FROM forms GROUP BY form HAVING count(DISTINCT account_id) = 1)
    SELECT named.*, coalesce(by_code.account_id, unique_forms.account_id) AS account_id
    FROM named
    LEFT JOIN crm.account AS by_code ON by_code.account_id = named.account_code
    LEFT JOIN unique_forms ON named.account_code IS NULL AND unique_forms.form = company(named.consignee)`);
  await staged.reject(
    `SELECT _row FROM staged JOIN account_map m
       ON m.account_code IS NOT DISTINCT FROM staged.account_code AND m.consignee = staged.consignee
     WHERE _kind = 'data' AND _reasons IS NULL AND m.account_id IS NULL`,
    {
      code: 'unknown_account',
      columns: ['consignee', 'account_code'],
      zh: '收货单位与客户编号均不在客户档案中',
      en: 'neither the consignee nor the customer code is a known account',
    },
  );
}
