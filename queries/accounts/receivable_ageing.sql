/*
title: { zh: '应收账款账龄(按到期日,先到期先核销)', en: 'Ageing of receivables (by due day, oldest paid first)' }
answers: { zh: '应收余额有多少,逾期多久?', en: 'How much is owed, and how long overdue?' }
params:
  at: { type: date, default: as_of, label: { zh: 截至, en: As of } }
  horizon: { type: integer, default: 30, min: 0, max: 366, label: { zh: 未到期应收计入天数, en: Days ahead within which instalments are owed already } }
columns:
  band: { zh: 账龄代码, en: Band code }
  band_zh: { zh: 账龄, en: Band (Chinese) }
  band_en: { zh: 账龄(英文), en: Band }
  accounts: { zh: 客户数, en: Customers, unit: accounts }
  instalments: { zh: 笔数, en: Instalments, unit: count }
  amount_wan: { zh: 金额, en: Amount, unit: cny_wan }
  share: { zh: 占应收余额, en: Of the receivables, unit: share }
chart: { type: bar, x: band_zh, y: [amount_wan] }
roles: [leader, strategist, analyst]
tags: [accounts, receivables, briefing]
*/
WITH band AS (
  FROM (VALUES
    (1, 'not_due', '未到期', 'not due', NULL, 0), (2, 'd1_30', '逾期1-30天', '1–30 days', 1, 30),
    (3, 'd31_60', '逾期31-60天', '31–60 days', 31, 60), (4, 'd61_90', '逾期61-90天', '61–90 days', 61, 90),
    (5, 'd91_180', '逾期91-180天', '91–180 days', 91, 180), (6, 'd181_365', '逾期181-365天', '181–365 days', 181, 365),
    (7, 'd366', '逾期365天以上', 'over 365 days', 366, NULL)
  ) AS bands (sort, band, band_zh, band_en, from_days, to_days)
),
owed AS (
  FROM crm.receivable($at, horizon := $horizon) WHERE open_cny > 0
),
aged AS (
  SELECT b.sort, b.band, b.band_zh, b.band_en, count(DISTINCT o.account_id) AS accounts, count(o.open_cny) AS instalments,
    coalesce(sum(o.open_cny), 0) AS amount_cny
  FROM band b
  LEFT JOIN owed o ON o.overdue_days >= coalesce(b.from_days, 0) AND o.overdue_days <= coalesce(b.to_days, o.overdue_days)
  GROUP BY ALL
),
-- what was received beyond what is due stands apart: it is not set against what others owe
prepaid AS (
  SELECT count(*) FILTER (prepaid_cny > 0) AS accounts, coalesce(sum(prepaid_cny), 0) AS amount_cny
  FROM crm.receivable_account($at, horizon := $horizon)
)
SELECT band, band_zh, band_en, accounts, instalments, (amount_cny / 10000)::DECIMAL(14, 6) AS amount_wan,
  amount_cny / nullif(sum(amount_cny) OVER (), 0) AS share
FROM (SELECT * FROM aged ORDER BY sort)
UNION ALL
SELECT 'prepaid', '预收款(另列)', 'prepaid (apart)', accounts, NULL, (amount_cny / 10000)::DECIMAL(14, 6), NULL FROM prepaid
