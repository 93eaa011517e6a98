/*
title: { zh: 两个来源说法不一, en: Where two sources disagree }
answers: { zh: 两个来源对同一期各说多少?差多少?, en: 'What do two sources say of the same period, and how far are they apart?' }
params:
  one: { type: text, default: FRED.PCOALAUUSDM, max: 100, label: { zh: 序列代码, en: Series code } }
  other: { type: text, default: WB.COAL_AUS, max: 100, label: { zh: 另一序列代码, en: Code of the other series } }
columns:
  period_start: { zh: 期初, en: First day }
  period_end: { zh: 期末, en: Last day }
  one_value: { zh: 数值, en: Value }
  other_value: { zh: 另一数值, en: Value of the other }
  difference: { zh: 差额, en: Difference }
  unit: { zh: 单位, en: Unit }
  other_unit: { zh: 另一单位, en: Unit of the other }
  one_source: { zh: 来源, en: Source }
  other_source: { zh: 另一来源, en: Source of the other }
chart: { type: line, x: period_end, y: [one_value, other_value] }
roles: [strategist, analyst]
tags: [price, quality]
*/
SELECT a.period_start, a.period_end, a.value AS one_value, b.value AS other_value,
  CASE WHEN s.unit = t.unit THEN a.value - b.value END AS difference, s.unit AS unit, t.unit AS other_unit,
  a.source AS one_source, b.source AS other_source
FROM market.latest a
JOIN market.latest b USING (period_start, period_end)
LEFT JOIN market.series s ON s.series = a.series
LEFT JOIN market.series t ON t.series = b.series
WHERE a.series = $one AND b.series = $other
ORDER BY a.period_end
