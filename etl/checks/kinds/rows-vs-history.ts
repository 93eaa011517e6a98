import { listValue } from '@duckdb/node-api';
import type { Compiler } from '../statement.ts';
import { EXAMPLES } from '../statement.ts';

/**
 * Rows of each file of the newest unpublished load of a source, as a factor of the median of its last N loads; of the
 * files the one farthest out counts. A later load takes the place of one that was wrong, so a corrected file mends it.
 */
export const rowsVsHistory: Compiler<'rows_vs_history'> = (check, { scope }) => ({
  sql: `WITH loads AS (
  SELECT run, file, rows_read - furniture AS n, last_day, list_contains($runs, run) AS is_new
  FROM meta.load WHERE source = $source),
earlier AS (
  SELECT file, max_by(n, run) AS n FROM loads WHERE NOT is_new
  GROUP BY file ORDER BY max(run) DESC, max(last_day) DESC NULLS LAST, file LIMIT $last),
usual AS (SELECT count(*) AS loads, median(n) AS n FROM earlier),
factor AS (
  SELECT coalesce(i.name, l.file) AS name, l.n, l.n / nullif(u.n, 0) AS factor
  FROM loads l LEFT JOIN meta.file i ON i.id = l.file CROSS JOIN usual u
  WHERE l.run = (SELECT max(run) FROM loads WHERE is_new))
SELECT count(*) AS sample, any_value(u.loads) >= $at_least AND any_value(u.n) > 0 AS enough,
  max_by(factor, greatest($min - factor, factor - $max))::DOUBLE AS measured,
  (list(name || ': ' || f.n ORDER BY name) FILTER (factor NOT BETWEEN $min AND $max))[1:${EXAMPLES}] AS examples
FROM factor f, usual u`,
  bindings: {
    runs: listValue([...scope.runs]),
    source: check.source ?? '',
    last: check.last,
    at_least: check.at_least,
    min: check.min,
    max: check.max,
  },
  low: check.min,
  high: check.max,
  unit: 'ratio',
});
