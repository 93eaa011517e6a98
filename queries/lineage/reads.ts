import type { DuckDBConnection } from '@duckdb/node-api';
import { rows } from '../../data/duck.ts';

/** The tables, views and table functions that a statement names, as DuckDB parses it, in order of name. */
export async function readsOf(connection: DuckDBConnection, sql: string): Promise<string[]> {
  const [parsed] = await rows<{ tree: string }>(
    connection,
    'SELECT json_serialize_sql($sql::VARCHAR)::VARCHAR AS tree',
    { sql },
  );
  const found = new Set<string>();
  visit(JSON.parse(parsed?.tree ?? 'null'), found);
  return [...found].sort();
}

function visit(node: unknown, found: Set<string>): void {
  if (typeof node !== 'object' || node === null) return;
  const one = node as Record<string, unknown>;
  const named = one['type'] === 'TABLE_FUNCTION' ? (one['function'] as Record<string, unknown>) : one;
  const [schema, name] = [
    named['schema_name'] ?? named['schema'],
    named['table_name'] ?? named['function_name'],
  ];
  // the statement's own CTEs have no schema
  if ((one['type'] === 'BASE_TABLE' || one['type'] === 'TABLE_FUNCTION') && schema)
    found.add(`${schema}.${name}`);
  for (const inner of Object.values(one)) visit(inner, found);
}
