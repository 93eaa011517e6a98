/*
title: { zh: 秦皇岛分煤种平仓价, en: Qinhuangdao FOB price by grade }
answers: { zh: 各煤种平仓价走到哪里了?, en: Where have the FOB prices of each grade gone? }
params:
  from: { type: date, default: -24mo, label: { zh: 起, en: From } }
  to: { type: date, default: as_of, label: { zh: 止, en: To } }
  grade:
    type: enum
    values: [all, Q5800, Q5500, Q5000, Q4500]
    labels: { all: { zh: 全部, en: All } }
    default: all
    label: { zh: 煤种, en: Grade }
columns:
  day: { zh: 日期, en: Date }
  grade: { zh: 煤种, en: Grade }
  low: { zh: 低, en: Low, unit: cny_t }
  high: { zh: 高, en: High, unit: cny_t }
  mid: { zh: 中间价, en: Middle, unit: cny_t }
chart: { type: line, x: day, y: [mid], series: grade, band: [low, high] }
roles: [leader, strategist, analyst]
tags: [price]
*/
SELECT day, grade, low_cny_t AS low, high_cny_t AS high, mid_cny_t AS mid
FROM mart.price_day
WHERE day BETWEEN $from AND $to AND ($grade = 'all' OR grade = $grade)
ORDER BY day, grade DESC
