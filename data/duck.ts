import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';

/** Values that may be bound to a statement's `$name` parameters. */
export type Bindings = Record<string, DuckDBValue>;

/** A quoted SQL string literal, for the places where DuckDB takes no parameter (COPY, ATTACH, read_csv options). */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A quoted SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * All rows of a small internal statement as plain objects (BIGINT as bigint, DECIMAL as number, DATE as Date).
 * Results are collected whole: never for user SQL or large tables.
 */
export async function rows<T extends object>(
  connection: DuckDBConnection,
  sql: string,
  bindings?: Bindings,
): Promise<T[]> {
  const reader = await connection.runAndReadAll(sql, bindings);
  return reader.getRowObjectsJS() as T[];
}

/** The first column of the first row of an internal statement as a number; NULL counts as 0. */
export async function count(connection: DuckDBConnection, sql: string, bindings?: Bindings): Promise<number> {
  const reader = await connection.runAndReadAll(sql, bindings);
  const value = reader.getRowsJS()[0]?.[0];
  return Number(value ?? 0);
}

/**
 * Insert records with one statement.
 * @param types SQL types of the records' columns, by name; a column that a record lacks is NULL
 */
export async function insertRecords(
  connection: DuckDBConnection,
  table: string,
  types: Readonly<Record<string, string>>,
  records: readonly object[],
): Promise<void> {
  await connection.run(
    `INSERT INTO ${table} BY NAME
     SELECT unnest(from_json($records::JSON, ${literal(JSON.stringify([types]))}), recursive := true)`,
    { records: JSON.stringify(records) },
  );
}
