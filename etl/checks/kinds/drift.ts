import type { Compiler } from '../statement.ts';

/**
 * Whether the values of the newest day lie where those of the N days before it lie, by the modified z-score of the
 * day's median (B. Iglewicz, D. C. Hoaglin, How to Detect and Handle Outliers, ASQC 1993, who take 3.5 as the limit):
 * z = |m − median(mᵢ)| / max(1.4826 · MAD, spread), with mᵢ the medians of the N days, MAD = median |mᵢ − median(mᵢ)|,
 * and 1.4826 = 1/Φ⁻¹(¾), which makes MAD a standard deviation where the mᵢ are normal. `spread`, in the unit of the
 * column, keeps a series that hardly ever moves (MAD 0) from failing by a trifle.
 */
export const drift: Compiler<'drift'> = (check, { catalogue, bad }) => {
  const table = catalogue.table(check.table, bad);
  const value = catalogue.column(check.table, check.column, bad, 'number');
  const day = catalogue.column(check.table, check.day, bad, 'date');
  const kept = catalogue.has(check.table, '_deleted_on', bad) ? ' AND _deleted_on IS NULL' : '';
  return {
    sql: `WITH picked AS (
  SELECT DISTINCT ${day} AS day FROM ${table} WHERE ${value} IS NOT NULL${kept} ORDER BY day DESC LIMIT $last::BIGINT + 1),
days AS (
  SELECT ${day} AS day, median(${value})::DOUBLE AS m, count(*) AS n, day = (SELECT max(day) FROM picked) AS newest
  FROM ${table} WHERE ${value} IS NOT NULL${kept} AND ${day} >= (SELECT min(day) FROM picked) GROUP BY ALL),
usual AS (SELECT median(m) AS m, mad(m) AS mad, count(*) AS days FROM days WHERE NOT newest)
SELECT count(*) AS sample, any_value(d.n >= $sample AND u.days >= $at_least) AS enough,
  any_value(abs(d.m - u.m) / greatest(1.4826 * u.mad, $spread))::DOUBLE AS measured,
  list(d.day || ': ' || round(d.m, 4) || ' / ' || round(u.m, 4)) AS examples
FROM days d, usual u WHERE d.newest`,
    bindings: {
      last: check.last,
      at_least: check.at_least,
      sample: check.sample,
      spread: check.spread,
    },
    low: null,
    high: check.max,
    unit: 'sd',
  };
};
