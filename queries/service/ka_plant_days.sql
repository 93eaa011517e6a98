/*
title: { zh: 大户电厂存煤可用天数(驻厂日报), en: 'Days of cover at key accounts'' plants (stationed reports)' }
answers: { zh: '重点用户库存可用天数偏低的有谁(补库机会)?', en: Which key accounts are short of coal (a chance to sell)? }
params:
  at: { type: date, default: as_of, label: { zh: 截至, en: As of } }
  threshold: { type: number, default: 10, min: 0, max: 100, label: { zh: 低于(天), en: Below (days) } }
  show: { type: enum, values: [below, all], default: below, label: { zh: '列出(below 低于阈值, all 全部)', en: 'List (below the threshold, all)' } }
  max_age: { type: integer, default: 3, min: 0, max: 30, label: { zh: 日报最多早于(天), en: Oldest report (days) } }
columns:
  account_id: { zh: 客户编号, en: Account }
  short_name: { zh: 客户简称, en: Short name }
  plant: { zh: 电厂, en: Plant }
  province: { zh: 用煤省份, en: Province (Chinese) }
  province_en: { zh: 用煤省份(英文), en: Province }
  reported_for: { zh: 日报日期, en: Report of }
  stock_wt: { zh: 存煤, en: Stock, unit: wt }
  burn_wt_day: { zh: 日耗(近7天均值), en: Daily burn (mean of 7 days), unit: wt_day }
  burn_days: { zh: 均值天数, en: Days in the mean, unit: count }
  days: { zh: 可用天数(重算), en: Days of cover (recomputed), unit: days, format: decimal1 }
  reported_days: { zh: 可用天数(上报), en: Days of cover (reported), unit: days, format: decimal1 }
  agrees: { zh: '与上报相符(±1天)', en: Agrees with the report (±1 day) }
  below: { zh: 低于阈值, en: Below the threshold }
  reporter: { zh: 驻厂员, en: Reporter }
  note_zh: { zh: 说明, en: Note (Chinese) }
  note_en: { zh: 说明(英文), en: Note }
chart: { type: bar, x: plant, y: [days], mark: threshold }
roles: [leader, strategist, analyst]
tags: [service, accounts]
*/
WITH stated AS (
  SELECT plant, account_id, reported_for, stock_t, burn_t, days, reporter
  FROM plant.report
  WHERE reported_for <= $at AND _deleted_on IS NULL
),
-- a plant is a key account's if it or the group above it is on the list of the day
key_customer AS (
  SELECT account_id FROM crm.key_account WHERE valid_from <= $at AND (valid_to IS NULL OR $at < valid_to)
),
newest AS (
  SELECT s.*, s.reported_for < $at - $max_age AS is_old
  FROM stated s LEFT JOIN crm.account_parent g USING (account_id)
  WHERE s.account_id IN (FROM key_customer) OR g.parent_id IN (FROM key_customer)
  QUALIFY row_number() OVER (PARTITION BY plant ORDER BY reported_for DESC) = 1
),
burnt AS (
  SELECT n.plant, avg(s.burn_t) AS burn_t, count(s.burn_t) AS burn_days
  FROM newest n JOIN stated s ON s.plant = n.plant AND s.reported_for BETWEEN n.reported_for - 6 AND n.reported_for
  GROUP BY n.plant
),
-- a plant that burns nothing is at outage and has no days of cover
covered AS (
  SELECT n.*, b.burn_t AS mean_burn_t, b.burn_days, n.burn_t = 0 OR b.burn_t = 0 AS is_outage,
    CASE WHEN NOT is_old AND n.burn_t IS DISTINCT FROM 0 THEN n.stock_t / nullif(b.burn_t, 0) END AS cover_days
  FROM newest n JOIN burnt b USING (plant)
)
SELECT c.account_id, coalesce(a.short_name, a.name) AS short_name, c.plant, a.use_province AS province,
  coalesce(p.en, a.use_province) AS province_en, c.reported_for, (c.stock_t / 10000)::DECIMAL(14, 7) AS stock_wt,
  (c.mean_burn_t / 10000)::DECIMAL(14, 7) AS burn_wt_day, c.burn_days::INTEGER AS burn_days, c.cover_days AS days,
  c.days::DECIMAL(10, 1) AS reported_days, abs(c.cover_days - c.days) <= 1 AS agrees, c.cover_days < $threshold AS below, c.reporter,
  CASE WHEN is_old THEN '日报过旧' WHEN is_outage THEN '停机,无日耗' WHEN c.stock_t IS NULL THEN '未报存煤'
    WHEN c.mean_burn_t IS NULL THEN '未报耗煤' END AS note_zh,
  CASE WHEN is_old THEN 'report too old' WHEN is_outage THEN 'outage: nothing is burnt' WHEN c.stock_t IS NULL THEN 'stock not reported'
    WHEN c.mean_burn_t IS NULL THEN 'burn not reported' END AS note_en
FROM covered c LEFT JOIN crm.account a USING (account_id) LEFT JOIN ref.province p ON p.province = a.use_province
WHERE $show = 'all' OR c.cover_days < $threshold
ORDER BY c.cover_days NULLS LAST, c.plant
