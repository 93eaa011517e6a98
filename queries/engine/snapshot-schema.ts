import type { DuckDBConnection } from '@duckdb/node-api';
import { count, identifier, rows } from '../../data/duck.ts';

/** A column of a table or view. */
export interface SchemaColumn {
  name: string;
  /** DuckDB's type, e.g. `DECIMAL(18,2)` */
  type: string;
  /** by the name of the column, which says it where a mistake would hurt */
  unit: { zh: string; en: string } | null;
  comment: string | null;
}

/** A table or view of a snapshot. */
export interface SchemaRelation {
  /** `schema.name` */
  name: string;
  kind: 'table' | 'view';
  comment: string | null;
  /** rows of a table; null for a view, which would have to be run */
  rows: number | null;
  columns: SchemaColumn[];
}

/** A macro of a snapshot. */
export interface SchemaMacro {
  /** `schema.name` */
  name: string;
  /** what it gives */
  gives: 'value' | 'table';
  parameters: string[];
  comment: string | null;
}

/** What free SQL may name of a snapshot. */
export interface SnapshotSchema {
  relations: SchemaRelation[];
  macros: SchemaMacro[];
}

/** The longer ending stands first. */
const UNITS_BY_ENDING = [
  ['_cny_t', { zh: '元/吨', en: 'CNY/t' }],
  ['_usd_t', { zh: '美元/吨', en: 'USD/t' }],
  ['_kcal_kg', { zh: '大卡/千克', en: 'kcal/kg' }],
  ['_cny', { zh: '元', en: 'CNY' }],
  ['_wt', { zh: '万吨', en: '10 kt' }],
  ['_pct', { zh: '%', en: '%' }],
  ['_t', { zh: '吨', en: 't' }],
] as const;

/** Tables, views and macros of the snapshot that a connection is on, by name. */
export async function describeSchema(connection: DuckDBConnection): Promise<SnapshotSchema> {
  const relations = await rows<Omit<SchemaRelation, 'rows' | 'columns'> & { schema: string; table: string }>(
    connection,
    `SELECT schema_name || '.' || table_name AS name, 'table' AS kind, comment, schema_name AS "schema",
       table_name AS "table" FROM duckdb_tables() WHERE NOT internal
     UNION ALL SELECT schema_name || '.' || view_name, 'view', comment, schema_name, view_name
     FROM duckdb_views() WHERE NOT internal ORDER BY name`,
  );
  const columns = Map.groupBy(
    await rows<Omit<SchemaColumn, 'unit'> & { relation: string }>(
      connection,
      `SELECT schema_name || '.' || table_name AS relation, column_name AS name, data_type AS type, comment
       FROM duckdb_columns() WHERE NOT internal ORDER BY relation, column_index`,
    ),
    ({ relation }) => relation,
  );
  const described: SchemaRelation[] = [];
  for (const { name, kind, comment, schema, table } of relations) {
    const counted =
      kind === 'table'
        ? await count(connection, `SELECT count(*) FROM ${identifier(schema)}.${identifier(table)}`)
        : null;
    described.push({
      name,
      kind,
      comment,
      rows: counted,
      columns: (columns.get(name) ?? []).map(({ name: column, type, comment: said }) => ({
        name: column,
        type,
        unit: unitOf(column),
        comment: said,
      })),
    });
  }
  const macros = await rows<{
    name: string;
    gives: 'value' | 'table';
    parameters: string;
    comment: string | null;
  }>(
    connection,
    `SELECT DISTINCT schema_name || '.' || function_name AS name,
       CASE function_type WHEN 'table_macro' THEN 'table' ELSE 'value' END AS gives,
       to_json(parameters)::VARCHAR AS parameters, comment
     FROM duckdb_functions() WHERE NOT internal AND function_type IN ('macro', 'table_macro') ORDER BY ALL`,
  );
  return {
    relations: described,
    macros: macros.map((macro) => ({ ...macro, parameters: JSON.parse(macro.parameters) as string[] })),
  };
}

function unitOf(column: string): SchemaColumn['unit'] {
  return UNITS_BY_ENDING.find(([ending]) => column.endsWith(ending))?.[1] ?? null;
}
