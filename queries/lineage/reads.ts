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

/**
 * Which of some tables a statement may read, also through the views and macros that it names. Told by the names in their
 * texts: a table that is left out is not read, one that is kept need not be.
 */
export async function tablesRead<T extends { table: string }>(
  connection: DuckDBConnection,
  sql: string,
  tables: readonly T[],
): Promise<T[]> {
  const definitions = await rows<{ name: string; sql: string }>(
    connection,
    `SELECT DISTINCT schema_name || '.' || view_name AS name, sql FROM duckdb_views()
     WHERE database_name = current_database() AND NOT internal
     UNION ALL SELECT schema_name || '.' || function_name, macro_definition FROM duckdb_functions()
     WHERE database_name = current_database() AND NOT internal AND macro_definition IS NOT NULL`,
  );
  const texts = [plainNames(sql)];
  const open = new Map(definitions.map((one) => [plainNames(one.name), plainNames(one.sql)]));
  for (const text of texts) {
    for (const [name, definition] of open) {
      if (!text.includes(name)) continue;
      open.delete(name);
      texts.push(definition);
    }
  }
  return tables.filter(({ table }) => texts.some((text) => text.includes(table)));
}

/** Quotes and spaces around the dot of a name do not make it another. */
function plainNames(sql: string): string {
  return sql
    .replaceAll('"', '')
    .replace(/\s*\.\s*/g, '.')
    .toLowerCase();
}
