import type { DuckDBConnection } from '@duckdb/node-api';
import { count, identifier, literal, rows } from '../../data/duck.ts';
import { businessDate, type CatalogueObject } from '../../data/object-file.ts';
import type { Source } from '../../data/source-file.ts';
import { DELETED } from '../../data/source-overlay.ts';
import { metered, type Meter } from '../metered.ts';
import { meaningsChange, onAccount } from '../resolve.ts';
import { ACCEPTED_ROWS, GOOD_ROWS } from '../stage/stage.ts';
import { dateFlags, noteFlags } from './flagged.ts';
import { forgetAbsent, takeOver } from './full-export.ts';
import { touchMonths } from './touched.ts';

/** What became of the good rows of a file; reprints, and rows that a later file has stated otherwise, count as unchanged. */
export interface MergeCounts {
  inserted: number;
  updated: number;
  unchanged: number;
}

/** A file whose staged rows are merged: `version` is the instant as of which it states them. */
export interface Statement {
  source: Source;
  object: CatalogueObject;
  file: string;
  run: string;
  version: string;
  /** in the file */
  records: number;
  /** told how far writing the rows is */
  meter: Meter | undefined;
}

/**
 * Merge the staged, resolved rows of a file into their object's table by business key. The newest statement of a row
 * holds, whatever the order in which files arrive; of two statements of one instant the one with the greater hash.
 * What the table holds already is found by content hash alone, so that a file of which little changed costs little more
 * than reading it; only rows of its days are looked at.
 */
export async function mergeObject(connection: DuckDBConnection, statement: Statement): Promise<MergeCounts> {
  const { source, object } = statement;
  const at = literal(statement.version);
  const { table, key, date } = object;
  const { accepted, good, days } = await measure(connection, object);
  const within = days ? `t.${date} BETWEEN ${days}` : 'true';
  const keys = key.map(identifier);
  const [held] = await rows<{ all: bigint; within: bigint }>(
    connection,
    `SELECT count(*) AS all, count(*) FILTER (${within}) AS within FROM ${table} AS t`,
  );
  // `novel` – good rows whose content the table does not hold: with none of their days in it, all are
  const fresh = Number(held?.within) === 0;
  await connection.run(`CREATE OR REPLACE TEMP ${fresh ? 'VIEW' : 'TABLE'} novel AS
    SELECT _row, _hash, ${keys.join(', ')}, ${businessDate(object)} AS _day FROM ${GOOD_ROWS} AS good
    ${fresh ? '' : `ANTI JOIN (SELECT _hash FROM ${table} AS t WHERE ${within}) AS t USING (_hash)`}`);
  const novel = fresh ? good : await count(connection, 'SELECT count(*) FROM novel');
  // `known` – those of them whose key it holds; with nothing in the table DuckDB would hash all rows to find none
  await connection.run(`CREATE OR REPLACE TEMP TABLE known AS
    SELECT n._row, n._day, t.rowid AS _id, ${date ? `t.${date}` : 'NULL::DATE'} AS _known_day, ${within} AS _within,
      ${at}::TIMESTAMPTZ > coalesce(t._version, '-infinity') OR (${at}::TIMESTAMPTZ = t._version AND n._hash > t._hash) AS _holds
    FROM novel AS n JOIN ${table} AS t ON ${keys.map((name) => `n.${name} = t.${name}`).join(' AND ')}
    ${Number(held?.all) === 0 ? 'LIMIT 0' : ''}`);
  const [met] = await rows<{ known: bigint; within: bigint; updated: bigint }>(
    connection,
    `SELECT count(*) AS known, count(*) FILTER (_within) AS within, count(*) FILTER (_holds) AS updated FROM known`,
  );
  const updated = Number(met?.updated);
  const inserted = novel - Number(met?.known);
  const flagged = await noteFlags(connection, statement);
  if (novel < good) {
    await takeOver(connection, statement, within);
    // where the file has every key of its days, what it states otherwise is little: naming the rest takes a hash of all rows
    const whole = good - novel + Number(met?.within) === Number(held?.within);
    await connection.run(
      `UPDATE ${table} AS t SET _version = ${at}::TIMESTAMPTZ
       WHERE ${within} AND coalesce(_version, '-infinity') < ${at}::TIMESTAMPTZ
         AND ${whole ? 'rowid NOT IN (SELECT _id FROM known)' : `_hash IN (SELECT _hash FROM ${GOOD_ROWS})`}`,
    );
  }
  await touchMonths(connection, object);
  // a row that changes is taken out and written anew: updating all its columns where it stands takes ten times as long
  if (updated) {
    await connection.run(`DELETE FROM ${table} WHERE rowid IN (SELECT _id FROM known WHERE _holds)`);
  }
  if (inserted + updated) {
    const stated =
      inserted + updated === good
        ? GOOD_ROWS
        : '(FROM staged WHERE _row IN (SELECT _row FROM novel EXCEPT SELECT _row FROM known WHERE NOT _holds))';
    const values = columnsOf(statement);
    const named = await resolved(connection, object, stated);
    await metered(connection, statement.records, statement.meter, () =>
      connection.run(
        `INSERT INTO ${table} (${values.map(([name]) => name).join(', ')})
         SELECT ${values.map(([, sql]) => sql).join(', ')} FROM ${named}`,
      ),
    );
  }
  if (flagged) await dateFlags(connection, statement);
  if (source.full) await forgetAbsent(connection, statement);
  await connection.run(`DROP ${fresh ? 'VIEW' : 'TABLE'} temp.novel; DROP TABLE temp.known`);
  return { inserted, updated, unchanged: accepted - inserted - updated };
}

