/*
title: { zh: 客户销量帕累托, en: Pareto of customers }
answers: { zh: 靠哪些客户撑起一半销量?, en: Which customers carry half of the tonnage? }
params:
  from: { type: date, default: -12mo, label: { zh: 起, en: From } }
  to: { type: date, default: as_of, label: { zh: 止, en: To } }
  top: { type: integer, default: 20, min: 1, max: 1000, label: { zh: 前几名, en: Top } }
  level:
    type: enum
    values: [group, entity]
    labels: { group: { zh: 集团, en: Group }, entity: { zh: 单户, en: Legal entity } }
    default: group
    label: { zh: 口径, en: Level }
columns:
  rank: { zh: 名次, en: Rank, format: integer }
  account_id: { zh: 客户编号, en: Account }
  short_name: { zh: 客户简称, en: Short name }
  wt: { zh: 销量, en: Tonnage, unit: wt }
  share: { zh: 占比, en: Share, unit: share }
  cumulative_share: { zh: 累计占比, en: Cumulative share, unit: share }
  is_key: { zh: 期末为大户, en: Key account at the end }
chart: { type: bar, x: short_name, y: [wt] }
roles: [leader, strategist, analyst]
tags: [accounts]
*/
WITH entity AS (
  SELECT a.account_id, CASE WHEN $level = 'group' THEN coalesce(p.parent_id, a.account_id) ELSE a.account_id END AS customer,
    EXISTS (FROM crm.key_account k WHERE k.account_id = a.account_id
      AND k.valid_from <= $to AND (k.valid_to IS NULL OR $to < k.valid_to)) AS is_key
  FROM crm.account a LEFT JOIN crm.account_parent p USING (account_id)
),
customer_tonnes AS (
  SELECT coalesce(customer, account_id) AS customer, sum(net_t) AS t, coalesce(bool_or(is_key), false) AS is_key
  FROM mart.account_day LEFT JOIN entity USING (account_id)
  WHERE day BETWEEN $from AND $to
  GROUP BY ALL
  HAVING sum(net_t) > 0
),
ranked AS (
  SELECT *, row_number() OVER by_size AS rank, t / sum(t) OVER () AS share,
    sum(t) OVER (by_size ROWS UNBOUNDED PRECEDING) / sum(t) OVER () AS cumulative_share
  FROM customer_tonnes
  WINDOW by_size AS (ORDER BY t DESC, customer)
)
SELECT rank::INTEGER AS rank, customer AS account_id, coalesce(short_name, name, customer) AS short_name,
  (t / 10000)::DECIMAL(14, 7) AS wt, share, cumulative_share, is_key
FROM ranked LEFT JOIN crm.account ON crm.account.account_id = customer
WHERE rank <= $top
ORDER BY rank
