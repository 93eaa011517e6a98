/*
title: { zh: '港口库存可用天数(库存÷近7天日均调出)', en: 'Days of port stock (stock over mean loadings of 7 days)' }
answers: { zh: 按现在的发运速度港口库存够装几天?, en: For how many days of loading does the port's stock suffice? }
params:
  port: { type: enum, values: [QHD, CFD, JT, TJ], default: QHD, label: { zh: 港口, en: Port } }
  from: { type: date, default: -24mo, label: { zh: 起, en: From } }
  to: { type: date, default: as_of, label: { zh: 止, en: To } }
columns:
  day: { zh: 日期, en: Date }
  stock_wt: { zh: 库存, en: Stock, unit: wt }
  ship_out_daily_wt: { zh: 近7天日均调出, en: 'Loadings a day, 7 days', unit: wt_day }
  out_days: { zh: 有调出数的天数, en: Days with loadings told, unit: count }
  inventory_days: { zh: 库存可用天数, en: Days of stock, unit: days, format: decimal1 }
chart: { type: line, x: day, y: [inventory_days] }
roles: [leader, strategist, analyst]
tags: [port]
*/
-- a mean of fewer than seven days would pass for a change
WITH loaded AS (
  SELECT day, stock_wt, count(ship_out_wt) OVER week AS out_days,
    CASE WHEN count(ship_out_wt) OVER week = 7 THEN sum(ship_out_wt) OVER week / 7 END AS ship_out_daily_wt
  FROM mart.port_day
  WHERE port = $port AND day BETWEEN $from - 6 AND $to
  WINDOW week AS (ORDER BY day RANGE BETWEEN INTERVAL 6 DAY PRECEDING AND CURRENT ROW)
)
SELECT day, stock_wt, ship_out_daily_wt, out_days::INTEGER AS out_days, stock_wt / nullif(ship_out_daily_wt, 0) AS inventory_days
FROM loaded
WHERE day >= $from
ORDER BY day
