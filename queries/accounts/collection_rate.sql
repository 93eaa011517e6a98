/*
title: { zh: 月度回款率, en: Collection rate by month }
answers: { zh: '到期的钱收回来多少?多少是承兑?', en: 'How much of what fell due came in, and how much of it as bills?' }
params:
  from: { type: date, default: -12mo, label: { zh: 起(整月), en: From (whole month) } }
  to: { type: date, default: as_of, label: { zh: 止, en: To } }
columns:
  month: { zh: 月份, en: Month, format: month }
  due_wan: { zh: 当月到期应收, en: Fell due in the month, unit: cny_wan }
  received_wan: { zh: 当月回款, en: Received in the month, unit: cny_wan }
  cash_wan: { zh: 现汇等, en: Cash, unit: cny_wan }
  bills_wan: { zh: 承兑汇票, en: Acceptance bills, unit: cny_wan }
  bill_share: { zh: 承兑占比, en: Share of bills, unit: share }
  rate: { zh: '回款率(当月回款÷当月到期)', en: Collection rate (received ÷ fell due), unit: share }
  settled_share: { zh: '到期应收已收回(截至止日)', en: Settled by the end date of what fell due, unit: share }
  through: { zh: 统计至, en: Counted through }
  partial: { zh: 未满月, en: Incomplete month }
chart: { type: line, x: month, y: [rate] }
roles: [leader, strategist, analyst]
tags: [accounts, receivables, briefing]
*/
-- the plan and the receipts must both have begun for a month to have a rate
WITH begun AS (
  SELECT date_trunc('month', greatest(
    (SELECT min(due_on) FROM crm.instalment),
    (SELECT min(received_on) FROM crm.receipt), date_trunc('month', $from)::DATE))::DATE AS month
),
calendar AS (
  SELECT unnest(generate_series(month, date_trunc('month', $to), INTERVAL 1 MONTH))::DATE AS month FROM begun
),
fell_due AS (
  SELECT date_trunc('month', due_on)::DATE AS month, sum(due_cny) AS due_cny, sum(open_cny) AS open_cny
  FROM crm.receivable($to, horizon := 0)
  GROUP BY ALL
),
received AS (
  SELECT date_trunc('month', received_on)::DATE AS month, sum(amount_cny) AS received_cny,
    coalesce(sum(amount_cny) FILTER (is_bill), 0) AS bills_cny
  FROM crm.receipt
  WHERE received_on <= $to
  GROUP BY ALL
)
SELECT month, (coalesce(due_cny, 0) / 10000)::DECIMAL(14, 6) AS due_wan, (coalesce(received_cny, 0) / 10000)::DECIMAL(14, 6) AS received_wan,
  (coalesce(received_cny - bills_cny, 0) / 10000)::DECIMAL(14, 6) AS cash_wan, (coalesce(bills_cny, 0) / 10000)::DECIMAL(14, 6) AS bills_wan,
  bills_cny / nullif(received_cny, 0) AS bill_share, coalesce(received_cny, 0) / nullif(due_cny, 0) AS rate,
  1 - open_cny / nullif(due_cny, 0) AS settled_share, least(last_day(month), $to) AS through, $to < last_day(month) AS partial
FROM calendar LEFT JOIN fell_due USING (month) LEFT JOIN received USING (month)
ORDER BY month
