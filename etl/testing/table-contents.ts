import { identifier, rows } from '../../data/duck.ts';
import type { Home } from '../../data/home.ts';
import { currentSnapshotId, openSnapshot, snapshotFile } from '../../data/snapshots.ts';
import { tableSql } from '../snapshots/verify.ts';

/** Columns that say which run wrote a row, and when. */
const OF_A_RUN = '^(_run|run|loaded_at|resolved_at|at)$';

/**
 * Rows of every table of the snapshot in service as text, in order, by `schema.table`; without which run wrote them and
 * when, and without the record of publications and migrations.
 * @param ignored regular expression of more columns to leave out
 */
export async function tableContents(home: Home, ignored = '^$'): Promise<Record<string, string[]>> {
  const instance = await openSnapshot(snapshotFile(home, (await currentSnapshotId(home)) ?? ''));
  const connection = await instance.connect();
  try {
    const tables = await rows<{ name: string; columns: string[] }>(
      connection,
      `SELECT schema_name || '.' || table_name AS name, list(column_name) FILTER (NOT regexp_matches(column_name, $ignored)) AS columns
       FROM duckdb_columns() WHERE NOT internal AND schema_name || '.' || table_name NOT IN ('meta.publication', 'main.migration')
         AND table_name IN (SELECT table_name FROM duckdb_tables())
       GROUP BY name ORDER BY name`,
      { ignored: `${OF_A_RUN}|${ignored}` },
    );
    const found: Record<string, string[]> = {};
    for (const { name, columns } of tables) {
      const texts = await rows<{ text: string }>(
        connection,
        `SELECT (${columns.map(identifier).join(', ')})::VARCHAR AS text FROM ${tableSql(name)} ORDER BY text`,
      );
      found[name] = texts.map(({ text }) => text);
    }
    return found;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
