/*
title: { zh: '目标完成进度(对照工作日时间进度)', en: Attainment of targets against the working days gone by }
answers: { zh: '本周销量、收入、回款较计划进度怎么样?', en: 'How do tonnage, revenue and collections stand against plan?' }
params:
  at: { type: date, default: as_of, label: { zh: 截至, en: As of } }
columns:
  metric: { zh: 指标, en: Target of (Chinese) }
  metric_en: { zh: 指标(英文), en: Target of }
  owner: { zh: '责任单位(空为集团)', en: Answerable (empty for the group) }
  period_start: { zh: 期初, en: First day }
  period_end: { zh: 期末, en: Last day }
  unit: { zh: 单位, en: Unit (Chinese) }
  unit_en: { zh: 单位(英文), en: Unit }
  week: { zh: 近7天, en: Last 7 days, format: decimal2 }
  actual: { zh: 期内累计, en: To date, format: decimal2 }
  target: { zh: 目标, en: Target, format: decimal2 }
  attainment: { zh: 完成率, en: Attainment, unit: share }
  workdays_gone: { zh: 已过工作日, en: Working days gone, unit: days }
  workdays: { zh: 期内工作日, en: Working days, unit: days }
  progress: { zh: 时间进度, en: Time progress, unit: share }
  gap_pp: { zh: '较时间进度(占比指标为较目标)', en: 'Against time progress (shares: against the target)', unit: pp }
chart: { type: table }
roles: [leader, strategist, analyst]
tags: [sales, briefing]
*/
WITH stated AS (
  SELECT metric, owner, period_start, period_end,
    CASE WHEN unit IN ('吨', '元') THEN value / 10000 WHEN unit = '亿元' THEN value * 10000 WHEN unit = '比例' THEN value * 100 ELSE value END AS target,
    CASE WHEN unit = '吨' THEN '万吨' WHEN unit IN ('元', '亿元') THEN '万元' WHEN unit = '比例' THEN '%' ELSE unit END AS unit
  FROM crm.target
  WHERE _deleted_on IS NULL AND $at BETWEEN period_start AND period_end
),
-- the group answers for what it states itself, else for the sum of its offices; shares do not add up
target AS (
  SELECT metric, period_start, period_end, unit, owner, target FROM stated WHERE owner NOT IN ('集团', '公司')
  UNION ALL
  SELECT metric, period_start, period_end, unit, NULL,
    coalesce(max(target) FILTER (owner IN ('集团', '公司')),
      CASE WHEN unit <> '%' THEN sum(target) WHEN min(target) = max(target) THEN max(target) END)
  FROM stated
  GROUP BY metric, period_start, period_end, unit
),
period AS (
  SELECT DISTINCT period_start, period_end, least(period_start, $at - 6) AS from_day FROM stated
),
workday AS (
  SELECT period_start, period_end, count(*) FILTER (works) AS workdays, count(*) FILTER (works AND day <= $at) AS workdays_gone
  FROM period JOIN ref.calendar ON day BETWEEN period_start AND period_end
  GROUP BY ALL
),
-- an owner whose name two offices share belongs to neither
office AS (
  SELECT a.account_id, max(u.department) AS owner
  FROM crm.account a JOIN crm.crm_user u ON u.name = a.owner AND u._deleted_on IS NULL
  GROUP BY a.account_id
  HAVING count(DISTINCT u.department) = 1
),
movement AS (
  SELECT day, account_id, net_t, key_t, amount_cny, 0::DECIMAL(18, 2) AS received_cny FROM mart.account_day WHERE day <= $at
  UNION ALL
  SELECT received_on, account_id, 0, 0, 0, amount_cny FROM crm.receipt WHERE received_on <= $at
),
-- a period that begins before the deliveries or receipts do has no figure rather than a small one
first_day AS (
  SELECT (SELECT min(day) FROM mart.account_day) AS delivered, (SELECT min(received_on) FROM crm.receipt) AS received
),
counted AS (
  SELECT p.period_start, p.period_end, o.owner, grouping(o.owner) = 1 AS whole,
    sum(net_t) FILTER (day >= p.period_start) / 10000 AS wt, sum(net_t) FILTER (day > $at - 7) / 10000 AS week_wt,
    sum(amount_cny) FILTER (day >= p.period_start) / 10000 AS revenue, sum(amount_cny) FILTER (day > $at - 7) / 10000 AS week_revenue,
    sum(received_cny) FILTER (day >= p.period_start) / 10000 AS received, sum(received_cny) FILTER (day > $at - 7) / 10000 AS week_received,
    100 * sum(key_t) FILTER (day >= p.period_start) / nullif(sum(net_t) FILTER (day >= p.period_start), 0) AS key_share,
    100 * sum(key_t) FILTER (day > $at - 7) / nullif(sum(net_t) FILTER (day > $at - 7), 0) AS week_key_share
  FROM period p JOIN movement m ON m.day >= p.from_day LEFT JOIN office o USING (account_id)
  GROUP BY GROUPING SETS ((p.period_start, p.period_end, o.owner), (p.period_start, p.period_end))
),
measured AS (
  SELECT t.*,
    CASE WHEN t.metric = '回款' THEN f.received <= t.period_start ELSE f.delivered <= t.period_start END AS covered,
    CASE t.metric WHEN '销量' THEN c.wt WHEN '销售收入' THEN c.revenue WHEN '回款' THEN c.received WHEN '大户占比' THEN c.key_share END AS actual,
    CASE t.metric WHEN '销量' THEN c.week_wt WHEN '销售收入' THEN c.week_revenue WHEN '回款' THEN c.week_received
      WHEN '大户占比' THEN c.week_key_share END AS week
  FROM target t CROSS JOIN first_day f
  LEFT JOIN counted c ON c.period_start = t.period_start AND c.period_end = t.period_end
    AND (CASE WHEN t.owner IS NULL THEN c.whole ELSE NOT c.whole AND c.owner = t.owner END)
)
SELECT m.metric, CASE m.metric WHEN '销量' THEN 'tonnage' WHEN '销售收入' THEN 'revenue' WHEN '回款' THEN 'collections' WHEN '大户占比' THEN 'key-account share'
    ELSE m.metric END AS metric_en,
  m.owner, m.period_start, m.period_end, m.unit, CASE m.unit WHEN '万吨' THEN '10 kt' WHEN '万元' THEN '10k CNY' ELSE m.unit END AS unit_en, round(week, 4) AS week,
  CASE WHEN covered THEN round(actual, 4) END AS actual, m.target::DECIMAL(18, 4) AS target,
  CASE WHEN covered THEN actual / nullif(m.target, 0) END AS attainment,
  workdays_gone, workdays, CASE WHEN m.unit <> '%' THEN workdays_gone / nullif(workdays, 0) END AS progress,
  CASE WHEN NOT covered THEN NULL WHEN m.unit = '%' THEN round(actual - m.target, 6)
    ELSE round(100 * (actual / nullif(m.target, 0) - workdays_gone / nullif(workdays, 0)), 6) END AS gap_pp
FROM measured m JOIN workday w USING (period_start, period_end)
ORDER BY list_position(['销量', '销售收入', '回款', '大户占比'], m.metric), m.metric, m.period_end, m.owner NULLS FIRST
