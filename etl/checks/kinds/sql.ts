import { listValue } from '@duckdb/node-api';
import { EXAMPLES, type Compiling, type Statement } from '../statement.ts';
import type { CheckOf } from '../../../data/check-schema.ts';

/** Rows of a SELECT that must not be there. @param select the text of the check's file, without a semicolon at its end */
export function sql(check: CheckOf<'sql'>, select: string, { scope }: Compiling): Statement {
  return {
    sql: `WITH found AS (
${select}
)
SELECT NULL AS sample, true AS enough, count(*)::DOUBLE AS measured,
  (SELECT list(concat_ws(' ', *COLUMNS(*))) FROM (FROM found LIMIT ${EXAMPLES})) AS examples
FROM found`,
    bindings: /\$runs\b/.test(select) ? { runs: listValue([...scope.runs]) } : {},
    low: null,
    high: check.max,
    unit: 'rows',
  };
}
