/*
title: { zh: 即将到期合同, en: Contracts about to end }
answers: { zh: '哪些合同30、60、90天内到期,续了没有?', en: 'Which contracts end within 30, 60 and 90 days, and are they renewed?' }
params:
  at: { type: date, default: as_of, label: { zh: 截至, en: As of } }
  days: { type: integer, default: 90, min: 1, max: 730, label: { zh: 今后天数, en: Days ahead } }
  window: { type: integer, default: 31, min: 0, max: 366, label: { zh: 续签合同起始日容差天数, en: Days around the end within which a renewal begins } }
columns:
  contract_no: { zh: 合同编号, en: Contract }
  account_id: { zh: 客户编号, en: Account }
  short_name: { zh: 客户简称, en: Short name }
  is_key: { zh: 大户, en: Key account }
  kind: { zh: 合同类型, en: Kind }
  ends_on: { zh: 到期日, en: Last day }
  days_left: { zh: 剩余天数, en: Days left, unit: days }
  band: { zh: '期限(天内)', en: Within days, format: integer }
  wt: { zh: 合同量, en: Contracted, unit: wt }
  monthly_wt: { zh: 月均合同量, en: Contracted a month, unit: wt }
  renewed_by: { zh: 续签合同, en: Renewed by }
  unrenewed: { zh: 未续签, en: Not renewed }
  owner: { zh: 负责人, en: Owner }
chart: { type: table }
roles: [leader, strategist, analyst]
tags: [contracts, briefing]
*/
SELECT e.contract_no, e.account_id, coalesce(a.short_name, a.name, e.account_id) AS short_name, crm.is_key(e.account_id, $at) AS is_key,
  e.kind, e.ends_on, e.days_left,
  CASE WHEN days_left <= 30 THEN 30 WHEN days_left <= 60 THEN 60 WHEN days_left <= 90 THEN 90 ELSE $days END AS band,
  (e.qty_t / 10000)::DECIMAL(14, 7) AS wt,
  (e.qty_t / greatest(1, date_diff('month', e.starts_on, e.ends_on + 1)) / 10000)::DECIMAL(14, 7) AS monthly_wt,
  e.renewed_by, e.renewed_by IS NULL AS unrenewed, e.owner
FROM crm.contract_ending($at, days := $days, around := $window) e LEFT JOIN crm.account a ON a.account_id = e.account_id
ORDER BY e.ends_on, is_key DESC, e.qty_t DESC NULLS LAST, e.contract_no
