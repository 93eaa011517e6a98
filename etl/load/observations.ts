import type { DuckDBConnection } from '@duckdb/node-api';
import { identifier, literal, rows } from '../../data/duck.ts';
import { CoalfaceError } from '../../data/errors.ts';
import { periodOf } from '../../data/period.ts';
import type { Source } from '../../data/source-file.ts';
import type { Receipt } from '../landing.ts';
import { ACCEPTED_ROWS, GOOD_ROWS } from '../stage/stage.ts';
import type { MergeCounts } from './merge.ts';

/** SQL of the observations that the good rows of a staged file publish, one row for each value that is not missing. */
export function publishedSql(source: Source): string {
  const { start, end } = periodOf(source);
  const note = source.note ? identifier(source.note) : 'NULL::VARCHAR';
  return source.observations
    .map(({ series, value }) => {
      const column = identifier(value);
      const code = series
        .split(/[{}]/)
        .map((part, i) => (i % 2 ? identifier(part) : literal(part)))
        .join(' || ');
      const [low, high, middle] =
        source.columns[value]?.type === 'range'
          ? [`${column}[1]`, `${column}[2]`, `((${column}[1] + ${column}[2]) * 0.5)`]
          : ['NULL', 'NULL', column];
      return `SELECT _row, ${code} AS series, (${start})::DATE AS period_start, (${end})::DATE AS period_end,
        ${low}::DECIMAL(18, 4) AS low, ${high}::DECIMAL(18, 4) AS high, ${middle}::DECIMAL(18, 4) AS value, ${note} AS note
        FROM ${GOOD_ROWS} WHERE ${column} IS NOT NULL`;
    })
    .join('\nUNION ALL\n');
}

/**
 * Add the observations of a staged file. A value that differs from the one known at its time of publication is a new
 * revision; nothing is overwritten. A file that arrives late takes its place by publication time.
 * A record counts as inserted if any of its values is new, else as updated if any is revised, else as unchanged.
 * @throws CoalfaceError `unknown_series` if the source publishes a series that no source defines
 */
export async function loadObservations(
  connection: DuckDBConnection,
  source: Source,
  receipt: Receipt,
  run: string,
): Promise<MergeCounts> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE published AS
    SELECT *, hash(low, high, value) AS _hash FROM (${publishedSql(source)})`);
  const unknown = await rows<{ series: string }>(
    connection,
    'SELECT DISTINCT series FROM published ANTI JOIN market.series USING (series) ORDER BY series',
  );
  if (unknown.length) {
    throw new CoalfaceError(
      'unknown_series',
      `not in the series catalogue: ${unknown.map((row) => row.series).join(', ')}`,
      {
        where: { source: source.id, file: receipt.name },
        hint: 'define them under `series` in the source file, with name, measure, unit and period',
      },
    );
  }
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE fresh AS
     WITH known AS (
       SELECT o.series, o.period_end, max(o.revision) AS last_revision,
         arg_max(o._hash, (coalesce(o.published_at, '-infinity'::TIMESTAMPTZ), o.revision))
           FILTER (coalesce(o.published_at, '-infinity'::TIMESTAMPTZ) <= coalesce($publishedAt::TIMESTAMPTZ, 'infinity'::TIMESTAMPTZ)) AS hash_then
       FROM market.observation o SEMI JOIN published USING (series, period_end)
       GROUP BY ALL)
     SELECT p.*, coalesce(k.last_revision, 0) + 1 AS revision
     FROM published p LEFT JOIN known k USING (series, period_end)
     WHERE k.hash_then IS DISTINCT FROM p._hash`,
    { publishedAt: receipt.publishedAt },
  );
  await connection.run(
    `INSERT INTO market.observation (series, period_start, period_end, revision, low, high, value, source, published_at,
       fetched_at, note, _file, _row, _run, _hash)
     SELECT series, period_start, period_end, revision, low, high, value, $source, $publishedAt::TIMESTAMPTZ,
       $receivedAt::TIMESTAMPTZ, note, $file, _row, $run, _hash FROM fresh`,
    {
      source: source.id,
      publishedAt: receipt.publishedAt,
      receivedAt: receipt.receivedAt,
      file: receipt.id,
      run,
    },
  );
  await connection.run(`INSERT OR IGNORE INTO meta.touched
    SELECT DISTINCT 'market', date_trunc('month', period_end)::DATE FROM fresh`);
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
