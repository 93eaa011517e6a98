/*
title: { zh: 回款预警名单, en: Collection warnings }
answers: { zh: '谁欠钱、欠多久、要停谁的货?', en: 'Who owes money, for how long, and whose deliveries are to stop?' }
params:
  at: { type: date, default: as_of, label: { zh: 截至, en: As of } }
  run_days: { type: integer, default: 7, min: 1, max: 31, label: { zh: 预警间隔天数(连续两次好转才降级), en: 'Days between runs (a level falls after two better ones)' } }
  horizon: { type: integer, default: 30, min: 0, max: 366, label: { zh: 未到期应收计入天数, en: Days ahead within which instalments are owed already } }
  blue_days: { type: integer, default: 1, min: 1, max: 3650, label: { zh: 蓝色逾期天数, en: Blue from days overdue } }
  yellow_days: { type: integer, default: 16, min: 1, max: 3650, label: { zh: 黄色逾期天数, en: Yellow from days overdue } }
  orange_days: { type: integer, default: 31, min: 1, max: 3650, label: { zh: 橙色逾期天数, en: Orange from days overdue } }
  red_days: { type: integer, default: 61, min: 1, max: 3650, label: { zh: 红色逾期天数, en: Red from days overdue } }
  blue_use: { type: number, default: 0.8, min: 0, max: 100, label: { zh: 蓝色额度占用, en: Blue from credit used } }
  yellow_use: { type: number, default: 0.9, min: 0, max: 100, label: { zh: 黄色额度占用, en: Yellow from credit used } }
  orange_use: { type: number, default: 1.0, min: 0, max: 100, label: { zh: 橙色额度占用, en: Orange from credit used } }
  red_use: { type: number, default: 1.2, min: 0, max: 100, label: { zh: 红色额度占用, en: Red from credit used } }
columns:
  account_id: { zh: 客户编号, en: Account }
  short_name: { zh: 客户简称, en: Short name }
  level: { zh: '级别(4红 3橙 2黄 1蓝)', en: 'Level (4 red, 3 orange, 2 yellow, 1 blue)', format: integer }
  level_zh: { zh: 预警, en: Warning (Chinese) }
  level_en: { zh: 预警(英文), en: Warning }
  kept: { zh: 好转待确认(未降级), en: Better but not yet lowered }
  overdue_wan: { zh: 逾期金额, en: Overdue, unit: cny_wan }
  overdue_days: { zh: 最长逾期, en: Longest overdue, unit: days }
  open_wan: { zh: 应收余额, en: Receivable, unit: cny_wan }
  prepaid_wan: { zh: 预收款, en: Prepaid, unit: cny_wan }
  bills_wan: { zh: 未到期承兑, en: Acceptance bills outstanding, unit: cny_wan }
  credit_limit_wan: { zh: 信用额度, en: Credit limit, unit: cny_wan }
  credit_use: { zh: 额度占用, en: Credit used, unit: share }
  dishonoured: { zh: 承兑退票(红字冲回), en: Bill dishonoured (taken back) }
  action_zh: { zh: 措施, en: Action (Chinese) }
  action_en: { zh: 措施(英文), en: Action }
  owner: { zh: 负责人, en: Owner }
chart: { type: bar, x: short_name, y: [overdue_wan] }
roles: [leader, strategist, analyst]
tags: [accounts, receivables, briefing]
*/
SELECT s.account_id, coalesce(a.short_name, a.name, s.account_id) AS short_name, shown_level AS level,
  crm.warning_zh(shown_level) AS level_zh, crm.warning_en(shown_level) AS level_en, kept,
  (overdue_cny / 10000)::DECIMAL(14, 6) AS overdue_wan, overdue_days, (open_cny / 10000)::DECIMAL(14, 6) AS open_wan,
  (prepaid_cny / 10000)::DECIMAL(14, 6) AS prepaid_wan, (bills_cny / 10000)::DECIMAL(14, 6) AS bills_wan,
  (s.credit_limit_cny / 10000)::DECIMAL(14, 6) AS credit_limit_wan, credit_use, dishonoured,
  CASE shown_level WHEN 4 THEN '停发并移交法务' WHEN 3 THEN '限量发运' WHEN 2 THEN '约谈' WHEN 1 THEN '提醒' END AS action_zh,
  CASE shown_level WHEN 4 THEN 'stop deliveries, hand to legal' WHEN 3 THEN 'limit deliveries' WHEN 2 THEN 'call in for a talk'
    WHEN 1 THEN 'remind' END AS action_en,
  a.owner
FROM crm.collection_level($at, run_days := $run_days, horizon := $horizon, blue_days := $blue_days, yellow_days := $yellow_days,
  orange_days := $orange_days, red_days := $red_days, blue_use := $blue_use, yellow_use := $yellow_use,
  orange_use := $orange_use, red_use := $red_use) s
LEFT JOIN crm.account a USING (account_id)
WHERE shown_level > 0
ORDER BY shown_level DESC, overdue_cny DESC, s.account_id
