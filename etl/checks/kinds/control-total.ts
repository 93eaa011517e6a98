import { FACT_RELATIONS } from '../../../data/fact-relations.ts';
import type { CheckOf } from '../../../data/check-schema.ts';
import { EXAMPLES, type Compiler, type Compiling, type Scope } from '../statement.ts';

type Total = CheckOf<'control_total'>['of'];

/**
 * The largest difference of two totals over the months. Of tables whose marts are rebuilt by month, a run compares only
 * the months that were rebuilt; a month that only one of the two has counts as 0 in the other. Deleted rows do not count.
 */
export const controlTotal: Compiler<'control_total'> = (check, at) => ({
  sql: `WITH one AS (${totals(check.of, at)}),
other AS (${totals(check.against, at)}),
compared AS (
  SELECT month, coalesce(one.total, 0) - coalesce(other.total, 0) AS difference FROM one FULL JOIN other USING (month))
SELECT count(*) AS sample, true AS enough, max(abs(difference))::DOUBLE AS measured,
  (list(strftime(month, '%Y-%m') || ' ' || difference ORDER BY month DESC)
    FILTER (abs(difference) > $tolerance))[1:${EXAMPLES}] AS examples
FROM compared`,
  bindings: { tolerance: check.tolerance },
  low: null,
  high: check.tolerance,
  unit: check.unit,
});

function totals({ table, sum, month }: Total, { catalogue, scope, bad }: Compiling): string {
  const from = catalogue.table(table, bad);
  const day = catalogue.column(table, month, bad, 'date');
  const total = sum === undefined ? 'count(*)' : `sum(${catalogue.column(table, sum, bad, 'number')})`;
  const conditions = [
    ...(catalogue.has(table, '_deleted_on', bad) ? ['_deleted_on IS NULL'] : []),
    ...monthsOf(table, day, scope),
  ];
  return `SELECT date_trunc('month', ${day})::DATE AS month, ${total} AS total FROM ${from}
  WHERE ${conditions.join(' AND ') || 'true'} GROUP BY 1`;
}

/** Adjoining months are one stretch; days as literals, because DuckDB leaves out row groups by them. */
function monthsOf(table: string, day: string, { months }: Scope): string[] {
  const subject = subjectOf(table);
  if (months === null || subject === null) return [];
  const stretches: { from: string; to: string }[] = [];
  for (const month of [...(months.get(subject) ?? [])].sort()) {
    const last = stretches.at(-1);
    if (last?.to === month) last.to = following(month);
    else stretches.push({ from: month, to: following(month) });
  }
  if (stretches.length === 0) return ['false'];
  return [
    `(${stretches.map(({ from, to }) => `${day} >= DATE '${from}' AND ${day} < DATE '${to}'`).join(' OR ')})`,
  ];
}

/** What the marts of a table follow; null: it has none, so nobody knows which of its months changed. */
function subjectOf(table: string): 'delivery' | 'market' | null {
  const relation = FACT_RELATIONS.find((one) => one.table === table || one.object === table);
  if (!relation) return null;
  return relation.object === 'sales.delivery' ? 'delivery' : 'market';
}

function following(month: string): string {
  const [year = 0, of = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, of, 1)).toISOString().slice(0, 10);
}
