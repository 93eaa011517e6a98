/*
title: { zh: 高低卡价差, en: Price spread between grades }
answers: { zh: 高卡与低卡煤的价差在扩大还是收窄?, en: Is the spread between high and low grades widening or narrowing? }
params:
  from: { type: date, default: -24mo, label: { zh: 起, en: From } }
  to: { type: date, default: as_of, label: { zh: 止, en: To } }
columns:
  day: { zh: 日期, en: Date }
  spread_5800_5500: { zh: Q5800−Q5500, en: Q5800 − Q5500, unit: cny_t }
  spread_5500_5000: { zh: Q5500−Q5000, en: Q5500 − Q5000, unit: cny_t }
  spread_5000_4500: { zh: Q5000−Q4500, en: Q5000 − Q4500, unit: cny_t }
chart: { type: line, x: day, y: [spread_5800_5500, spread_5500_5000, spread_5000_4500] }
roles: [strategist, analyst]
tags: [price]
*/
WITH middle_price AS (
  SELECT day,
    any_value(mid_cny_t) FILTER (grade = 'Q5800') AS q5800,
    any_value(mid_cny_t) FILTER (grade = 'Q5500') AS q5500,
    any_value(mid_cny_t) FILTER (grade = 'Q5000') AS q5000,
    any_value(mid_cny_t) FILTER (grade = 'Q4500') AS q4500
  FROM mart.price_day
  WHERE day BETWEEN $from AND $to
  GROUP BY day
)
SELECT day, q5800 - q5500 AS spread_5800_5500, q5500 - q5000 AS spread_5500_5000, q5000 - q4500 AS spread_5000_4500
FROM middle_price
ORDER BY day
