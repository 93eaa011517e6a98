/*
title: { zh: '大户周变动(近7天对前7天)', en: Key accounts that moved (7 days against the 7 before) }
answers: { zh: 本周大户占比的变化靠谁?, en: Who moved the key-account share this week? }
params:
  at: { type: date, default: as_of, label: { zh: 截至, en: As of } }
  top: { type: integer, default: 10, min: 1, max: 1000, label: { zh: 前几名, en: Top } }
columns:
  account_id: { zh: 客户编号, en: Account }
  short_name: { zh: 客户简称, en: Short name }
  wt: { zh: 近7天销量, en: Last 7 days, unit: wt }
  previous_wt: { zh: 前7天销量, en: 7 days before, unit: wt }
  change_wt: { zh: 周环比, en: Week change, unit: wt }
  change_pct: { zh: 周环比幅, en: 'Week change %', unit: pct_change }
  contribution_pp: { zh: 对大户占比的贡献, en: Contribution to the key-account share, unit: pp }
chart: { type: bar, x: short_name, y: [change_wt] }
roles: [leader, strategist, analyst]
tags: [accounts]
*/
-- key tonnes are those shipped while the account was a key account
WITH fortnight AS (
  SELECT account_id, day > $at - 7 AS this_week, net_t, key_t
  FROM mart.account_day
  WHERE day BETWEEN $at - 13 AND $at
),
total AS (
  SELECT sum(net_t) FILTER (this_week) AS this_t, sum(net_t) FILTER (NOT this_week) AS before_t FROM fortnight
),
key_account AS (
  SELECT account_id, coalesce(sum(key_t) FILTER (this_week), 0) AS this_t, coalesce(sum(key_t) FILTER (NOT this_week), 0) AS before_t
  FROM fortnight
  GROUP BY account_id
  HAVING sum(key_t) > 0
)
-- contributions add up to the change of the key-account share; none without both weeks
SELECT account_id, coalesce(short_name, name, account_id) AS short_name,
  (k.this_t / 10000)::DECIMAL(14, 7) AS wt,
  CASE WHEN total.before_t IS NOT NULL THEN (k.before_t / 10000)::DECIMAL(14, 7) END AS previous_wt,
  CASE WHEN total.before_t IS NOT NULL THEN ((k.this_t - k.before_t) / 10000)::DECIMAL(14, 7) END AS change_wt,
  k.this_t / nullif(k.before_t, 0) - 1 AS change_pct,
  round(100 * (k.this_t / nullif(total.this_t, 0) - k.before_t / nullif(total.before_t, 0)), 6) AS contribution_pp
FROM key_account k
CROSS JOIN total
LEFT JOIN crm.account USING (account_id)
ORDER BY abs(k.this_t - k.before_t) DESC, account_id
LIMIT $top
