import type { DuckDBConnection } from '@duckdb/node-api';
import { count, identifier, literal } from '../../data/duck.ts';
import { DELETED } from '../../data/source-overlay.ts';
import { GOOD_ROWS } from '../stage/stage.ts';
import type { Statement } from './merge.ts';
import { touchGone } from './touched.ts';

/**
 * Let the file's source have the rows that it states as another source did before: a row vanishes with the source that
 * states it last. Of two statements of one instant the source with the greater id has it.
 * @param within SQL condition on the table `t` that selects the days of the file
 */
export async function takeOver(
  connection: DuckDBConnection,
  { source, object, file, run, version }: Statement,
  within: string,
): Promise<void> {
  const exports = await count(
    connection,
    'SELECT count(*) FROM meta.full_export WHERE object = $object AND source <> $source',
    { object: object.id, source: source.id },
  );
  // without a full export of another source it does not matter whose a row is
  if (exports === 0 && !source.full) return;
  const [at, id] = [`${literal(version)}::TIMESTAMPTZ`, literal(source.id)];
  const { table, date } = object;
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE gone AS
     SELECT t.rowid AS id, g._row, ${date ? `t.${date}` : 'NULL::DATE'} AS day, ${object.account ? 't.account_id' : 'NULL'} AS account_id
     FROM ${table} AS t JOIN ${GOOD_ROWS} AS g USING (_hash) JOIN meta.file AS f ON f.id = t._file
     WHERE ${within} AND f.source <> ${id} AND (t._version < ${at} OR (t._version = ${at} AND f.source < ${id}))`,
  );
  await touchGone(connection, object);
  await connection.run(
    `UPDATE ${table} AS t SET _file = ${literal(file)}, _row = gone._row, _run = ${literal(run)},
       _deleted_on = CASE WHEN t.${DELETED} THEN t._deleted_on END
     FROM gone WHERE t.rowid = gone.id`,
  );
  await connection.run('DROP TABLE temp.gone');
}

/**
 * Record that a file holds every row of its source, and mark as deleted the rows that the source stated before it and not
 * in it: a row is gone from the first full export that is newer than the newest file that states it. Since every export
 * is kept, a file that arrives late brings nothing back and takes nothing away that a newer one has. A row that an export
 * has but that is kept aside is not gone; an export with a record whose key cannot be read says nothing of what is gone.
 */
export async function forgetAbsent(connection: DuckDBConnection, statement: Statement): Promise<void> {
  const { source, object, file } = statement;
  const { table, date } = object;
  await recordExport(connection, statement);
  const key = `hash(${object.key.map((name) => `t.${identifier(name)}`).join(', ')})`;
  const day = date ? `t.${date}` : 'NULL::DATE';
  const account = object.account ? 't.account_id' : 'NULL';
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE gone AS
     WITH export AS (SELECT version, file FROM meta.full_export WHERE source = $source),
     aside AS (SELECT a.file, a.key FROM meta.full_export_aside AS a JOIN export USING (file)),
     own AS (SELECT t.rowid AS id, ${key} AS key, ${day} AS day, ${account} AS account_id, t._version, t._deleted_on
       FROM ${table} AS t WHERE NOT coalesce(t.${DELETED}, false)
         AND t._file IN (SELECT id FROM meta.file WHERE source = $source UNION SELECT $file)),
     absent AS (
       SELECT o.*, e.version::DATE AS gone_on FROM (FROM own WHERE key NOT IN (SELECT key FROM aside)) AS o
       ASOF LEFT JOIN (SELECT DISTINCT version FROM export) AS e ON o._version < e.version
       UNION ALL
       SELECT o.*, min(e.version)::DATE FROM (FROM own WHERE key IN (SELECT key FROM aside)) AS o
       LEFT JOIN (SELECT e.version, a.key FROM export AS e CROSS JOIN (SELECT DISTINCT key FROM aside) AS a
         ANTI JOIN aside ON aside.file = e.file AND aside.key = a.key) AS e ON e.key = o.key AND o._version < e.version
       GROUP BY ALL)
     SELECT id, day, account_id, gone_on FROM absent WHERE _deleted_on IS DISTINCT FROM gone_on`,
    { source: source.id, file },
  );
  await touchGone(connection, object);
  await connection.run(
    `UPDATE ${table} AS t SET _deleted_on = gone.gone_on FROM gone WHERE t.rowid = gone.id`,
  );
  await connection.run('DROP TABLE temp.gone');
}

/** Record the export and which of its rows are kept aside; a file may be loaded again and keep others aside than before. */
async function recordExport(
  connection: DuckDBConnection,
  { source, object, file, version }: Statement,
): Promise<void> {
  const keys = object.key.map(identifier);
  await connection.run('DELETE FROM meta.full_export_aside WHERE file = $file', { file });
  // a record without a key states no row; of the records with one key in a file the first states it
  await connection.run(`CREATE OR REPLACE TEMP TABLE aside AS
    SELECT hash(${keys.map((name) => `s.${name}`).join(', ')}) AS key,
      s._row IS NULL OR len(list_filter(r.reasons, lambda one: one.code <> 'duplicate_key'
        AND list_has_any(one.columns, [${object.key.map(literal).join(', ')}]))) > 0 AS unreadable
    FROM rejected AS r LEFT JOIN staged AS s USING (_row)
    WHERE s._row IS NULL OR (${keys.map((name) => `s.${name} IS NOT NULL`).join(' AND ')})`);
  if ((await count(connection, 'SELECT count(*) FROM aside WHERE unreadable')) > 0) {
    await connection.run('DELETE FROM meta.full_export WHERE file = $file', { file });
  } else {
    await connection.run(
      'INSERT INTO meta.full_export (source, object, version, file) VALUES ($source, $object, $version::TIMESTAMPTZ, $file) ON CONFLICT DO NOTHING',
      { source: source.id, object: object.id, version, file },
    );
    await connection.run('INSERT INTO meta.full_export_aside SELECT DISTINCT $file, key FROM aside', {
      file,
    });
  }
  await connection.run('DROP TABLE temp.aside');
}
