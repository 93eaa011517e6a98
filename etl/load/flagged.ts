import type { DuckDBConnection } from '@duckdb/node-api';
import { count, identifier, literal } from '../../data/duck.ts';
import { DELETED } from '../../data/source-overlay.ts';
import { GOOD_ROWS } from '../stage/stage.ts';
import type { Statement } from './merge.ts';

/**
 * Remember what the staged rows say of rows that are flagged as deleted, and what the table says of those that they flag,
 * before the table is changed. Of a row that is not flagged its newest statement is all that can matter.
 * @returns whether {@link dateFlags} has anything to do
 */
export async function noteFlags(
  connection: DuckDBConnection,
  { object, version }: Statement,
): Promise<boolean> {
  const { id, table, key } = object;
  const flagged = (relation: string) =>
    count(connection, `SELECT count(*) FROM ${relation} WHERE ${DELETED}`);
  if ((await flagged('staged')) === 0 && (await flagged(table)) === 0) return false;
  const keys = key.map(identifier).join(', ');
  await connection.run(`CREATE OR REPLACE TEMP TABLE flag_key AS
    SELECT ${keys}, hash(${keys}) AS _key, coalesce(${DELETED}, false) AS ${DELETED} FROM ${GOOD_ROWS}
    WHERE ${DELETED} OR (${keys}) IN (SELECT (${keys}) FROM ${table} WHERE ${DELETED})`);
  await connection.run(`INSERT INTO meta.flag_statement
    SELECT ${literal(id)}, * FROM (
      SELECT _key, ${literal(version)}::TIMESTAMPTZ, ${DELETED} FROM flag_key
      UNION SELECT hash(${keys}), _version, coalesce(${DELETED}, false) FROM ${table} SEMI JOIN flag_key USING (${keys})
      WHERE _version IS NOT NULL
      EXCEPT SELECT key, version, deleted FROM meta.flag_statement WHERE object = ${literal(id)})`);
  return true;
}

/** Date the deletion of the noted rows that the merged table flags: from the first statement that flags them and after which none lifts the flag. */
export async function dateFlags(connection: DuckDBConnection, { object }: Statement): Promise<void> {
  const { id, table, key } = object;
  await connection.run(`UPDATE ${table} AS t SET _deleted_on = coalesce(f.day, t._version::DATE)
    FROM flag_key AS k LEFT JOIN (
      SELECT key, min(version) FILTER (deleted AND version > coalesce(lifted, '-infinity'))::DATE AS day
      FROM (SELECT *, max(version) FILTER (NOT deleted) OVER (PARTITION BY key) AS lifted
        FROM meta.flag_statement WHERE object = ${literal(id)})
      GROUP BY key) AS f ON f.key = k._key
    WHERE t.${DELETED} AND ${key.map((name) => `t.${identifier(name)} = k.${identifier(name)}`).join(' AND ')}`);
  await connection.run('DROP TABLE temp.flag_key');
}
