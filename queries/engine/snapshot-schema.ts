import type { DuckDBConnection } from '@duckdb/node-api';
import { rows } from '../../data/duck.ts';

/** A description in both languages. */
export interface Described {
  zh: string;
  en: string;
}

/** A column as the snapshot declares it. */
export interface SchemaColumn {
  name: string;
  /** DuckDB's type, e.g. `DECIMAL(18,2)` */
  type: string;
  /** meaning and unit, from `COMMENT ON`; null for columns of views, which have none */
  comment: Described | null;
}

/** A table or view of a snapshot. */
export interface SchemaTable {
  schema: string;
  name: string;
  kind: 'table' | 'view';
  comment: Described | null;
  /** rows; null for a view, which would have to be computed */
  rows: number | null;
  columns: SchemaColumn[];
}

interface Entry {
  schema_name: string;
  table_name: string;
  kind: SchemaTable['kind'];
  table_comment: string | null;
  column_name: string;
  data_type: string;
  comment: string | null;
}

/** The tables and views of a snapshot with their columns, by schema and name. */
export async function snapshotSchema(connection: DuckDBConnection): Promise<SchemaTable[]> {
  const entries = await rows<Entry>(
    connection,
    `WITH relation AS (
       SELECT schema_name, table_name, 'table' AS kind, comment FROM duckdb_tables() WHERE NOT internal
       UNION ALL SELECT schema_name, view_name, 'view', comment FROM duckdb_views() WHERE NOT internal)
     SELECT r.schema_name, r.table_name, r.kind, r.comment AS table_comment, c.column_name, c.data_type, c.comment
     FROM relation r JOIN duckdb_columns() c USING (schema_name, table_name)
     ORDER BY r.schema_name, r.table_name, c.column_index`,
  );
  const grouped = [...Map.groupBy(entries, (entry) => `${entry.schema_name}.${entry.table_name}`).values()];
  const counts = await rowCounts(
    connection,
    grouped.flatMap(([first]) => (first?.kind === 'table' ? [first] : [])),
  );
  return grouped.flatMap((columns) => {
    const [first] = columns;
    if (!first) return [];
    const { schema_name: schema, table_name: name, kind, table_comment } = first;
    return {
      schema,
      name,
      kind,
      comment: described(table_comment),
      rows: counts.get(`${schema}.${name}`) ?? null,
      columns: columns.map(({ column_name, data_type, comment }) => ({
        name: column_name,
        type: data_type,
        comment: described(comment),
      })),
    };
  });
}

async function rowCounts(
  connection: DuckDBConnection,
  tables: readonly Entry[],
): Promise<Map<string, number>> {
  if (tables.length === 0) return new Map();
  const counts = tables.map(({ schema_name, table_name }) => {
    const name = `${schema_name}.${table_name}`;
    return `SELECT '${name.replaceAll("'", "''")}' AS name, count(*)::DOUBLE AS n FROM ${quoted(schema_name)}.${quoted(table_name)}`;
  });
  const found = await rows<{ name: string; n: number }>(connection, counts.join(' UNION ALL '));
  return new Map(found.map(({ name, n }) => [name, n]));
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * The two halves of a comment of the schema: Chinese, then English from the first Latin word that follows a space.
 * One that has no halves is the same in both languages.
 */
export function described(comment: string | null): Described | null {
  if (!comment) return null;
  const at = comment.search(/(?<=[^\x20-\x7e].*) (?=[a-zA-Z])/u);
  return at < 0 ? { zh: comment, en: comment } : { zh: comment.slice(0, at), en: comment.slice(at + 1) };
}
