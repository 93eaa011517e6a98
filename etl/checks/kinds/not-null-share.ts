import { listValue } from '@duckdb/node-api';
import type { Bindings } from '../../../data/duck.ts';
import type { Compiler } from '../statement.ts';

/** Share of rows in which a column is empty: of the judged runs' rows where rows tell their run, else of all. Deleted rows do not count. */
export const notNullShare: Compiler<'not_null_share'> = (check, { catalogue, scope, bad }) => {
  const table = catalogue.table(check.table, bad);
  const column = catalogue.column(check.table, check.column, bad);
  const scoped = catalogue.has(check.table, '_run', bad) && scope.months !== null;
  const bindings: Bindings = scoped ? { runs: listValue([...scope.runs]) } : {};
  const conditions = [
    ...(scoped ? ['_run IN (SELECT unnest($runs))'] : []),
    ...(catalogue.has(check.table, '_deleted_on', bad) ? ['_deleted_on IS NULL'] : []),
  ];
  return {
    sql: `SELECT count(*) AS sample, true AS enough, (count(*) - count(${column})) / nullif(count(*), 0)::DOUBLE AS measured,
  [] AS examples
FROM ${table} WHERE ${conditions.join(' AND ') || 'true'}`,
    bindings,
    low: null,
    high: check.max,
    unit: 'share',
  };
};
