/*
title: { zh: 环渤海动力煤价格指数, en: Bohai-rim steam-coal price index }
answers: { zh: 指数报收多少?连续涨跌了几期?, en: Where did the index close and how many periods in a row has it moved? }
params:
  from: { type: date, default: -24mo, label: { zh: 起, en: From } }
  to: { type: date, default: as_of, label: { zh: 止, en: To } }
columns:
  week_end: { zh: 报告期末, en: Period end }
  value: { zh: 指数, en: Index, unit: cny_t }
  change: { zh: 期环比, en: Change on the period before, unit: cny_t }
  change_pct: { zh: 期环比幅, en: 'Change %', unit: pct_change }
  streak: { zh: 连续同向期数, en: Periods in the same direction, unit: periods }
  cumulative: { zh: 连续期累计, en: Change over the streak, unit: cny_t }
  cumulative_pct: { zh: 连续期累计幅, en: 'Change over the streak %', unit: pct_change }
chart: { type: line, x: week_end, y: [value] }
roles: [leader, strategist, analyst]
tags: [price, briefing]
*/
WITH published AS (
  SELECT period_end AS week_end, value,
    value - lag(value) OVER (PARTITION BY market.segment_of(series, period_end) ORDER BY period_end) AS change
  FROM market.latest
  WHERE series = 'BOHAI.INDEX' AND period_end <= $to
),
directed AS (
  SELECT *, sign(change) AS direction, lag(sign(change)) OVER (ORDER BY week_end) AS direction_before
  FROM published
),
-- a period that turns, or stands still, begins another run
in_runs AS (
  SELECT *, count(*) FILTER (direction IS DISTINCT FROM direction_before) OVER (ORDER BY week_end) AS run
  FROM directed
),
measured AS (
  SELECT *, count(change) OVER so_far AS streak, sum(change) OVER so_far AS cumulative
  FROM in_runs
  WINDOW so_far AS (PARTITION BY run ORDER BY week_end)
)
SELECT week_end, value::DECIMAL(10, 2) AS value, change::DECIMAL(10, 2) AS change, change / (value - change) AS change_pct,
  CASE WHEN change IS NOT NULL THEN streak END::INTEGER AS streak,
  cumulative::DECIMAL(10, 2) AS cumulative, cumulative / (value - cumulative) AS cumulative_pct
FROM measured
WHERE week_end >= $from
ORDER BY week_end
