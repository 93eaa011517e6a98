/*
title: { zh: '目标完成进度(对照工作日时间进度)', en: Attainment of targets against the working days gone by }
answers: { zh: '本周销量、收入、回款较计划进度怎么样?', en: 'How do tonnage, revenue and collections stand against plan?' }
params:
  at: { type: date, default: as_of, label: { zh: 截至, en: As of } }
columns:
  metric: { zh: 指标, en: Target of (Chinese) }
  metric_en: { zh: 指标(英文), en: Target of }
  owner: { zh: '责任单位(空为集团)', en: Answerable (empty for the group) }
  period_start: { zh: 期初, en: First day }
  period_end: { zh: 期末, en: Last day }
  unit: { zh: 单位, en: Unit (Chinese) }
  unit_en: { zh: 单位(英文), en: Unit }
  week: { zh: 近7天, en: Last 7 days, format: decimal2 }
  actual: { zh: 期内累计, en: To date, format: decimal2 }
  target: { zh: 目标, en: Target, format: decimal2 }
  attainment: { zh: 完成率, en: Attainment, unit: share }
  workdays_gone: { zh: 已过工作日, en: Working days gone, unit: days }
  workdays: { zh: 期内工作日, en: Working days, unit: days }
  progress: { zh: 时间进度, en: Time progress, unit: share }
  gap_pp: { zh: '较时间进度(占比指标为较目标)', en: 'Against time progress (shares: against the target)', unit: pp }
chart: { type: table }
roles: [leader, strategist, analyst]
tags: [sales, briefing]
*/
SELECT metric, CASE metric WHEN '销量' THEN 'tonnage' WHEN '销售收入' THEN 'revenue' WHEN '回款' THEN 'collections' WHEN '大户占比' THEN 'key-account share'
    ELSE metric END AS metric_en,
  owner, period_start, period_end, unit, CASE unit WHEN '万吨' THEN '10 kt' WHEN '万元' THEN '10k CNY' ELSE unit END AS unit_en, week, actual, target,
  attainment, workdays_gone, workdays, progress, gap_pp
FROM crm.target_attainment($at)
ORDER BY list_position(['销量', '销售收入', '回款', '大户占比'], metric), metric, period_end, owner NULLS FIRST
