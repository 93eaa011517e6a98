import type { DuckDBConnection } from '@duckdb/node-api';
import { identifier, literal, rows } from '../../data/duck.ts';

/** SQL types of the columns of rows, as `from_json` takes them; a list in brackets. */
export type RowShape = Record<string, string | [string]>;

/** Insert rows into a table, bound as one value. */
export async function insertRows(
  connection: DuckDBConnection,
  table: string,
  shape: RowShape,
  values: readonly object[],
): Promise<void> {
  const columns = Object.keys(shape).map(identifier).join(', ');
  await connection.run(
    `INSERT INTO ${table} (${columns})
     SELECT ${columns} FROM (SELECT unnest(from_json($rows::JSON, ${literal(JSON.stringify([shape]))}), max_depth := 2))`,
    { rows: JSON.stringify(values) },
  );
}

/** A digest of what a table holds, whatever the order of its rows. */
export async function digestOf(connection: DuckDBConnection, table: string): Promise<string> {
  const [found] = await rows<{ digest: string }>(
    connection,
    `SELECT md5(coalesce(string_agg(line, chr(10) ORDER BY line), '')) AS digest
     FROM (SELECT to_json(t)::VARCHAR AS line FROM ${table} AS t)`,
  );
  return found?.digest ?? '';
}
