/*
title: { zh: 客户分层升降, en: Migration between customer tiers }
answers: { zh: '大户分层升降、新增和流失各多少?', en: 'How many customers rose, fell, came and went?' }
params:
  before: { type: date, default: -12mo, label: { zh: 对比日, en: Compared with } }
  at: { type: date, default: as_of, label: { zh: 截至, en: As of } }
  days: { type: integer, default: 365, min: 7, max: 3660, label: { zh: 有发运的天数窗口, en: Days in which a customer takes deliveries } }
columns:
  from_tier: { zh: '原级别(新增为空)', en: Tier before (none if new) }
  to_tier: { zh: '现级别(流失为空)', en: Tier now (none if lost) }
  direction_zh: { zh: 变动, en: Direction (Chinese) }
  direction_en: { zh: 变动(英文), en: Direction }
  accounts: { zh: 客户数, en: Customers, unit: accounts }
  share: { zh: 占原级别客户, en: Of the customers of the tier before, unit: share }
  wt_before: { zh: 原窗口销量, en: Tonnage before, unit: wt }
  wt_now: { zh: 现窗口销量, en: Tonnage now, unit: wt }
chart: { type: table }
roles: [leader, strategist, analyst]
tags: [accounts]
*/
-- customers of a day are those with deliveries in the window that ends on it; a window that begins before the deliveries
-- do would call everyone new
WITH data_begin AS (
  SELECT min(day) AS day FROM mart.account_day
),
tonnes AS (
  SELECT account_id, coalesce(sum(net_t) FILTER (day > $before - $days AND day <= $before), 0) AS t_before,
    coalesce(sum(net_t) FILTER (day > $at - $days), 0) AS t_now
  FROM mart.account_day
  WHERE day <= $at AND day > least($before, $at) - $days AND (SELECT day FROM data_begin) <= $before - $days + 1
  GROUP BY account_id
),
tier_on AS (
  SELECT account_id, asked_on, arg_max(value, valid_from) AS tier
  FROM crm.account_change CROSS JOIN (VALUES ($before), ($at)) AS asked (asked_on)
  WHERE field = 'tier' AND _deleted_on IS NULL AND value <> '' AND valid_from <= asked_on AND (valid_to IS NULL OR asked_on < valid_to)
  GROUP BY ALL
),
moved AS (
  SELECT account_id, t_before, t_now, CASE WHEN t_before > 0 THEN coalesce(b.tier, a.tier, '未分级') END AS from_tier,
    CASE WHEN t_now > 0 THEN coalesce(n.tier, a.tier, '未分级') END AS to_tier
  FROM tonnes LEFT JOIN crm.account a USING (account_id)
  LEFT JOIN (FROM tier_on WHERE asked_on = $before) b USING (account_id)
  LEFT JOIN (FROM tier_on WHERE asked_on = $at) n USING (account_id)
  WHERE t_before > 0 OR t_now > 0
),
counted AS (
  SELECT from_tier, to_tier, count(*) AS accounts, sum(t_before) AS t_before, sum(t_now) AS t_now,
    CASE WHEN from_tier IS NULL THEN 'new' WHEN to_tier IS NULL THEN 'lost' WHEN from_tier = to_tier THEN 'same'
      WHEN '未分级' IN (from_tier, to_tier) THEN 'other' WHEN to_tier < from_tier THEN 'up' ELSE 'down' END AS direction
  FROM moved
  GROUP BY from_tier, to_tier
)
SELECT from_tier, to_tier, CASE direction WHEN 'new' THEN '新增' WHEN 'lost' THEN '流失' WHEN 'same' THEN '不变' WHEN 'up' THEN '上升'
    WHEN 'down' THEN '下降' ELSE '其他' END AS direction_zh, direction AS direction_en, accounts,
  CASE WHEN from_tier IS NOT NULL THEN accounts / sum(accounts) OVER (PARTITION BY from_tier) END AS share,
  (t_before / 10000)::DECIMAL(14, 7) AS wt_before, (t_now / 10000)::DECIMAL(14, 7) AS wt_now
FROM counted
ORDER BY from_tier = '未分级', from_tier NULLS LAST, to_tier = '未分级', to_tier NULLS LAST
