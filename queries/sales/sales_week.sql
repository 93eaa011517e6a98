/*
title: { zh: '周销量与均价(自截止日往前每7天)', en: 'Weekly tonnage and average price (7-day weeks counted back from the end)' }
answers: { zh: 每周卖了多少、卖什么价?, en: How much did we sell each week and at what price? }
params:
  from: { type: date, default: -24mo, label: { zh: 起, en: From } }
  to: { type: date, default: as_of, label: { zh: 止, en: To } }
columns:
  week_start: { zh: 周初, en: First day }
  week_end: { zh: 周末, en: Last day }
  wt: { zh: 销量, en: Tonnage, unit: wt }
  avg_price: { zh: 均价(含税), en: Average price (incl. VAT), unit: cny_t }
  key_share: { zh: 大户占比, en: Key-account share, unit: share }
chart: { type: line, x: week_end, y: [wt] }
roles: [leader, strategist, analyst]
tags: [sales]
*/
WITH last_delivery AS (
  SELECT least($to, max(day)) AS day FROM mart.account_day
),
shipped AS (
  SELECT last_delivery.day - 7 * (date_diff('day', d.day, last_delivery.day) // 7)::INTEGER AS week_end,
    sum(net_t) AS t, sum(key_t) AS key_t, sum(amount_cny) AS amount_cny, sum(priced_t) AS priced_t
  FROM mart.account_day d CROSS JOIN last_delivery
  WHERE d.day BETWEEN $from AND last_delivery.day
  GROUP BY ALL
)
SELECT week_end - 6 AS week_start, week_end, (t / 10000)::DECIMAL(14, 7) AS wt, amount_cny / nullif(priced_t, 0) AS avg_price,
  key_t / nullif(t, 0) AS key_share
FROM shipped
WHERE week_end - 6 >= $from
ORDER BY week_end
