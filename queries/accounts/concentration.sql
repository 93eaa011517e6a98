/*
title: { zh: 客户集中度, en: Customer concentration }
answers: { zh: 前五大客户依赖是否过高?, en: Do we depend too much on the five largest customers? }
params:
  from: { type: date, default: -12mo, label: { zh: 起, en: From } }
  to: { type: date, default: as_of, label: { zh: 止, en: To } }
  level:
    type: enum
    values: [group, entity]
    labels: { group: { zh: 集团, en: Group }, entity: { zh: 单户, en: Legal entity } }
    default: group
    label: { zh: 口径, en: Level }
columns:
  accounts: { zh: 有发运客户数, en: Customers with deliveries, unit: accounts }
  total_wt: { zh: 总销量, en: Total, unit: wt }
  cr1: { zh: 第一大客户占比(CR1), en: CR1, unit: share }
  cr4: { zh: 前四大占比(CR4), en: CR4, unit: share }
  cr5: { zh: 前五大占比(CR5), en: CR5, unit: share }
  cr10: { zh: 前十大占比(CR10), en: CR10, unit: share }
  hhi: { zh: '集中度指数(HHI,满值10000)', en: HHI (of 10000), unit: ratio, format: integer }
  effective_accounts: { zh: 有效客户数(10000/HHI), en: Effective customers (10000/HHI), unit: accounts, format: decimal1 }
  gini: { zh: '基尼系数(有发运客户)', en: Gini (customers with deliveries), unit: ratio, format: decimal3 }
  n_lt_4: { zh: 客户不足4户, en: Fewer than 4 customers }
  n_lt_5: { zh: 客户不足5户, en: Fewer than 5 customers }
  n_lt_10: { zh: 客户不足10户, en: Fewer than 10 customers }
chart: { type: table }
roles: [leader, strategist, analyst]
tags: [accounts, briefing]
*/
-- customers whose returns outweigh their deliveries have no share
WITH customer_tonnes AS (
  SELECT CASE WHEN $level = 'group' THEN coalesce(parent_id, account_id) ELSE account_id END AS customer, sum(net_t) AS t
  FROM mart.account_day LEFT JOIN crm.account_parent USING (account_id)
  WHERE day BETWEEN $from AND $to
  GROUP BY customer
  HAVING sum(net_t) > 0
),
ranked AS (
  SELECT *, t / sum(t) OVER () AS share, count(*) OVER () AS n,
    row_number() OVER (ORDER BY t DESC, customer) AS place,
    row_number() OVER (ORDER BY t, customer) AS place_from_below
  FROM customer_tonnes
)
SELECT count(*)::INTEGER AS accounts, (coalesce(sum(t), 0) / 10000)::DECIMAL(14, 7) AS total_wt,
  sum(share) FILTER (place <= 1) AS cr1, sum(share) FILTER (place <= 4) AS cr4,
  sum(share) FILTER (place <= 5) AS cr5, sum(share) FILTER (place <= 10) AS cr10,
  sum((100 * share) ** 2) AS hhi, 10000 / sum((100 * share) ** 2) AS effective_accounts,
  sum((2 * place_from_below - n - 1) * share) / any_value(n) AS gini,
  count(*) < 4 AS n_lt_4, count(*) < 5 AS n_lt_5, count(*) < 10 AS n_lt_10
FROM ranked
