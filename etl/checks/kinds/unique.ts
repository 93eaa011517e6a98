import { listValue } from '@duckdb/node-api';
import type { Bindings } from '../../../data/duck.ts';
import { EXAMPLES, type Compiler } from '../statement.ts';

/**
 * Rows that have the key of another row. Where rows tell their run, only keys of the judged runs are looked for, in the
 * whole table. Keys with an empty part are not compared. Joining by the keys
 * themselves lets DuckDB leave out row groups; grouping their hashes first is cheaper than grouping texts.
 */
export const unique: Compiler<'unique'> = (check, { catalogue, scope, bad }) => {
  const table = catalogue.table(check.table, bad);
  const key = check.key.map((one) => catalogue.column(check.table, one, bad));
  const keys = key.join(', ');
  const filled = key.map((one) => `${one} IS NOT NULL`).join(' AND ');
  const scoped = catalogue.has(check.table, '_run', bad) && scope.months !== null;
  const bindings: Bindings = scoped ? { runs: listValue([...scope.runs]) } : {};
  const looked = `SELECT ${keys} FROM ${table} WHERE ${filled}${scoped ? ' AND _run IN (SELECT unnest($runs))' : ''}`;
  return {
    // one copy of ten million keys is enough: `looked` must not be kept for a second reading
    sql: `WITH looked AS NOT MATERIALIZED (${looked}),
suspect AS (
  SELECT hash(${keys}) AS h FROM ${scoped ? `${table} SEMI JOIN looked USING (${keys})` : 'looked'}
  GROUP BY h HAVING count(*) > 1),
repeated AS (
  SELECT ${keys}, count(*) AS n FROM ${table}
  WHERE ${filled} AND hash(${keys}) IN (FROM suspect) GROUP BY ALL HAVING n > 1)
SELECT (SELECT count(*) FROM looked) AS sample, true AS enough, coalesce(sum(n - 1), 0)::DOUBLE AS measured,
  (list(concat_ws(' ', ${keys}) || ' ×' || n ORDER BY ${keys}))[1:${EXAMPLES}] AS examples
FROM repeated`,
    bindings,
    low: null,
    high: 0,
    unit: 'rows',
  };
};
