/*
title: { zh: '合同兑现率(当月与年内累计)', en: Contract fulfilment (month and year to date) }
answers: { zh: 合同兑现率最差的是哪些户?, en: Which customers take the least of what they contracted for? }
params:
  at: { type: date, default: as_of, label: { zh: 截至, en: As of } }
  month_goal: { type: number, default: 0.8, min: 0, max: 10, label: { zh: 当月兑现率下限, en: Least fulfilment of the month } }
  year_goal: { type: number, default: 0.9, min: 0, max: 10, label: { zh: 累计兑现率下限, en: Least fulfilment of the year } }
  over: { type: number, default: 1.1, min: 1, max: 10, label: { zh: 超发界限, en: Over-delivery from } }
  top: { type: integer, default: 100, min: 1, max: 10000, label: { zh: 前几户, en: Top } }
columns:
  account_id: { zh: 客户编号, en: Account }
  short_name: { zh: 客户简称, en: Short name }
  is_key: { zh: 大户, en: Key account }
  contracts: { zh: 合同数, en: Contracts, unit: count }
  month_contracted_wt: { zh: 当月应发(至止日), en: Contracted in the month to date, unit: wt }
  month_shipped_wt: { zh: 当月已发, en: Delivered in the month, unit: wt }
  month_rate: { zh: 当月兑现率, en: Fulfilment of the month, unit: share }
  month_below: { zh: 当月低于下限, en: Month below }
  year_contracted_wt: { zh: 年内应发(至止日), en: Contracted in the year to date, unit: wt }
  year_shipped_wt: { zh: 年内已发, en: Delivered in the year, unit: wt }
  year_rate: { zh: 累计兑现率, en: Fulfilment of the year, unit: share }
  year_below: { zh: 累计低于下限, en: Year below }
  over_delivered: { zh: 累计超发, en: Over-delivered }
  unscheduled: { zh: 无月度计划(按日均摊), en: No schedule (spread over days) }
  level_zh: { zh: 预警, en: Warning (Chinese) }
  level_en: { zh: 预警(英文), en: Warning }
chart: { type: bar, x: short_name, y: [year_rate] }
roles: [leader, strategist, analyst]
tags: [contracts, briefing]
*/
-- tickets name no contract: all that an account with a contract receives on the days of its contracts counts
WITH data_begin AS (
  SELECT min(day) AS day FROM mart.account_day
),
month_to_date AS (
  FROM crm.fulfilment(date_trunc('month', $at)::DATE, $at)
),
year_to_date AS (
  FROM crm.fulfilment(date_trunc('year', $at)::DATE, $at)
),
-- a month or year that begins before the deliveries do has no figure rather than a small one
compared AS (
  SELECT account_id, y.contracts, y.unscheduled, m.contracted_t AS month_contracted_t, y.contracted_t AS year_contracted_t,
    CASE WHEN b.day <= date_trunc('month', $at) THEN m.shipped_t END AS month_shipped_t,
    CASE WHEN b.day <= date_trunc('month', $at) THEN m.rate END AS month_rate,
    CASE WHEN b.day <= date_trunc('year', $at) THEN y.shipped_t END AS year_shipped_t,
    CASE WHEN b.day <= date_trunc('year', $at) THEN y.rate END AS year_rate
  FROM year_to_date y LEFT JOIN month_to_date m USING (account_id) CROSS JOIN data_begin b
)
SELECT account_id, coalesce(short_name, name, account_id) AS short_name,
  crm.is_key(c.account_id, $at) AS is_key,
  contracts, (month_contracted_t / 10000)::DECIMAL(14, 7) AS month_contracted_wt, (month_shipped_t / 10000)::DECIMAL(14, 7) AS month_shipped_wt,
  month_rate, month_rate < $month_goal AS month_below,
  (year_contracted_t / 10000)::DECIMAL(14, 7) AS year_contracted_wt, (year_shipped_t / 10000)::DECIMAL(14, 7) AS year_shipped_wt,
  year_rate, year_rate < $year_goal AS year_below, year_rate > $over AS over_delivered, unscheduled,
  CASE WHEN month_rate < 0.6 THEN '橙' WHEN month_rate < $month_goal THEN '黄' END AS level_zh,
  CASE WHEN month_rate < 0.6 THEN 'orange' WHEN month_rate < $month_goal THEN 'yellow' END AS level_en
FROM compared c LEFT JOIN crm.account USING (account_id)
ORDER BY year_rate NULLS LAST, year_contracted_t DESC, account_id
LIMIT $top
