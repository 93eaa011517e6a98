import { literal } from '../../data/duck.ts';
import { JUDGED } from './published.ts';

/** Days before and after a period within which its level is sought. */
const LEVEL_DAYS = 731;
/** Values that make a level: so many at most, the nearest; with fewer than the least there is none. */
const LEVEL_VALUES = 12;
const LEVEL_LEAST = 5;
/** Changes before a change that say what is usual, and the least that do. */
const USUAL_CHANGES = 36;
const USUAL_LEAST = 12;
/**
 * Share of the level below which no change is remarkable: prices that stand still for weeks have no spread, and their
 * first small step is no outlier.
 */
const SCALE_FLOOR = 0.005;
/** A robust standard deviation is so many median absolute deviations. */
const MAD_SCALE = 1.4826;

/** SQL of how many decimals a number needs. */
const decimals = (number: string) => `length(rtrim(split_part(${number}::VARCHAR, '.', 2), '0'))`;
const SEGMENT = 'market.segment_of(series, period_end)';

/**
 * SQL of what the warehouse knows of series, but from the files `unread`. The codes are written into it, or DuckDB would
 * sort out the latest values of all series.
 */
export function heldSql(codes: readonly string[], unread: readonly string[]): string {
  const among = (texts: readonly string[]) => `(${texts.map(literal).join(', ') || 'NULL'})`;
  return `SELECT series, period_end, value, ${SEGMENT} AS segment FROM market.latest
    WHERE series IN ${among(codes)} AND (_file IN ${among(unread)}) IS NOT TRUE`;
}

/**
 * CTEs of the observations under judgement and what stands around them, which {@link heldSql} has put into the temporary
 * table `held`: `given`, those of the file; `chain`, both, the file's where both have a period; `based`, the observations with the
 * value that their printed change compares with: that of the period that the file names, else that of the period before
 * (of daily series over a weekend too); NULL if it is unknown or a break of the series lies between.
 */
const CONTEXT = `
    given AS (SELECT *, ${SEGMENT} AS segment FROM (${JUDGED})),
    chain AS (
      SELECT series, period_end, value, segment FROM given
      UNION ALL FROM held ANTI JOIN given USING (series, period_end)),
    steps AS (
      SELECT *, lag(period_end) OVER before AS before_end,
        CASE WHEN lag(segment) OVER before = segment THEN lag(value) OVER before END AS before_value
      FROM chain WINDOW before AS (PARTITION BY series ORDER BY period_end)),
    based AS (
      SELECT g.*, b.period_end AS base, b.value AS base_value,
        0.1 ** greatest(${['g.value', 'g.change', 'b.value'].map(decimals).join(', ')}) AS rounding
      FROM given g JOIN steps s USING (series, period_end) LEFT JOIN market.series k USING (series)
      LEFT JOIN chain b ON b.series = g.series AND b.segment = g.segment AND b.period_end = coalesce(g.base_end,
        CASE WHEN s.before_end >= g.period_start - CASE k.period_kind WHEN 'day' THEN 3 ELSE 1 END THEN s.before_end END))`;

/**
 * SQL, for observations of `based`, of whether the printed change is the difference to the value that it compares with, to
 * the last printed digit; NULL if either is unknown.
 */
const CHANGE_HOLDS = 'abs(b.value - b.change - b.base_value) <= b.rounding';

/**
 * SQL of the observations that are about 10, 100, 1000 or 10,000 times their level, or that part of it, and whose printed
 * change does not bear them out: `_row`, `field`, `series`, `period_end`, `value`, `level`, `power` (of ten). The level is
 * the median of the nearest values of the series before and after: of those that the warehouse holds, or with too few of
 * them of the file's others too.
 */
export const SHIFTED = `WITH ${CONTEXT},
    ${levelSql('held', 'held_level')},
    ${levelSql('chain', 'chain_level')},
    levelled AS (
      SELECT b.*, coalesce(h.level, c.level) AS level
      FROM based b LEFT JOIN held_level h USING (series, period_end) LEFT JOIN chain_level c USING (series, period_end)),
    powered AS (
      SELECT *, round(log10(value / level))::INTEGER AS power FROM levelled WHERE value > 0 AND level > 0)
    SELECT _row, field, series, period_end, value, level, power FROM powered AS b
    WHERE abs(power) BETWEEN 1 AND 4 AND value / level / 10.0 ** power BETWEEN 0.8 AND 1.25 AND ${CHANGE_HOLDS} IS NOT TRUE`;

/** CTEs of the level of the observations of `given` among the values of a pool. */
function levelSql(pool: string, name: string): string {
  return `${name}_place AS (
      SELECT *, row_number() OVER (PARTITION BY series ORDER BY period_end) AS place FROM ${pool}),
    ${name}_at AS (
      SELECT g.series, g.period_end, g.segment, coalesce(p.place, 0) AS place
      FROM given g ASOF LEFT JOIN ${name}_place p ON g.series = p.series AND g.period_end > p.period_end),
    ${name}_near AS (
      SELECT a.series, a.period_end, p.value, abs(p.period_end - a.period_end) AS distance
      FROM (SELECT *, unnest(range(place - ${LEVEL_VALUES - 1}, place + ${LEVEL_VALUES + 2})) AS near FROM ${name}_at) a
      JOIN ${name}_place p ON p.series = a.series AND p.segment = a.segment AND p.place = a.near
      WHERE p.period_end <> a.period_end AND distance <= ${LEVEL_DAYS}
      QUALIFY row_number() OVER (PARTITION BY a.series, a.period_end ORDER BY distance, p.period_end) <= ${LEVEL_VALUES}),
    ${name} AS (
      SELECT series, period_end, median(value) AS level FROM ${name}_near GROUP BY ALL HAVING count(*) >= ${LEVEL_LEAST})`;
}

/**
 * SQL of the observations with how remarkable their changes are: `series`, `period_end`; `step`, the change since the value
 * before, and `times`, how many robust standard deviations it is from the usual change, which the changes before it tell
 * (NULL if they are too few); `change` as printed, `base`, the last day of the period that it compares with,
 * `difference`, to the value of that period, and `holds`, whether both are the same (NULL if either is unknown). No change
 * is formed across a break of the series.
 */
export const MEASURED = `WITH ${CONTEXT},
    changes AS (SELECT *, value - before_value AS step FROM steps),
    usual AS (
      SELECT *, count(step) OVER before AS number, median(step) OVER before AS middle,
        greatest(${MAD_SCALE} * mad(step) OVER before, ${SCALE_FLOOR} * abs(before_value)) AS deviation
      FROM changes
      WINDOW before AS (PARTITION BY series ORDER BY period_end ROWS BETWEEN ${USUAL_CHANGES} PRECEDING AND 1 PRECEDING))
    SELECT b.series, b.period_end, u.step,
      CASE WHEN u.number >= ${USUAL_LEAST} AND u.deviation > 0 THEN abs(u.step - u.middle) / u.deviation END AS times,
      b.change, b.base, b.value - b.base_value AS difference, ${CHANGE_HOLDS} AS holds
    FROM (FROM based) AS b JOIN usual u USING (series, period_end)`;
