import type { DuckDBConnection } from '@duckdb/node-api';
import { DELETED } from '../../data/source-overlay.ts';
import type { Statement } from './merge.ts';

/**
 * Record that a file holds every row of its source, and mark as deleted the rows that the source stated before it and not
 * in it: a row is gone from the first full export that is newer than the newest file that states it. Since every export
 * is kept, a file that arrives late brings nothing back and takes nothing away that a newer one has.
 */
export async function forgetAbsent(
  connection: DuckDBConnection,
  { source, object, file, version }: Statement,
): Promise<void> {
  const { table, date } = object;
  await connection.run(
    'INSERT INTO meta.full_export (source, version, file) VALUES ($source, $version::TIMESTAMPTZ, $file) ON CONFLICT DO NOTHING',
    { source: source.id, version, file },
  );
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE gone AS
     SELECT t.rowid AS id, ${date ? `t.${date}` : 'NULL::DATE'} AS day, min(e.version)::DATE AS gone_on
     FROM ${table} AS t LEFT JOIN meta.full_export AS e ON e.source = $source AND e.version > t._version
     WHERE NOT coalesce(t.${DELETED}, false) AND t._file IN (SELECT id FROM meta.file WHERE source = $source UNION SELECT $file)
     GROUP BY ALL HAVING any_value(t._deleted_on) IS DISTINCT FROM gone_on`,
    { source: source.id, file },
  );
  await connection.run(
    `UPDATE ${table} AS t SET _deleted_on = gone.gone_on FROM gone WHERE t.rowid = gone.id`,
  );
  if (object.id === 'delivery') {
    await connection.run(`INSERT OR IGNORE INTO meta.touched
      SELECT DISTINCT 'delivery', date_trunc('month', day)::DATE FROM gone`);
  }
  await connection.run('DROP TABLE temp.gone');
}
