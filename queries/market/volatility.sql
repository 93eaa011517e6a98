/*
title: { zh: '价格波动率(周对数收益年化)', en: 'Price volatility (weekly log returns, annualised)' }
answers: { zh: 价格波动在放大还是收敛?, en: Is the price becoming more volatile or less? }
params:
  from: { type: date, default: -24mo, label: { zh: 起, en: From } }
  to: { type: date, default: as_of, label: { zh: 止, en: To } }
  series: { type: text, default: QHD.FOB.Q5500, max: 60, label: { zh: '价格序列代码(日或周)', en: Code of the price series (daily or weekly) } }
  weeks: { type: integer, default: 26, min: 2, max: 260, label: { zh: 窗口(周), en: Window (weeks) } }
  min_n: { type: integer, default: 13, min: 2, max: 260, label: { zh: 最少周数, en: Fewest weeks } }
columns:
  week_end: { zh: 周末, en: Week end }
  value: { zh: 价格, en: Price, format: decimal2 }
  weekly_return: { zh: 周对数收益, en: Weekly log return, unit: pct_change }
  n: { zh: 窗口内周数, en: Weeks in the window, unit: count }
  volatility: { zh: 年化波动率, en: Volatility a year, unit: share }
chart: { type: line, x: week_end, y: [volatility] }
roles: [strategist, analyst]
tags: [price]
*/
WITH published AS (
  SELECT period_end AS day, value::DOUBLE AS value, market.segment_of(series, period_end) AS segment
  FROM market.latest
  WHERE series = $series AND period_end <= $to
),
spanned AS (
  SELECT min(day) AS first_day, max(day) AS last_day FROM published
),
-- weeks counted back from the newest value, each on its nearest earlier value, if that is at most five days older
week_close AS (
  SELECT w.due AS week_end, p.value, p.segment
  FROM (SELECT unnest(generate_series(last_day, first_day, INTERVAL (-7) DAY))::DATE AS due FROM spanned) w
  ASOF JOIN published p ON w.due >= p.day
  WHERE p.day >= w.due - 5
),
-- no return across a missing week, a change of method or a price that is not above nought
returned AS (
  SELECT week_end, value,
    CASE WHEN week_end - lag(week_end) OVER by_week = 7 AND segment = lag(segment) OVER by_week AND value > 0 AND lag(value) OVER by_week > 0
      THEN ln(value / lag(value) OVER by_week) END AS weekly_return
  FROM week_close
  WINDOW by_week AS (ORDER BY week_end)
),
measured AS (
  SELECT *, count(weekly_return) OVER recent AS n, stddev_samp(weekly_return) OVER recent AS deviation
  FROM returned
  WINDOW recent AS (ORDER BY week_end RANGE BETWEEN to_days(7 * ($weeks - 1)) PRECEDING AND CURRENT ROW)
)
SELECT week_end, value, weekly_return, n::INTEGER AS n, CASE WHEN n >= $min_n THEN deviation * sqrt(52) END AS volatility
FROM measured
WHERE week_end >= $from
ORDER BY week_end
