import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { identifier, literal, rows } from '../../data/duck.ts';
import { CoalfaceError } from '../../data/errors.ts';
import { objectCatalogue } from '../../data/object-file.ts';
import { tableCounts } from '../../data/snapshot-manifest.ts';
import { tableSql } from './verify.ts';

/** Beyond so many rows the keys of two tables are not joined: it would take seconds and gigabytes. */
const KEYED_ROWS = 5_000_000;

/** How a table differs between two snapshots; null rows: the table is not there. */
export interface TableChange {
  table: string;
  before: number | null;
  after: number | null;
  /** keys that only the second, only the first, or both with other values have; null without a key or beyond 5 million rows */
  keys: { inserted: number; removed: number; changed: number } | null;
  /** columns as `name TYPE` that only one of the two has */
  columns: { added: string[]; removed: string[] };
}

/**
 * The tables that differ between two snapshot files, by name: by columns, by count and by a sum of row hashes over the
 * columns that both have.
 * @throws CoalfaceError `snapshot_unreadable`
 */
export async function diffTables(before: string, after: string): Promise<TableChange[]> {
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    memory_limit: '2GB',
  });
  const connection = await instance.connect();
  try {
    for (const [name, file] of [
      ['a', before],
      ['b', after],
    ] as const) {
      await connection.run(`ATTACH ${literal(file)} AS ${name} (READ_ONLY)`).catch((error: unknown) => {
        throw new CoalfaceError('snapshot_unreadable', 'the snapshot cannot be opened', {
          cause: error,
          where: { file },
        });
      });
    }
    await connection.run('SET enable_external_access = false');
    await connection.run('SET lock_configuration = true');
    return await changes(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function changes(connection: DuckDBConnection): Promise<TableChange[]> {
  const [a, b] = [await tableCounts(connection, 'a'), await tableCounts(connection, 'b')];
  const [typesA, typesB] = [await columnsOf(connection, 'a'), await columnsOf(connection, 'b')];
  const keys = await keysOf(connection);
  const found: TableChange[] = [];
  for (const table of [...new Set([...Object.keys(a), ...Object.keys(b)])].sort()) {
    const [columnsA, columnsB] = [typesA.get(table) ?? [], typesB.get(table) ?? []];
    const change: TableChange = {
      table,
      before: a[table] ?? null,
      after: b[table] ?? null,
      keys: null,
      columns: {
        added: columnsB.filter((column) => !columnsA.includes(column)),
        removed: columnsA.filter((column) => !columnsB.includes(column)),
      },
    };
    const common = columnsA.filter((column) => columnsB.includes(column)).map(nameOf);
    const same =
      common.length > 0 && change.before === change.after && (await sameSum(connection, table, common));
    if (same && change.columns.added.length === 0 && change.columns.removed.length === 0) continue;
    const key = keys.get(table)?.filter((column) => common.includes(column)) ?? [];
    const whole = key.length > 0 && key.length === keys.get(table)?.length;
    if (!same && whole && (change.before ?? 0) + (change.after ?? 0) <= KEYED_ROWS)
      change.keys = await keyChanges(connection, table, key, common);
    found.push(change);
  }
  return found;
}

/** Columns of every table as `name TYPE`, in order. */
async function columnsOf(connection: DuckDBConnection, database: string): Promise<Map<string, string[]>> {
  const found = await rows<{ name: string; columns: string[] }>(
    connection,
    `SELECT schema_name || '.' || table_name AS name, list(column_name || ' ' || data_type ORDER BY column_index) AS columns
     FROM duckdb_columns() WHERE database_name = $database AND NOT internal GROUP BY name`,
    { database },
  );
  return new Map(found.map(({ name, columns }) => [name, columns]));
}

function nameOf(column: string): string {
  return column.slice(0, column.indexOf(' '));
}

/** The key of each table: its primary key, or what the catalogue of objects says identifies a row. */
async function keysOf(connection: DuckDBConnection): Promise<Map<string, string[]>> {
  const primary = await rows<{ name: string; columns: string[] }>(
    connection,
    `SELECT schema_name || '.' || table_name AS name, constraint_column_names AS columns
     FROM duckdb_constraints() WHERE database_name = 'b' AND constraint_type = 'PRIMARY KEY'`,
  );
  return new Map<string, string[]>([
    ...primary.map(({ name, columns }): [string, string[]] => [name, columns]),
    ...[...objectCatalogue().values()].map(({ table, key }): [string, string[]] => [table, key]),
  ]);
}

function rowHash(columns: string[]): string {
  return `hash(${columns.map(identifier).join(', ')})`;
}

async function sameSum(connection: DuckDBConnection, table: string, columns: string[]): Promise<boolean> {
  const sum = (database: string) =>
    `(SELECT coalesce(sum(${rowHash(columns)}), 0) FROM ${tableSql(table, database)})`;
  const [found] = await rows<{ same: boolean }>(connection, `SELECT ${sum('a')} = ${sum('b')} AS same`);
  return found?.same ?? false;
}

async function keyChanges(
  connection: DuckDBConnection,
  table: string,
  key: string[],
  columns: string[],
): Promise<{ inserted: number; removed: number; changed: number }> {
  const side = (database: string) =>
    `(SELECT ${key.map(identifier).join(', ')}, ${rowHash(columns)} AS "_content" FROM ${tableSql(table, database)})`;
  const on = key.map((column) => `a.${identifier(column)} IS NOT DISTINCT FROM b.${identifier(column)}`);
  const [found] = await rows<{ inserted: bigint; removed: bigint; changed: bigint }>(
    connection,
    `SELECT count(*) FILTER (a._content IS NULL) AS inserted, count(*) FILTER (b._content IS NULL) AS removed,
       count(*) FILTER (a._content <> b._content) AS changed
     FROM ${side('a')} a FULL JOIN ${side('b')} b ON ${on.join(' AND ')}`,
  );
  return {
    inserted: Number(found?.inserted),
    removed: Number(found?.removed),
    changed: Number(found?.changed),
  };
}
