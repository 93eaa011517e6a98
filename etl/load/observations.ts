import type { DuckDBConnection } from '@duckdb/node-api';
import { rows } from '../../data/duck.ts';
import type { Source } from '../../data/source-file.ts';
import type { Receipt } from '../../data/receipt.ts';
import { ACCEPTED_ROWS } from '../stage/stage.ts';
import type { MergeCounts } from './merge.ts';
import { publishedSql } from './published.ts';

/** What is printed beside a value. */
const PRINTED = ['change', 'change_pct', 'base_end'] as const;
/** All that a file says of a period beyond its value. */
const DETAIL = ['period_start', ...PRINTED, 'sentence', 'note'] as const;

/**
 * Add the observations of a staged file. A value that differs from the one known at its time of publication is a new
 * revision, and so is the same value with a printed change that was not known; nothing is overwritten. A file that arrives
 * late takes its place by publication time: one that only repeats what was known then is remembered as its confirmation.
 * A file that is read again is held against its own last reading: what it says otherwise is a new revision with the same
 * time of publication, and what it does not say any more is withdrawn.
 * A record counts as inserted if any of its values is new, else as updated if any is revised, else as unchanged.
 */
export async function loadObservations(
  connection: DuckDBConnection,
  source: Source,
  receipt: Receipt,
  run: string,
): Promise<MergeCounts> {
  await noteKnown(connection, source, receipt);
  await connection.run(
    `INSERT INTO market.observation BY NAME
     SELECT * EXCLUDE (field), $source AS source, $publishedAt::TIMESTAMPTZ AS published_at,
       $receivedAt::TIMESTAMPTZ AS fetched_at, $file AS _file, $run AS _run FROM fresh`,
    {
      source: source.id,
      publishedAt: receipt.publishedAt,
      receivedAt: receipt.receivedAt,
      file: receipt.id,
      run,
    },
  );
  await connection.run(
    `INSERT INTO market.observation BY NAME
     SELECT o.* REPLACE (gone.revision AS revision, true AS withdrawn, $run AS _run)
     FROM gone JOIN market.observation o USING (series, period_end) WHERE o.revision = gone.before`,
    { run },
  );
  await connection.run(
    `UPDATE market.observation AS o SET confirmed_at = $publishedAt::TIMESTAMPTZ
     FROM (FROM known SEMI JOIN published USING (series, period_end) ANTI JOIN fresh USING (series, period_end)) AS k
     WHERE NOT k.stands.own AND o.series = k.series AND o.period_end = k.period_end AND o.revision = k.stands.revision
       AND coalesce(o.confirmed_at, o.published_at, '-infinity') < $publishedAt::TIMESTAMPTZ`,
    { publishedAt: receipt.publishedAt },
  );
  await connection.run(`INSERT OR IGNORE INTO meta.touched
    SELECT DISTINCT 'market', date_trunc('month', period_end)::DATE
    FROM (SELECT period_end FROM fresh UNION ALL SELECT period_end FROM gone)`);
  const [counts] = await rows<{ inserted: bigint; updated: bigint; good: bigint }>(
    connection,
    `WITH outcome AS (
       SELECT g._row, bool_or(f.revision = 1) AS is_new, bool_or(f.revision > 1) AS is_revised
       FROM ${ACCEPTED_ROWS} g LEFT JOIN fresh f USING (_row) GROUP BY g._row)
     SELECT count(*) FILTER (is_new) AS inserted, count(*) FILTER (is_revised AND NOT is_new) AS updated, count(*) AS good
     FROM outcome`,
  );
  const [inserted, updated, good] = [Number(counts?.inserted), Number(counts?.updated), Number(counts?.good)];
  return { inserted, updated, unchanged: good - inserted - updated };
}

/**
 * Hold what a staged file publishes against the warehouse, in temporary tables: `published`; `known`, with the reading that
 * stands for each of its periods (`stands`, NULL if none); `fresh`, its new revisions; `gone`, what it withdraws.
 */
async function noteKnown(connection: DuckDBConnection, source: Source, receipt: Receipt): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE published AS
    SELECT *, hash(low, high, value) AS _hash FROM (${publishedSql(source)})`);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE known AS
     WITH about AS (
       FROM market.observation
       WHERE _file = $file OR (series, period_end) IN (SELECT (series, period_end) FROM published)),
     reading AS (
       SELECT *, max(revision) OVER (PARTITION BY series, period_end) AS last_revision, _file = $file AS own,
         coalesce(CASE WHEN confirmed_at <= as_of THEN confirmed_at END, published_at, '-infinity') AS said_at
       FROM about, (SELECT coalesce($publishedAt::TIMESTAMPTZ, 'infinity') AS as_of)
       QUALIFY row_number() OVER (PARTITION BY series, period_end, _file ORDER BY revision DESC) = 1)
     SELECT series, period_end, any_value(last_revision) AS last_revision,
       max_by(reading, (own, said_at, revision)) FILTER (NOT withdrawn AND (own OR said_at <= as_of)) AS stands
     FROM reading GROUP BY series, period_end`,
    { file: receipt.id, publishedAt: receipt.publishedAt },
  );
  const said = (list: readonly string[], of: string) => `(${list.map((name) => `${of}.${name}`).join(', ')})`;
  const printed = PRINTED.map(
    (name) => `(p.${name} IS NOT NULL AND p.${name} IS DISTINCT FROM k.stands.${name})`,
  );
  await connection.run(`CREATE OR REPLACE TEMP TABLE fresh AS
    SELECT p.*, coalesce(k.last_revision, 0) + 1 AS revision
    FROM published p LEFT JOIN known k USING (series, period_end)
    WHERE k.stands IS NULL OR k.stands._hash <> p._hash OR ${printed.join(' OR ')}
      OR (k.stands.own AND ${said(DETAIL, 'p')} IS DISTINCT FROM ${said(DETAIL, 'k.stands')})`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE gone AS
    SELECT series, period_end, stands.revision AS before, last_revision + 1 AS revision
    FROM known ANTI JOIN published USING (series, period_end) WHERE stands.own`);
}
