/*
title: { zh: '价格分位、连涨连跌与回撤', en: 'Price percentile, streak and drawdown' }
answers: { zh: 价格跌到哪个分位?跌了几周?, en: At which percentile does the price stand and for how many weeks has it fallen? }
params:
  at: { type: date, default: as_of, label: { zh: 截至, en: As of } }
  series: { type: text, default: QHD.FOB.Q5500, max: 60, label: { zh: 价格序列代码, en: Code of the price series } }
  years: { type: integer, default: 2, min: 1, max: 20, label: { zh: 分位窗口(年), en: Window of the percentile (years) } }
  season_days: { type: integer, default: 15, min: 1, max: 90, label: { zh: 同期前后(天), en: Days either side of the same date } }
columns:
  series: { zh: 序列代码, en: Series code }
  series_zh: { zh: 序列, en: Series (Chinese) }
  series_en: { zh: 序列(英文), en: Series }
  unit: { zh: 单位, en: Unit }
  quoted_on: { zh: 报价日(期末), en: Quoted on }
  carried: { zh: 沿用, en: Carried forward }
  value: { zh: 价格, en: Price, format: decimal2 }
  window_from: { zh: 窗口起, en: Window from }
  n: { zh: 窗口内报价数, en: Quotations in the window, unit: count }
  percentile: { zh: 分位, en: Percentile, unit: share }
  level_zh: { zh: 水平, en: Level (Chinese) }
  level_en: { zh: 水平(英文), en: Level }
  season_n: { zh: 同期报价数, en: Quotations around the same date, unit: count }
  season_mean: { zh: 同期均值, en: Mean around the same date, format: decimal2 }
  season_percentile: { zh: 同期分位, en: Percentile around the same date, unit: share }
  change: { zh: 期环比(日价为7天前), en: 'Change on the period before (daily prices: 7 days)', format: decimal2 }
  streak: { zh: 连续同向期数(日价按周), en: 'Periods in the same direction (daily prices: weeks)', unit: periods }
  cumulative: { zh: 连续期累计, en: Change over the streak, format: decimal2 }
  cumulative_pct: { zh: 连续期累计幅, en: 'Change over the streak %', unit: pct_change }
  series_high: { zh: 本序列最高, en: Highest in the series, format: decimal2 }
  series_high_on: { zh: 最高日期, en: Date of the highest }
  drawdown: { zh: 较最高回撤, en: Drawdown from the highest, unit: pct_change }
chart: { type: table }
roles: [leader, strategist, analyst]
tags: [price, briefing]
*/
WITH told AS (
  SELECT series, zh, en, unit, frequency = 'day' AS is_daily FROM market.series WHERE series = $series
),
published AS (
  SELECT period_end AS day, value, period_end - period_start + 1 AS length, market.segment_of(series, period_end) AS segment
  FROM market.latest
  WHERE series = $series AND period_end <= $at
),
-- a daily quotation stands for at most five days after it
newest AS (
  SELECT day, value, segment
  FROM published CROSS JOIN told
  WHERE NOT is_daily OR day >= $at - 5
  ORDER BY day DESC
  LIMIT 1
),
-- nothing is compared across a change of the basket or method
comparable AS (
  SELECT p.day, p.value, p.length FROM published p JOIN newest n USING (segment)
),
spanned AS (
  SELECT min(day) AS first_day FROM comparable
),
windowed AS (
  SELECT (day - to_years($years))::DATE AS window_from, value AS price FROM newest
),
-- mid-rank percentile; a window that begins before the series does has none
standing AS (
  SELECT count(*) AS n, (count(*) FILTER (value < price) + 0.5 * count(*) FILTER (value = price)) / count(*) AS percentile
  FROM comparable CROSS JOIN windowed
  WHERE day > window_from
  HAVING any_value(window_from) >= (SELECT first_day FROM spanned)
),
same_date AS (
  SELECT (day - to_years(years_ago))::DATE AS around FROM newest CROSS JOIN (SELECT unnest(range($years + 1)) AS years_ago)
),
around_same_date AS (
  SELECT count(*) AS n, avg(value) AS mean,
    (count(*) FILTER (value < price) + 0.5 * count(*) FILTER (value = price)) / count(*) AS percentile
  FROM comparable CROSS JOIN windowed
  WHERE EXISTS (FROM same_date WHERE abs(day - around) <= $season_days)
  HAVING any_value(window_from) - $season_days >= (SELECT first_day FROM spanned)
),
-- periods of the series; of a daily one every seventh day back from the newest, on its nearest earlier quotation
weekly AS (
  SELECT due AS period, c.value
  FROM (SELECT unnest(generate_series((SELECT day FROM newest), (SELECT first_day FROM spanned), INTERVAL (-7) DAY))::DATE AS due) w
  ASOF JOIN comparable c ON w.due >= c.day
  WHERE c.day >= w.due - 5
),
period AS (
  SELECT w.period, w.value, 7 AS longest_step FROM weekly w JOIN told ON is_daily
  UNION ALL
  SELECT c.day, c.value, 2 * c.length FROM comparable c JOIN told ON NOT is_daily
),
-- a publisher may leave one period out; what is further back is not the period before
changed AS (
  SELECT period, value,
    CASE WHEN period - lag(period) OVER (ORDER BY period) <= longest_step
      THEN value - lag(value) OVER (ORDER BY period) END AS change
  FROM period
),
directed AS (
  SELECT *, lag(sign(change)) OVER (ORDER BY period) AS direction_before FROM changed
),
-- a period that turns, or stands still, begins another run
in_runs AS (
  SELECT *, count(*) FILTER (sign(change) IS DISTINCT FROM direction_before) OVER (ORDER BY period) AS run FROM directed
),
run_so_far AS (
  SELECT change, CASE WHEN change IS NOT NULL THEN count(change) OVER so_far END AS streak, sum(change) OVER so_far AS cumulative
  FROM in_runs
  WINDOW so_far AS (PARTITION BY run ORDER BY period)
  ORDER BY period DESC
  LIMIT 1
),
peak AS (
  SELECT max(value) AS value, min_by(day, (-value, day)) AS day FROM comparable
)
SELECT told.series, told.zh AS series_zh, told.en AS series_en, told.unit, newest.day AS quoted_on,
  is_daily AND newest.day < $at AS carried, newest.value::DECIMAL(14, 4) AS value,
  window_from, s.n::INTEGER AS n, s.percentile,
  CASE WHEN s.percentile >= 0.9 THEN '高位' WHEN s.percentile > 0.75 THEN '偏高' WHEN s.percentile >= 0.25 THEN '中位'
    WHEN s.percentile > 0.1 THEN '偏低' WHEN s.percentile <= 0.1 THEN '低位' END AS level_zh,
  CASE WHEN s.percentile >= 0.9 THEN 'high' WHEN s.percentile > 0.75 THEN 'rather high' WHEN s.percentile >= 0.25 THEN 'middle'
    WHEN s.percentile > 0.1 THEN 'rather low' WHEN s.percentile <= 0.1 THEN 'low' END AS level_en,
  a.n::INTEGER AS season_n, a.mean AS season_mean, a.percentile AS season_percentile,
  change::DECIMAL(14, 4) AS change, streak::INTEGER AS streak, cumulative::DECIMAL(14, 4) AS cumulative,
  cumulative / nullif(newest.value - cumulative, 0) AS cumulative_pct,
  peak.value::DECIMAL(14, 4) AS series_high, peak.day AS series_high_on, newest.value / nullif(peak.value, 0) - 1 AS drawdown
FROM newest CROSS JOIN told CROSS JOIN windowed CROSS JOIN peak
LEFT JOIN standing s ON true
LEFT JOIN around_same_date a ON true
LEFT JOIN run_so_far ON true
