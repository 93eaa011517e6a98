/*
title: { zh: '运价与运价指数(按航线)', en: Freight rates and indices by lane }
answers: { zh: 各航线运价涨跌多少?, en: How far has the freight of each lane moved? }
params:
  at: { type: date, default: as_of, label: { zh: 截至, en: As of } }
  max_age: { type: integer, default: 14, min: 0, max: 400, label: { zh: 最多早于(天), en: Oldest figure (days) } }
columns:
  series: { zh: 序列代码, en: Series code }
  series_zh: { zh: 航线, en: Lane (Chinese) }
  series_en: { zh: 航线(英文), en: Lane }
  unit: { zh: 单位, en: Unit }
  period_end: { zh: 期末, en: Period end }
  value: { zh: 运价, en: Freight, format: decimal2 }
  change: { zh: 期环比, en: Change on the period before, format: decimal2 }
  change_pct: { zh: 期环比幅, en: 'Change %', unit: pct_change }
  month_change_pct: { zh: '较28天前幅', en: 'On 28 days before %', unit: pct_change }
  year_change_pct: { zh: '同比幅(364天前)', en: 'On last year (364 days before) %', unit: pct_change }
  source: { zh: 来源, en: Source }
chart: { type: table }
roles: [leader, strategist, analyst]
tags: [freight]
*/
WITH rate AS (
  SELECT o.series, o.period_start, o.period_end, o.value, o.source, market.segment_of(o.series, o.period_end) AS segment
  FROM market.latest o JOIN market.series s USING (series)
  WHERE s.measure = 'freight' AND o.period_end BETWEEN $at - $max_age - 400 AND $at
),
-- a publisher may leave one period out, or the days of a holiday; what is further back is not the period before
newest AS (
  SELECT *, CASE WHEN period_end - lag(period_end) OVER by_period <= greatest(10, 2 * (period_end - period_start + 1))
      THEN lag(value) OVER by_period END AS before
  FROM rate
  WINDOW by_period AS (PARTITION BY series, segment ORDER BY period_end)
  QUALIFY row_number() OVER (PARTITION BY series ORDER BY period_end DESC) = 1
),
-- the nearest earlier figure, if it is at most six days older than the date it stands for
month_ago AS (
  SELECT n.series, r.value FROM newest n ASOF JOIN rate r ON n.series = r.series AND n.segment = r.segment AND n.period_end - 28 >= r.period_end
  WHERE r.period_end >= n.period_end - 34
),
year_ago AS (
  SELECT n.series, r.value FROM newest n ASOF JOIN rate r ON n.series = r.series AND n.segment = r.segment AND n.period_end - 364 >= r.period_end
  WHERE r.period_end >= n.period_end - 370
)
SELECT series, s.zh AS series_zh, s.en AS series_en, s.unit, n.period_end, n.value::DECIMAL(14, 4) AS value,
  (n.value - n.before)::DECIMAL(14, 4) AS change, n.value / nullif(n.before, 0) - 1 AS change_pct,
  n.value / nullif(m.value, 0) - 1 AS month_change_pct, n.value / nullif(y.value, 0) - 1 AS year_change_pct, n.source
FROM newest n JOIN market.series s USING (series) LEFT JOIN month_ago m USING (series) LEFT JOIN year_ago y USING (series)
WHERE n.period_end >= $at - $max_age
ORDER BY series
