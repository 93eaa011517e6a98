/*
title: { zh: 优势市场销量占比(按发运时的名单), en: Advantage-market share (list at shipment) }
answers: { zh: 优势市场守住没有?, en: Do the advantage markets hold? }
params:
  from: { type: date, default: -24mo, label: { zh: 起(整月), en: From (whole month) } }
  to: { type: date, default: as_of, label: { zh: 止, en: To } }
  goal: { type: number, default: 0.5, min: 0, max: 1, label: { zh: 目标占比, en: Goal } }
columns:
  month: { zh: 月份, en: Month, format: month }
  total_wt: { zh: 总销量, en: Total, unit: wt }
  advantage_wt: { zh: 优势市场销量, en: Advantage markets, unit: wt }
  advantage_share: { zh: 优势市场占比, en: Advantage-market share, unit: share }
  goal: { zh: 目标, en: Goal, unit: share }
  gap_pp: { zh: 较目标, en: Against the goal, unit: pp }
  through: { zh: 统计至, en: Counted through }
  partial: { zh: 未满月, en: Incomplete month }
chart: { type: line, x: month, y: [advantage_share], mark: goal }
roles: [leader, strategist, analyst]
tags: [regions]
*/
WITH shipped AS (
  SELECT date_trunc('month', day)::DATE AS month, sum(net_t) AS total_t, sum(advantage_t) AS advantage_t
  FROM mart.region_day
  WHERE day BETWEEN date_trunc('month', $from) AND $to
  GROUP BY ALL
),
counted AS (
  SELECT least($to, max(day)) AS last_day FROM mart.region_day
),
-- a month without deliveries between two with some is a gap, not a missing row
calendar AS (
  SELECT unnest(generate_series(min(month), max(month), INTERVAL 1 MONTH))::DATE AS month FROM shipped
)
SELECT month, (coalesce(total_t, 0) / 10000)::DECIMAL(14, 7) AS total_wt, (coalesce(advantage_t, 0) / 10000)::DECIMAL(14, 7) AS advantage_wt,
  advantage_t / nullif(total_t, 0) AS advantage_share, $goal AS goal, round(100 * (advantage_t / nullif(total_t, 0) - $goal), 6) AS gap_pp,
  least(last_day(month), counted.last_day) AS through, counted.last_day < last_day(month) AS partial
FROM calendar
LEFT JOIN shipped USING (month)
CROSS JOIN counted
ORDER BY month
