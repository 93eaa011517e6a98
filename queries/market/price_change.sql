/*
title: { zh: 平仓价涨跌(日、周、月、同比)与近两年分位, en: 'FOB price changes (day, week, month, year) and two-year percentile' }
answers: { zh: 各煤种价格涨跌多少?跌到近两年哪个分位?, en: How far has each grade moved and where in its two-year range does it stand? }
params:
  at: { type: date, default: as_of, label: { zh: 截至, en: As of } }
columns:
  grade: { zh: 煤种, en: Grade }
  quoted_on: { zh: 报价日, en: Quoted on }
  carried: { zh: 沿用, en: Carried forward }
  low: { zh: 低, en: Low, unit: cny_t }
  high: { zh: 高, en: High, unit: cny_t }
  mid: { zh: 中间价, en: Middle, unit: cny_t }
  day_change: { zh: 日涨跌, en: Day change, unit: cny_t }
  day_pct: { zh: 日涨跌幅, en: 'Day change %', unit: pct_change }
  week_change: { zh: 周环比(7天前), en: Change on 7 days before, unit: cny_t }
  week_pct: { zh: 周环比幅, en: 'Week change %', unit: pct_change }
  week_unchanged: { zh: 两端与7天前相同, en: Both ends as 7 days before }
  month_change: { zh: 月环比(上月同日), en: Change on same day last month, unit: cny_t }
  month_pct: { zh: 月环比幅, en: 'Month change %', unit: pct_change }
  year_change: { zh: 同比(上年同日), en: Change on same day last year, unit: cny_t }
  year_pct: { zh: 同比幅, en: 'Year change %', unit: pct_change }
  percentile_2y: { zh: 近两年分位, en: Two-year percentile, unit: share }
  series_high: { zh: 历史高点(本序列), en: Highest in series, unit: cny_t }
  series_high_on: { zh: 高点日期, en: Date of high }
  from_high: { zh: 较历史高点, en: Against the high, unit: cny_t }
  drawdown: { zh: 较历史高点幅, en: Drawdown from the high, unit: pct_change }
  normalised_5500: { zh: 折5500大卡价, en: Price at 5500 kcal, unit: cny_t, format: decimal1 }
chart: { type: table }
roles: [leader, strategist, analyst]
tags: [price, briefing]
*/
WITH
-- a quotation stands for at most five days after it
quotation AS (
  SELECT grade, day AS quoted_on, low_cny_t AS low, high_cny_t AS high, mid_cny_t AS mid
  FROM mart.price_day
  WHERE day BETWEEN $at - 5 AND $at
  QUALIFY row_number() OVER (PARTITION BY grade ORDER BY day DESC) = 1
),
comparison_date AS (
  SELECT grade, quoted_on, horizon,
    CASE horizon
      WHEN 'day' THEN quoted_on - 1
      WHEN 'week' THEN quoted_on - 7
      WHEN 'month' THEN (quoted_on - INTERVAL 1 MONTH)::DATE
      WHEN 'year' THEN (quoted_on - INTERVAL 1 YEAR)::DATE
    END AS due
  FROM quotation CROSS JOIN (VALUES ('day'), ('week'), ('month'), ('year')) AS horizons (horizon)
),
-- the nearest earlier quotation, if it is at most five days older than the date it stands for
compared AS (
  SELECT c.grade, c.horizon, p.low_cny_t AS low, p.high_cny_t AS high, p.mid_cny_t AS mid
  FROM comparison_date c
  ASOF JOIN mart.price_day p ON c.grade = p.grade AND c.due >= p.day
  WHERE p.day >= c.due - 5
),
before AS (
  SELECT grade,
    any_value(mid) FILTER (horizon = 'day') AS day_mid,
    any_value(mid) FILTER (horizon = 'week') AS week_mid,
    any_value(low) FILTER (horizon = 'week') AS week_low,
    any_value(high) FILTER (horizon = 'week') AS week_high,
    any_value(mid) FILTER (horizon = 'month') AS month_mid,
    any_value(mid) FILTER (horizon = 'year') AS year_mid
  FROM compared
  GROUP BY grade
),
-- mid-rank percentile among the quotations of the two years up to and with this one
standing AS (
  SELECT q.grade,
    (count(*) FILTER (p.mid_cny_t < q.mid) + 0.5 * count(*) FILTER (p.mid_cny_t = q.mid)) / count(*) AS percentile_2y
  FROM quotation q
  JOIN mart.price_day p ON p.grade = q.grade
    AND p.day > (q.quoted_on - INTERVAL 2 YEAR)::DATE AND p.day <= q.quoted_on
  GROUP BY q.grade
),
peak AS (
  SELECT p.grade, max(p.mid_cny_t) AS series_high, min_by(p.day, (-p.mid_cny_t, p.day)) AS series_high_on
  FROM mart.price_day p JOIN quotation q ON p.grade = q.grade AND p.day <= q.quoted_on
  GROUP BY p.grade
)
SELECT grade, quoted_on, quoted_on < $at AS carried, low, high, mid,
  mid - day_mid AS day_change, mid / day_mid - 1 AS day_pct,
  mid - week_mid AS week_change, mid / week_mid - 1 AS week_pct,
  low = week_low AND high = week_high AS week_unchanged,
  mid - month_mid AS month_change, mid / month_mid - 1 AS month_pct,
  mid - year_mid AS year_change, mid / year_mid - 1 AS year_pct,
  percentile_2y::DOUBLE AS percentile_2y,
  series_high, series_high_on, mid - series_high AS from_high, mid / series_high - 1 AS drawdown,
  mid * 5500 / heat_kcal_kg AS normalised_5500
FROM quotation
JOIN ref.grade USING (grade)
JOIN standing USING (grade)
JOIN peak USING (grade)
LEFT JOIN before USING (grade)
ORDER BY heat_kcal_kg DESC
