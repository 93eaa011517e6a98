import type { DuckDBConnection } from '@duckdb/node-api';
import { rows } from '../../data/duck.ts';
import type { Meaning, NameIndex } from './name-index.ts';
import { insertRows } from './warehouse-rows.ts';

/** A customer code and a company name as the rows of a file have them. */
export interface Pair {
  code: string | null;
  name: string | null;
}

const SHAPE = {
  code: 'VARCHAR',
  name: 'VARCHAR',
  valid_from: 'DATE',
  valid_to: 'DATE',
  account_id: 'VARCHAR',
  how: 'VARCHAR',
  rivals: ['VARCHAR'] as [string],
};

/** Write the meanings of pairs into a table shaped like `crm.account_map`. */
export async function insertMeanings(
  connection: DuckDBConnection,
  table: string,
  pairs: Iterable<{ pair: Pair; meanings: readonly Meaning[] }>,
): Promise<void> {
  const lines = [...pairs].flatMap(({ pair, meanings }) =>
    meanings.map(({ from, to, account, how, rivals }) => ({
      code: pair.code,
      name: pair.name,
      valid_from: from,
      valid_to: to,
      account_id: account,
      how,
      rivals,
    })),
  );
  await insertRows(connection, table, SHAPE, lines);
}

/** The pairs of a table shaped like `crm.account_map`, with their meanings in order of time. */
export async function readMeanings(
  connection: DuckDBConnection,
  table: string,
): Promise<{ pair: Pair; meanings: Meaning[] }[]> {
  const lines = await rows<Pair & { meanings: string }>(
    connection,
    `SELECT code, name, to_json(list({"from": valid_from::VARCHAR, "to": valid_to::VARCHAR, account: account_id, how: how, rivals: rivals}
       ORDER BY valid_from NULLS FIRST))::VARCHAR AS meanings
     FROM ${table} GROUP BY code, name ORDER BY code, name`,
  );
  return lines.map(({ code, name, meanings }) => ({
    pair: { code, name },
    meanings: JSON.parse(meanings) as Meaning[],
  }));
}

/** The meanings of pairs now. */
export function meaningsOf(index: NameIndex, pairs: readonly Pair[]): { pair: Pair; meanings: Meaning[] }[] {
  return pairs.map((pair) => ({ pair, meanings: index.meanings(pair.code, pair.name) }));
}
