import { EXAMPLES, type Compiler } from '../statement.ts';

/**
 * Steps of a stock that do not reconcile: r = stock − previous stock − in + out, only across one-day steps with all
 * figures, is wrong beyond the larger of an absolute residual and a share of what came in and went out.
 */
export const reconciliation: Compiler<'reconciliation'> = (check, { catalogue, bad }) => {
  const table = catalogue.table(check.table, bad);
  const by = check.by.map((one) => catalogue.column(check.table, one, bad)).join(', ');
  const day = catalogue.column(check.table, check.day, bad, 'date');
  const [stock, came, went] = [check.stock, check.in, check.out].map((one) =>
    catalogue.column(check.table, one, bad, 'number'),
  );
  return {
    sql: `WITH step AS (
  SELECT ${by}, ${day} AS day, ${came} + ${went} AS throughput,
    CASE WHEN date_diff('day', lag(${day}) OVER w, ${day}) = 1
         THEN ${stock} - lag(${stock}) OVER w - ${came} + ${went} END AS residual
  FROM ${table} WINDOW w AS (PARTITION BY ${by} ORDER BY ${day})),
wrong AS (FROM step WHERE abs(residual) > greatest($absolute, $share * throughput))
SELECT (SELECT count(residual) FROM step) AS sample, true AS enough, count(*)::DOUBLE AS measured,
  (list(concat_ws(' ', ${by}, day, residual) ORDER BY day DESC, ${by}))[1:${EXAMPLES}] AS examples
FROM wrong`,
    bindings: { absolute: check.tolerance.absolute, share: check.tolerance.share },
    low: null,
    high: check.max,
    unit: 'steps',
  };
};
