import { EXAMPLES, type Compiler, type Statement } from '../statement.ts';

/**
 * How far the newest is behind: by days, against today (Asia/Shanghai) or the newest day of another table; or by the
 * calendars of publishers, as periods after the newest known one that are late or missing. A source that was never
 * loaded is not expected.
 */
export const freshness: Compiler<'freshness'> = (check, at): Statement => {
  const statement = { low: null, high: check.max };
  const now = at.scope.now.toISOString();
  if (typeof check.by === 'string' || 'calendar' in check.by) {
    const source = typeof check.by === 'string' ? null : check.by.calendar;
    return {
      ...statement,
      unit: 'periods',
      sql: `WITH due AS (
  SELECT * FROM market.publications($now::TIMESTAMPTZ) p
  WHERE due_at <= $now::TIMESTAMPTZ AND ${source === null ? '' : 'source = $source AND '}source IN (SELECT source FROM meta.load)),
wanting AS (
  SELECT *, max(period_end) FILTER (published_at IS NOT NULL OR status = 'published') OVER (PARTITION BY source) AS newest FROM due
  QUALIFY status IN ('late', 'missing') AND period_end > coalesce(newest, DATE '0001-01-01'))
SELECT (SELECT count(*) FROM due) AS sample, true AS enough, count(*)::DOUBLE AS measured,
  (list(source || ' ' || period_end ORDER BY period_end DESC, source))[1:${EXAMPLES}] AS examples
FROM wanting`,
      bindings: { now, ...(source === null ? {} : { source }) },
    };
  }
  const { table, day, behind } = check.by;
  const newest = (of: string, column: string) =>
    `SELECT max(${at.catalogue.column(of, column, at.bad, 'date')}) FROM ${at.catalogue.table(of, at.bad)}`;
  const today = behind === 'today';
  return {
    ...statement,
    unit: 'days',
    sql: `WITH reached AS (
  SELECT (${newest(table, day)}) AS day, (${today ? "SELECT ($now::TIMESTAMPTZ AT TIME ZONE 'Asia/Shanghai')::DATE" : newest(behind.table, behind.day)}) AS expected)
SELECT count(*) AS sample, true AS enough, any_value(date_diff('day', day, expected))::DOUBLE AS measured,
  list(day::VARCHAR) AS examples
FROM reached WHERE day IS NOT NULL AND expected IS NOT NULL`,
    bindings: today ? { now } : {},
  };
};
