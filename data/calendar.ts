import type { DuckDBConnection } from '@duckdb/node-api';
import { listValue } from '@duckdb/node-api';
import { HOLIDAYS } from './holiday.ts';
import { periodAround } from './period.ts';
import type { Calendar } from './series-schema.ts';
import type { Source } from './source-file.ts';

/** Days beyond now up to which publications are written, so that the next ones of every feed can be shown. */
const AHEAD_DAYS = 35;
/** A year is the longest period: so many days hold the next one and the two by which its figures are judged too old. */
const THREE_PERIODS_DAYS = 3 * 366;
const ZONE = 'Asia/Shanghai';
const TODAY = `($now::TIMESTAMPTZ AT TIME ZONE '${ZONE}')::DATE`;

/**
 * Write anew what the publishers are due to issue, in one transaction: every period of each calendar from its first one
 * to some weeks after now, and at least the next that will be due. Due times are wall clock of Asia/Shanghai. In a year
 * whose holidays are not announced yet, every Monday to Friday is a workday.
 * @param now instant of the run
 */
export async function writePublications(
  connection: DuckDBConnection,
  sources: Iterable<Pick<Source, 'id' | 'calendar'>>,
  now: Date,
): Promise<void> {
  await connection.run('BEGIN');
  try {
    await connection.run('DELETE FROM market.publication');
    for (const { id, calendar } of sources) {
      if (calendar) await writeOne(connection, id, calendar, now);
    }
    await connection.run('COMMIT');
  } catch (error) {
    await connection.run('ROLLBACK');
    throw error;
  }
}

async function writeOne(
  connection: DuckDBConnection,
  source: string,
  calendar: Calendar,
  now: Date,
): Promise<void> {
  const workdays = calendar.period === 'workday';
  const { start, end } = periodAround(calendar.period === 'workday' ? 'day' : calendar.period, 'day');
  await connection.run(
    `INSERT INTO market.publication
     WITH ended AS (
       SELECT day AS period_end, ${start} AS period_start
       FROM (SELECT unnest(generate_series($since::DATE, ${TODAY} + ${AHEAD_DAYS + THREE_PERIODS_DAYS},
         INTERVAL 1 DAY))::DATE AS day)
       WHERE day = ${end}
         ${workdays ? "AND isodow(day) <= 5 AND NOT list_contains($holidays, strftime(day, '%Y-%m-%d'))" : ''}),
     due AS (
       SELECT *, (period_end + $dueDays::INTEGER + $dueTime::TIME) AT TIME ZONE '${ZONE}' AS due_at FROM ended),
     judged AS (
       SELECT *, due_at + to_hours($late::INTEGER) AS late_at, due_at + to_hours($missing::INTEGER) AS missing_at FROM due),
     held AS (
       SELECT *, lead(missing_at, $held::INTEGER) OVER (ORDER BY period_end) AS stale_at,
         lag(due_at) OVER (ORDER BY period_end) AS due_before
       FROM judged)
     SELECT $source, period_start, period_end, due_at, late_at, missing_at, stale_at, $skips
     FROM held
     WHERE (period_end <= ${TODAY} + ${AHEAD_DAYS}
         OR coalesce(due_before <= $now::TIMESTAMPTZ, true))
       AND stale_at IS NOT NULL AND period_end <= coalesce($until::DATE, 'infinity'::DATE)`,
    {
      source,
      now: now.toISOString(),
      since: calendar.since,
      until: calendar.until ?? null,
      dueDays: calendar.due_days,
      dueTime: calendar.due_at,
      late: calendar.late_h,
      missing: calendar.missing_h,
      // of a publisher that leaves periods out, the absence of the next alone says nothing
      held: calendar.skips ? 2 : 1,
      skips: calendar.skips,
      ...(workdays ? { holidays: listValue([...HOLIDAYS]) } : {}),
    },
  );
}
