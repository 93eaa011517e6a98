import type { DuckDBConnection } from '@duckdb/node-api';
import { literal, rows } from '../../data/duck.ts';
import { seriesCodes } from '../../data/series.ts';
import type { Source } from '../../data/source-file.ts';
import type { Flag } from './flag.ts';
import { JUDGED } from './published.ts';

/** SQL here is about the observations under judgement: see {@link JUDGED}. */
interface Found {
  series: string;
  period: string;
  periods: bigint;
}

/** Series with values before they began or after they ended; one flag a series. */
export async function outsiders(connection: DuckDBConnection): Promise<Flag[]> {
  const found = await rows<Found>(
    connection,
    `SELECT p.series AS series, max(p.period_end)::VARCHAR AS period, count(*) AS periods
     FROM (${JUDGED}) AS p JOIN market.series s USING (series)
     WHERE p.period_end < s.since OR p.period_start > s.until GROUP BY p.series ORDER BY ALL`,
  );
  return found.map(({ series, period, periods }) => ({
    series,
    period_end: period,
    code: 'outside_series',
    zh: `${periods} 期在序列起止日期之外,最近一期 ${period}`,
    en: `${periods} periods outside the first and last day of the series, the last ${period}`,
  }));
}

/**
 * Series that the source names but the file lacks for a period that it covers with others of the same kind of period; one
 * flag a series. Optional ones, and those that had not begun or had ended, lack nothing.
 */
export async function absences(connection: DuckDBConnection, source: Source): Promise<Flag[]> {
  const codes = source.observations.filter((one) => !one.optional).flatMap((one) => seriesCodes(source, one));
  const found = await rows<Found>(
    connection,
    `WITH given AS (${JUDGED}),
     covered AS (
       SELECT DISTINCT s.period_kind, g.period_start, g.period_end FROM given g JOIN market.series s USING (series)),
     expected AS (
       SELECT s.series, c.period_end
       FROM market.series s JOIN covered c USING (period_kind)
       WHERE s.series IN (${codes.map(literal).join(', ') || 'NULL'})
         AND (s.since IS NULL OR c.period_start >= s.since) AND (s.until IS NULL OR c.period_end <= s.until))
     SELECT series, max(period_end)::VARCHAR AS period, count(*) AS periods
     FROM expected ANTI JOIN given USING (series, period_end) GROUP BY series ORDER BY series`,
  );
  return found.map(({ series, period, periods }) => ({
    series,
    period_end: period,
    code: 'missing_series',
    zh: `文件缺少该序列 ${periods} 期,最近一期 ${period}`,
    en: `the file lacks ${periods} periods of this series, the last ${period}`,
  }));
}

/** Columns of the source that the file has not: a header may have got another name. */
export function lostColumns({ columns }: Source, absent: readonly string[]): Flag[] {
  return absent.map((name) => {
    const title = columns[name]?.from[0] ?? name;
    return {
      series: null,
      period_end: null,
      code: 'missing_column',
      zh: `文件没有“${title}”列(${name}),表头可能已改名`,
      en: `the file has no column ${name} (${title}): its header may have got another name`,
    };
  });
}

/** A file in which the periods of a series go both up and down. */
export async function disorder(connection: DuckDBConnection): Promise<Flag[]> {
  const found = await rows<{ series: string }>(
    connection,
    `SELECT series FROM (
       SELECT series, period_end - lag(period_end) OVER (PARTITION BY series ORDER BY _row) AS days FROM (${JUDGED}))
     GROUP BY series HAVING bool_or(days > 0) AND bool_or(days < 0) ORDER BY series`,
  );
  if (found.length === 0) return [];
  const series = found.map((one) => one.series).join(', ');
  return [
    {
      series: null,
      period_end: null,
      code: 'out_of_order',
      zh: `文件中的报告期既非升序也非降序:${series}`,
      en: `the periods of the file go neither up nor down: ${series}`,
    },
  ];
}
