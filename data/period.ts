import { identifier } from './duck.ts';
import { CoalfaceError } from './errors.ts';
import type { PeriodKind } from './series-schema.ts';
import type { Source } from './source-file.ts';

/** SQL of the first and the last day (DATE) of a period. */
export interface PeriodSql {
  start: string;
  end: string;
}

/** SQL of the period of a kind in which a day lies; `day` is SQL of a DATE. */
export function periodAround(kind: PeriodKind, day: string): PeriodSql {
  const span = (start: string, end: string) => ({ start: `(${start})::DATE`, end: `(${end})::DATE` });
  // DuckDB's weeks begin on Monday
  const week = (shift: number) => {
    const start = `date_trunc('week', ${day} - ${shift})::DATE + ${shift}`;
    return span(start, `${start} + 6`);
  };
  const calendar = (unit: string, months: number) => {
    const start = `date_trunc('${unit}', ${day})`;
    return span(start, `${start} + INTERVAL ${months} MONTH - INTERVAL 1 DAY`);
  };
  switch (kind) {
    case 'day':
      return span(day, day);
    case 'week_mon_sun':
      return week(0);
    case 'week_wed_tue':
      return week(2);
    case 'week_thu_wed':
      return week(3);
    case 'week_sat_fri':
      return week(-2);
    case 'ten_day': {
      const third = `least(2, (day(${day}) - 1) // 10)::INTEGER`;
      const start = `date_trunc('month', ${day})::DATE + ${third} * 10`;
      return span(start, `CASE ${third} WHEN 2 THEN last_day(${day}) ELSE ${start} + 9 END`);
    }
    case 'month':
      return calendar('month', 1);
    case 'quarter':
      return calendar('quarter', 3);
    case 'year':
      return calendar('year', 12);
  }
}

/**
 * SQL of the period of a source's records, over their typed columns.
 * @throws CoalfaceError `bad_source` if the source declares none
 */
export function periodOf(source: Source): PeriodSql {
  const { period } = source;
  if (!period) {
    throw new CoalfaceError('bad_source', 'a source of observations needs `period`', {
      where: { source: source.id },
    });
  }
  if ('of' in period) {
    const column = identifier(period.of);
    if (source.columns[period.of]?.type === 'period') return { start: `${column}[1]`, end: `${column}[2]` };
    return periodAround(period.kind ?? 'day', `${column}::DATE`);
  }
  const end = identifier(period.end);
  return { start: period.start ? identifier(period.start) : `${end} - ${(period.days ?? 1) - 1}`, end };
}
