/*
title: { zh: 'RFM 客户分值(近12个月)', en: RFM scores of customers (12 months) }
answers: { zh: '哪些客户买得近、买得勤、买得多?', en: 'Which customers bought lately, often and much?' }
params:
  at: { type: date, default: as_of, label: { zh: 截至, en: As of } }
columns:
  account_id: { zh: 客户编号, en: Account }
  short_name: { zh: 客户简称, en: Short name }
  r: { zh: R分, en: R, format: integer }
  f: { zh: F分, en: F, format: integer }
  m: { zh: M分, en: M, format: integer }
  rfm: { zh: 总分, en: Sum, format: integer }
  days_since: { zh: 距上次发运, en: Since the last delivery, unit: days }
  usual_gap: { zh: 平常间隔(中位数), en: Usual gap (median), unit: days, format: decimal1 }
  months: { zh: '有发运月数(12个月内)', en: Months with deliveries (of 12), unit: count }
  wt: { zh: 12个月销量, en: Tonnage of 12 months, unit: wt }
  contract: { zh: '合同客户(R按自身间隔)', en: Contract customer (R by its own gap) }
chart: { type: table }
roles: [leader, strategist, analyst]
tags: [accounts]
*/
-- Scores 1 to 5 by the cut-offs between fifths of the customers at the end of the month before: they stand still for a
-- month, and equal customers have equal scores. A customer with a contract has 5 for R within twice its own usual gap, 4
-- within twice that, and so on. A year that begins before the deliveries do is none.
WITH data_begin AS (
  SELECT min(day) AS day FROM mart.account_day
),
anchor AS (
  SELECT unnest([(date_trunc('month', $at) - INTERVAL 1 DAY)::DATE, $at]) AS day, unnest(['edges', 'now']) AS use
),
shipped AS (
  SELECT n.use, n.day AS anchor_day, d.account_id, d.day, d.net_t,
    d.day - lag(d.day) OVER (PARTITION BY n.use, d.account_id ORDER BY d.day) AS gap
  FROM anchor n JOIN mart.account_day d ON d.day <= n.day AND d.day > (n.day - INTERVAL 12 MONTH)::DATE AND d.net_t > 0
  WHERE (SELECT day FROM data_begin) <= (n.day - INTERVAL 12 MONTH)::DATE + 1
),
measured AS (
  SELECT use, account_id, anchor_day - max(day) AS days_since, median(gap) AS usual_gap,
    least(12, count(DISTINCT date_trunc('month', day))) AS months, sum(net_t) AS t
  FROM shipped
  GROUP BY use, account_id, anchor_day
),
edge AS (
  SELECT quantile_disc(days_since, [0.2, 0.4, 0.6, 0.8]) AS days, quantile_disc(months, [0.2, 0.4, 0.6, 0.8]) AS months,
    quantile_disc(t, [0.2, 0.4, 0.6, 0.8]) AS t
  FROM measured WHERE use = 'edges'
  HAVING count(*) > 0
),
contracted AS (
  SELECT DISTINCT account_id FROM crm.live_contract WHERE $at BETWEEN starts_on AND ends_on
),
scored AS (
  SELECT n.*, c.account_id IS NOT NULL AS contract,
    CASE WHEN c.account_id IS NOT NULL AND usual_gap IS NOT NULL THEN greatest(1, least(5, 6 - ceil(days_since / (2 * usual_gap))))
      ELSE 1 + len(list_filter(e.days, lambda cut: days_since <= cut)) END::INTEGER AS r,
    (1 + len(list_filter(e.months, lambda cut: n.months >= cut)))::INTEGER AS f,
    (1 + len(list_filter(e.t, lambda cut: n.t >= cut)))::INTEGER AS m
  FROM measured n CROSS JOIN edge e LEFT JOIN contracted c ON c.account_id = n.account_id
  WHERE use = 'now'
)
SELECT account_id, coalesce(short_name, name, account_id) AS short_name, r, f, s.m, r + f + s.m AS rfm, days_since, usual_gap, months,
  (t / 10000)::DECIMAL(14, 7) AS wt, contract
FROM scored s LEFT JOIN crm.account USING (account_id)
ORDER BY rfm DESC, t DESC, account_id
