import { identifier, literal } from '../../data/duck.ts';
import { periodOf } from '../../data/period.ts';
import type { Source } from '../../data/source-file.ts';
import { GOOD_ROWS } from '../stage/stage.ts';

/**
 * SQL of all values that the good rows of a staged file publish, a row each, missing values left out: `_row`, `field` (the
 * column of the value), `series`, `period_start`, `period_end`, `low`, `high`, `value`, and as printed `change`,
 * `change_pct`, `base_end`, `sentence` and `note`.
 * @throws CoalfaceError `bad_source` if the source has no period
 */
export function statedSql(source: Source): string {
  const { start, end } = periodOf(source);
  const text = (column: string | undefined) => (column ? `${identifier(column)}::VARCHAR` : 'NULL::VARCHAR');
  const number = (sql: string | undefined) => `${sql ?? 'NULL'}::DECIMAL(18, 4)`;
  return source.observations
    .map(({ series, value, of, change, change_pct }) => {
      const column = identifier(value);
      const code = series
        .split(/[{}]/)
        .map((part, i) => (i % 2 ? identifier(part) : literal(part)))
        .join(' || ');
      const [low, high, middle] =
        source.columns[value]?.type === 'range'
          ? [`${column}[1]`, `${column}[2]`, `((${column}[1] + ${column}[2]) * 0.5)`]
          : [undefined, undefined, column];
      return `SELECT _row, ${literal(value)} AS field, ${code} AS series, (${start})::DATE AS period_start, (${end})::DATE AS period_end,
        ${number(low)} AS low, ${number(high)} AS high, ${number(middle)} AS value,
        ${number(change && identifier(change))} AS change, ${number(change_pct && identifier(change_pct))} AS change_pct,
        ${baseEnd(source)}::DATE AS base_end, ${text(source.sentence)} AS sentence, ${text(source.note)} AS note
        FROM ${GOOD_ROWS} WHERE ${column} IS NOT NULL${about(series, of)}`;
    })
    .join('\nUNION ALL\n');
}

/** SQL condition that leaves the values of the enum column in a series code that an observation is about. */
function about(series: string, of: readonly string[] | undefined): string {
  const column = /\{([a-z0-9_]+)\}/.exec(series)?.[1];
  return of && column ? ` AND ${identifier(column)} IN (${of.map(literal).join(', ')})` : '';
}

/**
 * SQL of the observations of a staged file: of values that it states twice for one series and period the first.
 * @throws CoalfaceError `bad_source` if the source has no period
 */
export function publishedSql(source: Source): string {
  return firstOf(statedSql(source));
}

function firstOf(stated: string): string {
  return `SELECT * FROM (${stated}) QUALIFY row_number() OVER (PARTITION BY series, period_end ORDER BY _row, field) = 1`;
}

/**
 * SQL of the observations of a staged file whose rows are not kept aside so far, from the temporary table `stated` of what
 * {@link statedSql} selects.
 */
export const JUDGED = firstOf('SELECT * FROM stated WHERE _row NOT IN (SELECT _row FROM rejected)');

/** SQL of the last day of the period that printed changes compare with. */
function baseEnd({ base, columns }: Source): string {
  if (!base) return 'NULL';
  return columns[base]?.type === 'period' ? `${identifier(base)}[2]` : identifier(base);
}
