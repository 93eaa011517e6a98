/*
title: { zh: 应收账款周转天数(DSO), en: Days sales outstanding }
answers: { zh: '货款平均多少天收回来,在变慢吗?', en: 'After how many days does the money come in, and does it take longer?' }
params:
  from: { type: date, default: -12mo, label: { zh: 起(整月), en: From (whole month) } }
  to: { type: date, default: as_of, label: { zh: 止, en: To } }
  days: { type: integer, default: 90, min: 7, max: 366, label: { zh: 销售期天数, en: Days of sales } }
  horizon: { type: integer, default: 30, min: 0, max: 366, label: { zh: 未到期应收计入天数, en: Days ahead within which instalments are owed already } }
columns:
  day: { zh: 月末或止日, en: End of month or of the window }
  receivable_wan: { zh: 应收, en: Receivable, unit: cny_wan }
  prepaid_wan: { zh: 预收, en: Prepaid, unit: cny_wan }
  net_wan: { zh: 应收净额, en: Net receivable, unit: cny_wan }
  sales_wan: { zh: 销售期内销售额, en: Sales in the period, unit: cny_wan }
  dso: { zh: 周转天数, en: DSO, unit: days, format: decimal1 }
  dso_count_back: { zh: '周转天数(倒推法)', en: DSO (count-back), unit: days, format: decimal1 }
  net_prepaid: { zh: '预收大于应收(记0天)', en: More prepaid than owed (0 days) }
chart: { type: line, x: day, y: [dso, dso_count_back] }
roles: [leader, strategist, analyst]
tags: [accounts, receivables]
*/
-- sales are the priced deliveries; a date whose period begins before they do has no days
WITH end_of_month AS (
  SELECT least(last_day(month), $to) AS day
  FROM (SELECT unnest(generate_series(date_trunc('month', $from), date_trunc('month', $to), INTERVAL 1 MONTH))::DATE AS month)
),
movement AS (
  SELECT account_id, due_on - $horizon AS day, due_cny AS cny FROM crm.instalment
  UNION ALL
  SELECT account_id, received_on, -amount_cny FROM crm.receipt
),
-- negative balances are prepayments
balance AS (
  SELECT e.day, m.account_id, sum(m.cny) AS cny
  FROM end_of_month e JOIN movement m ON m.day <= e.day
  GROUP BY ALL
),
ledger AS (
  SELECT day, coalesce(sum(cny) FILTER (cny > 0), 0) AS receivable_cny, coalesce(-sum(cny) FILTER (cny < 0), 0) AS prepaid_cny,
    sum(cny) AS net_cny
  FROM balance
  GROUP BY day
),
sold AS (
  SELECT day, sum(amount_cny) AS cny FROM mart.account_day GROUP BY day HAVING sum(amount_cny) > 0
),
first_sale AS (
  SELECT min(day) AS day FROM sold
),
sold_before AS (
  SELECT l.day, l.net_cny, s.day AS sold_on, s.cny, sum(s.cny) OVER (PARTITION BY l.day ORDER BY s.day DESC) AS cumulated_cny
  FROM ledger l JOIN sold s ON s.day <= l.day
),
-- the days back to the first sale that is not paid yet; of the last day its part
counted_back AS (
  SELECT day, CASE WHEN max(cumulated_cny) >= any_value(net_cny)
      THEN coalesce(date_diff('day', min(sold_on) FILTER (cumulated_cny <= net_cny), any_value(day)) + 1, 0)
        + coalesce(max((net_cny - (cumulated_cny - cny)) / cny) FILTER (cumulated_cny > net_cny AND cumulated_cny - cny < net_cny), 0) END AS days,
    sum(cny) FILTER (sold_on > day - $days) AS sales_cny
  FROM sold_before
  GROUP BY day
)
SELECT day, (receivable_cny / 10000)::DECIMAL(14, 6) AS receivable_wan, (prepaid_cny / 10000)::DECIMAL(14, 6) AS prepaid_wan,
  (net_cny / 10000)::DECIMAL(14, 6) AS net_wan,
  CASE WHEN f.day <= l.day - $days + 1 THEN (sales_cny / 10000)::DECIMAL(14, 6) END AS sales_wan,
  CASE WHEN f.day <= l.day - $days + 1 THEN greatest(0, net_cny) * $days / sales_cny END AS dso,
  CASE WHEN net_cny <= 0 THEN 0 ELSE days END AS dso_count_back, net_cny < 0 AS net_prepaid
FROM ledger l LEFT JOIN counted_back USING (day) CROSS JOIN first_sale f
ORDER BY day
