/*
title: { zh: '合同价与市场价(折5500大卡,近7天均价)', en: 'Contract prices against the market (at 5500 kcal, mean of 7 days)' }
answers: { zh: 合同价比市场价差最大的是哪些户?, en: Whose contract price is furthest from the market? }
params:
  at: { type: date, default: as_of, label: { zh: 截至, en: As of } }
  warn: { type: number, default: 50, min: 0, max: 1000, label: { zh: '高于市场预警(元/吨)', en: Warning above the market from (CNY/t) } }
columns:
  contract_no: { zh: 合同编号, en: Contract }
  account_id: { zh: 客户编号, en: Account }
  short_name: { zh: 客户简称, en: Short name }
  kind: { zh: 合同类型, en: Kind }
  basis: { zh: 交货方式, en: Price basis }
  ends_on: { zh: 到期日, en: Last day }
  heat_kcal_kg: { zh: 合同热值, en: Heat value, unit: kcal_kg }
  price: { zh: 合同价, en: Contract price, unit: cny_t }
  price_5500: { zh: '合同价(折5500)', en: Contract price at 5500 kcal, unit: cny_t }
  market_5500: { zh: 市场平仓价, en: Market FOB price, unit: cny_t }
  gap: { zh: '合同价-市场价', en: Contract less market, unit: cny_t }
  above: { zh: '高于市场(违约风险)', en: Above the market (may default) }
  left_wt: { zh: 未到期合同量, en: Contracted for the days to come, unit: wt }
chart: { type: bar, x: short_name, y: [gap] }
roles: [leader, strategist, analyst]
tags: [contracts, price, briefing]
*/
-- the market price is FOB Qinhuangdao: a contract on another basis (车板, 坑口, 到厂) has none to stand against
WITH week AS (
  SELECT round(avg(mid_cny_t), 2) AS market_5500 FROM mart.price_day WHERE grade = 'Q5500' AND day BETWEEN $at - 6 AND $at
),
to_come AS (
  SELECT contract_no, sum((qty_t * greatest(0, to_day - greatest(from_day, $at + 1) + 1) / (to_day - from_day + 1))::DECIMAL(18, 3)) AS t
  FROM crm.contract_month
  WHERE to_day > $at
  GROUP BY contract_no
),
normalised AS (
  SELECT c.*, round(price_cny_t * 5500 / nullif(heat_kcal_kg, 0), 2) AS price_5500,
    CASE WHEN basis IN ('平仓', '平仓价', 'FOB') THEN market_5500 END AS market_5500
  FROM crm.live_contract c CROSS JOIN week
  WHERE $at BETWEEN starts_on AND ends_on
)
SELECT contract_no, n.account_id, coalesce(a.short_name, a.name, n.account_id) AS short_name, kind, basis, ends_on, n.heat_kcal_kg,
  price_cny_t AS price, price_5500, market_5500, round(price_5500 - market_5500, 2) AS gap, price_5500 - market_5500 > $warn AS above,
  (coalesce(t.t, 0) / 10000)::DECIMAL(14, 7) AS left_wt
FROM normalised n LEFT JOIN to_come t USING (contract_no) LEFT JOIN crm.account a ON a.account_id = n.account_id
ORDER BY abs(price_5500 - market_5500) DESC NULLS LAST, contract_no
