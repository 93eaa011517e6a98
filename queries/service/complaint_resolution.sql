/*
title: { zh: 投诉办结用时, en: How long complaints take to settle }
answers: { zh: 投诉多久办结?还有哪些拖着没办?, en: How fast are complaints settled and how old are the open ones? }
params:
  from: { type: date, default: -12mo, label: { zh: 投诉起, en: Made from } }
  to: { type: date, default: as_of, label: { zh: 截至, en: As of } }
columns:
  kind: { zh: 投诉类型, en: Kind of complaint (Chinese) }
  kind_en: { zh: 投诉类型(英文), en: Kind of complaint }
  is_total: { zh: 合计, en: Total }
  complaints: { zh: 投诉件数, en: Complaints, unit: cases }
  settled: { zh: 已办结, en: Settled, unit: cases }
  median_days: { zh: '办结用时中位数(计入未办结)', en: Median (open ones censored), unit: days, format: decimal1 }
  p90_days: { zh: '办结用时P90(计入未办结)', en: P90 (open ones censored), unit: days, format: decimal1 }
  open: { zh: 未办结, en: Open, unit: cases }
  open_median_days: { zh: 未办结已历时中位数, en: 'Open ones: median age', unit: days, format: decimal1 }
  open_oldest_days: { zh: 未办结最长已历时, en: 'Open ones: oldest', unit: days, format: decimal1 }
chart: { type: bar, x: kind, y: [median_days, p90_days] }
roles: [leader, strategist, analyst]
tags: [service]
*/
WITH moment AS (
  SELECT ($to + 1)::TIMESTAMP AT TIME ZONE 'Asia/Shanghai' AS instant
),
-- what is settled after the day asked for was open on it
followed AS (
  SELECT coalesce(kind, '未注明') AS kind, coalesce(closed_at < instant, false) AS is_settled,
    epoch(least(coalesce(closed_at, instant), instant) - opened_at) / 86400 AS days
  FROM crm.complaint CROSS JOIN moment
  WHERE opened_at >= $from::TIMESTAMP AT TIME ZONE 'Asia/Shanghai' AND opened_at < instant AND _deleted_on IS NULL
),
of_kind AS (
  SELECT kind, false AS is_total, is_settled, days FROM followed
  UNION ALL
  SELECT '合计', true, is_settled, days FROM followed
),
-- Kaplan and Meier: of those still open after so many days, what part is settled then
at_risk AS (
  SELECT kind, is_total, days, count(*) FILTER (is_settled) AS settled,
    sum(count(*)) OVER (PARTITION BY kind, is_total ORDER BY days DESC) AS exposed
  FROM of_kind
  GROUP BY kind, is_total, days
),
survival AS (
  SELECT kind, is_total, days, settled,
    product(1 - settled / exposed) OVER (PARTITION BY kind, is_total ORDER BY days) AS still_open
  FROM at_risk
),
quantile AS (
  SELECT kind, is_total, min(days) FILTER (settled > 0 AND still_open <= 0.5 + 1e-9) AS median_days,
    min(days) FILTER (settled > 0 AND still_open <= 0.1 + 1e-9) AS p90_days
  FROM survival
  GROUP BY kind, is_total
),
counted AS (
  SELECT kind, is_total, count(*) AS complaints, count(*) FILTER (is_settled) AS settled, count(*) FILTER (NOT is_settled) AS open,
    median(days) FILTER (NOT is_settled) AS open_median_days, max(days) FILTER (NOT is_settled) AS open_oldest_days
  FROM of_kind
  GROUP BY kind, is_total
)
SELECT kind,
  CASE kind WHEN '热值' THEN 'heat value' WHEN '亏吨' THEN 'short weight' WHEN '杂物' THEN 'foreign matter' WHEN '水分' THEN 'moisture'
    WHEN '延误' THEN 'delay' WHEN '其他' THEN 'other' WHEN '合计' THEN 'Total' ELSE 'not stated' END AS kind_en,
  is_total, c.complaints::INTEGER AS complaints, c.settled::INTEGER AS settled, q.median_days, q.p90_days,
  c.open::INTEGER AS open, c.open_median_days, c.open_oldest_days
FROM counted c JOIN quantile q USING (kind, is_total)
ORDER BY is_total DESC, c.complaints DESC, kind