/** Accepted rows, those of them that are no reprints, and their first and last days as literals: DuckDB prunes a table by them. */
async function measure(
  connection: DuckDBConnection,
  object: CatalogueObject,
): Promise<{ accepted: number; good: number; days: string | null }> {
  const [found] = await rows<{
    accepted: bigint;
    reprints: bigint;
    first: string | null;
    last: string | null;
  }>(
    connection,
    `SELECT count(*) AS accepted, min(day)::VARCHAR AS first, max(day)::VARCHAR AS last,
       (SELECT count(*) FROM later WHERE _row NOT IN (SELECT _row FROM rejected)) AS reprints
     FROM (SELECT ${businessDate(object)} AS day FROM ${ACCEPTED_ROWS})`,
  );
  const accepted = Number(found?.accepted);
  return {
    accepted,
    good: accepted - Number(found?.reprints),
    days: found?.first ? `DATE '${found.first}' AND DATE '${found.last}'` : null,
  };
}

/** SQL of the rows `good` of a relation with the lines `m` of the accounts that they name. */
async function resolved(
  connection: DuckDBConnection,
  { account }: CatalogueObject,
  relation: string,
): Promise<string> {
  if (!account) return `${relation} AS good`;
  const on = (await meaningsChange(connection)) ? onAccount(account) : onAccount(account, null);
  return `${relation} AS good LEFT JOIN account_map AS m ON ${on}`;
}

/** The table's columns and the SQL of their values over {@link resolved}. */
function columnsOf({ object, file, run, version }: Statement): [string, string][] {
  const at = `${literal(version)}::TIMESTAMPTZ`;
  return [
    ...Object.entries(object.columns).map(([id, column]): [string, string] => [
      identifier(id),
      column.type === 'timestamp' ? instantSql(`good.${identifier(id)}`) : `good.${identifier(id)}`,
    ]),
    ...Object.entries(object.derived).map(([id, { sql }]): [string, string] => [identifier(id), sql]),
    ...(object.account ? [['account_id', 'm.account_id'] satisfies [string, string]] : []),
    [DELETED, `coalesce(good.${DELETED}, false)`],
    ['extra', 'good.extra'],
    ['_file', literal(file)],
    ['_row', 'good._row'],
    ['_run', literal(run)],
    ['_hash', 'good._hash'],
    ['_version', at],
    ['_deleted_on', `CASE WHEN good.${DELETED} THEN ${at}::DATE END`],
  ];
}

/** Shanghai has been eight hours east since 1992; a cast by DuckDB's calendar takes ten times as long. */
function instantSql(local: string): string {
  return `CASE WHEN ${local} < TIMESTAMP '1992-01-01' THEN ${local}::TIMESTAMPTZ ELSE make_timestamptz(epoch_us(${local}) - 28800000000) END`;
}
