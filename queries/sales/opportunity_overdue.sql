/*
title: { zh: 超过预计成交日的商机, en: Opportunities past their closing date }
answers: { zh: 哪些商机过了预计成交日还没有结果?, en: Which open opportunities have passed their expected closing date? }
params:
  at: { type: date, default: as_of, label: { zh: 截至, en: As of } }
  warn_days: { type: integer, default: 14, min: 0, max: 3650, label: { zh: 预警天数, en: Warning from days } }
columns:
  opportunity_no: { zh: 商机编号, en: Opportunity }
  name: { zh: 商机名称, en: Name }
  account_id: { zh: 客户编号, en: Account }
  short_name: { zh: 客户简称, en: Short name }
  stage: { zh: 阶段, en: Stage (Chinese) }
  stage_en: { zh: 阶段(英文), en: Stage }
  closes_on: { zh: 预计成交日, en: Expected to close }
  days_over: { zh: 已超过, en: Past it by, unit: days }
  warned: { zh: 预警(蓝), en: Warning (blue) }
  wt: { zh: 意向量, en: Tonnage, unit: wt }
  amount_wan: { zh: 金额, en: Amount, unit: cny_wan }
  owner: { zh: 负责人, en: Owner }
chart: { type: table }
roles: [leader, strategist, analyst]
tags: [sales, funnel]
*/
SELECT opportunity_no, o.name, o.account_id, coalesce(a.short_name, a.name, o.account_name) AS short_name, stage, stage_en, closes_on,
  $at - closes_on AS days_over, $at - closes_on >= $warn_days AS warned, (expected_t / 10000)::DECIMAL(14, 7) AS wt,
  (amount_cny / 10000)::DECIMAL(14, 6) AS amount_wan, o.owner
FROM crm.opportunity_on($at) o LEFT JOIN crm.account a USING (account_id)
WHERE outcome = 'open' AND closes_on < $at
ORDER BY closes_on, opportunity_no
