import type { DuckDBConnection } from '@duckdb/node-api';
import { rows } from '../../data/duck.ts';
import type { AliasEntry } from './alias-file.ts';
import { isActive, type Decision } from './decision.ts';
import { companyForm } from './form.ts';
import type { AccountFacts, Evidence } from './name-index.ts';
import { insertRows } from './warehouse-rows.ts';

const DECISION = {
  id: 'BIGINT',
  kind: 'VARCHAR',
  code: 'VARCHAR',
  name: 'VARCHAR',
  account_id: 'VARCHAR',
  valid_from: 'DATE',
  valid_to: 'DATE',
  note: 'VARCHAR',
  decided_at: 'TIMESTAMPTZ',
  decided_by: 'VARCHAR',
  undone_at: 'TIMESTAMPTZ',
  undone_by: 'VARCHAR',
};
const ALIAS = {
  alias: 'VARCHAR',
  code: 'VARCHAR',
  form: 'VARCHAR',
  account_id: 'VARCHAR',
  valid_from: 'DATE',
  valid_to: 'DATE',
  origin: 'VARCHAR',
  decision: 'BIGINT',
  note: 'VARCHAR',
};

/** All that names are resolved by, as the warehouse (or a snapshot) holds it. */
export async function readEvidence(connection: DuckDBConnection): Promise<Evidence> {
  return {
    accounts: await readAccounts(connection),
    aliases: await rows<AliasEntry>(
      connection,
      `SELECT alias, account_id AS account, valid_from::VARCHAR AS "from", valid_to::VARCHAR AS "to", note
       FROM crm.company_alias WHERE origin = 'reference' ORDER BY ALL`,
    ),
    decisions: await rows<Decision>(
      connection,
      `SELECT id::INTEGER AS id, kind, code, name, account_id AS account, valid_from::VARCHAR AS "from",
         valid_to::VARCHAR AS "to", note, decided_by AS "by", decided_at::VARCHAR AS "at",
         undone_at::VARCHAR AS "undoneAt", undone_by AS "undoneBy"
       FROM crm.account_decision ORDER BY id`,
    ),
  };
}

/** The accounts of the warehouse, by code. */
export function readAccounts(connection: DuckDBConnection): Promise<AccountFacts[]> {
  return rows<AccountFacts>(
    connection,
    `SELECT account_id AS id, name, short_name AS "shortName", parent_id AS "parentId", uscc FROM crm.account ORDER BY id`,
  );
}

/**
 * Write decisions and aliases into the warehouse, in the transaction of the caller: the log as it stands, and every name
 * and code that stands for an account.
 */
export async function mirrorEvidence(connection: DuckDBConnection, evidence: Evidence): Promise<void> {
  const { accounts, aliases, decisions } = evidence;
  await connection.run('DELETE FROM crm.account_decision; DELETE FROM crm.company_alias');
  await insertRows(
    connection,
    'crm.account_decision',
    DECISION,
    decisions.map((one) => ({
      id: one.id,
      kind: one.kind,
      code: one.code,
      name: one.name,
      account_id: one.account,
      valid_from: one.from,
      valid_to: one.to,
      note: one.note,
      decided_at: one.at,
      decided_by: one.by,
      undone_at: one.undoneAt,
      undone_by: one.undoneBy,
    })),
  );
  await insertRows(connection, 'crm.company_alias', ALIAS, [
    ...accounts.flatMap(({ id, name, shortName }) => [
      aliasRow(name, null, id, 'name'),
      ...(shortName === null ? [] : [aliasRow(shortName, null, id, 'short_name')]),
    ]),
    ...aliases.map((one) => ({
      ...aliasRow(one.alias, null, one.account, 'reference'),
      valid_from: one.from,
      valid_to: one.to,
      note: one.note,
    })),
    ...decisions
      .filter((one) => isActive(one) && (one.kind === 'alias' || one.kind === 'merge'))
      .map((one) => ({
        ...aliasRow(one.name, one.code, one.account, 'decision'),
        valid_from: one.from,
        valid_to: one.to,
        decision: one.id,
        note: one.note,
      })),
  ]);
}

function aliasRow(alias: string | null, code: string | null, account: string, origin: string) {
  return {
    alias,
    code,
    form: alias === null ? null : companyForm(alias),
    account_id: account,
    valid_from: null,
    valid_to: null,
    origin,
    decision: null,
    note: null,
  };
}
