/*
title: { zh: '季节指数(月均值÷中心12月移动平均)', en: 'Seasonal index (month mean over centred 12-month average)' }
answers: { zh: 一年中哪些月份偏高、哪些偏低?, en: Which months of the year are high and which low? }
params:
  to: { type: date, default: as_of, label: { zh: 截至, en: As of } }
  series: { type: text, default: QHD.FOB.Q5500, max: 60, label: { zh: 序列代码, en: Series code } }
  min_years: { type: integer, default: 3, min: 2, max: 20, label: { zh: 最少年数(不足不列), en: Fewest years (fewer show none) } }
columns:
  calendar_month: { zh: 月份, en: Calendar month, format: integer }
  seasonal_index: { zh: 季节指数, en: Seasonal index, unit: ratio, format: decimal3 }
  lowest: { zh: 各年最低, en: Lowest of the years, unit: ratio, format: decimal3 }
  highest: { zh: 各年最高, en: Highest of the years, unit: ratio, format: decimal3 }
  n: { zh: 参与年数, en: Years that count, unit: count }
  months: { zh: 有数据月数, en: Months with data, unit: count }
chart: { type: bar, x: calendar_month, y: [seasonal_index] }
roles: [strategist, analyst]
tags: [price]
*/
WITH published AS (
  SELECT period_end AS day, value::DOUBLE AS value, market.segment_of(series, period_end) AS segment
  FROM market.latest
  WHERE series = $series AND period_end <= $to
),
-- months that have ended, since the last change of method
month_mean AS (
  SELECT date_trunc('month', day)::DATE AS month, avg(value) AS mean
  FROM published
  WHERE segment = (SELECT max(segment) FROM published) AND last_day(day) <= $to
  GROUP BY ALL
),
calendar AS (
  SELECT unnest(generate_series(min(month), max(month), INTERVAL 1 MONTH))::DATE AS month FROM month_mean
),
-- half of the months six before and six after: twelve months' weight, centred
averaged AS (
  SELECT month, mean, CASE WHEN count(mean) OVER thirteen = 13
      THEN (sum(mean) OVER thirteen - (lag(mean, 6) OVER by_month + lead(mean, 6) OVER by_month) / 2) / 12 END AS centred
  FROM calendar LEFT JOIN month_mean USING (month)
  WINDOW by_month AS (ORDER BY month), thirteen AS (ORDER BY month ROWS BETWEEN 6 PRECEDING AND 6 FOLLOWING)
),
counted AS (
  SELECT count(mean) AS months FROM averaged
),
of_calendar_month AS (
  SELECT month(month) AS calendar_month, avg(mean / nullif(centred, 0)) AS seasonal_index, min(mean / nullif(centred, 0)) AS lowest,
    max(mean / nullif(centred, 0)) AS highest, count(mean / nullif(centred, 0)) AS n
  FROM averaged
  GROUP BY ALL
)
SELECT calendar_month, CASE WHEN months >= 12 * $min_years THEN seasonal_index END AS seasonal_index,
  CASE WHEN months >= 12 * $min_years THEN lowest END AS lowest, CASE WHEN months >= 12 * $min_years THEN highest END AS highest,
  coalesce(n, 0)::INTEGER AS n, months::INTEGER AS months
FROM (SELECT unnest(range(1, 13))::INTEGER AS calendar_month) LEFT JOIN of_calendar_month USING (calendar_month) CROSS JOIN counted
ORDER BY calendar_month
