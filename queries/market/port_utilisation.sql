/*
title: { zh: 堆场利用率, en: Yard utilisation }
answers: { zh: 港口堆场离满还有多远?, en: How far is the port's yard from full? }
params:
  port: { type: enum, values: [QHD, CFD, JT, TJ], default: QHD, label: { zh: 港口, en: Port } }
  from: { type: date, default: -24mo, label: { zh: 起, en: From } }
  to: { type: date, default: as_of, label: { zh: 止, en: To } }
  capacity: { type: number, default: 0, min: 0, max: 100000, label: { zh: '堆存能力(万吨,0 用配置值)', en: 'Yard capacity (10 kt, 0: as configured)' } }
  near_full: { type: number, default: 0.9, min: 0, max: 2, label: { zh: 接近饱和线, en: Near full from } }
columns:
  day: { zh: 日期, en: Date }
  stock_wt: { zh: 库存, en: Stock, unit: wt }
  capacity_wt: { zh: 堆存能力, en: Yard capacity, unit: wt }
  utilisation: { zh: 利用率, en: Utilisation, unit: share }
  headroom_wt: { zh: 剩余能力, en: Room left, unit: wt }
  is_near_full: { zh: 接近饱和, en: Near full }
chart: { type: line, x: day, y: [utilisation], mark: near_full }
roles: [leader, strategist, analyst]
tags: [port]
*/
WITH yard AS (
  SELECT CASE WHEN $capacity > 0 THEN $capacity::DECIMAL(10, 2) ELSE capacity_wt END AS capacity_wt FROM ref.port WHERE port = $port
)
SELECT day, stock_wt, capacity_wt, stock_wt / nullif(capacity_wt, 0) AS utilisation, (capacity_wt - stock_wt)::DECIMAL(10, 2) AS headroom_wt,
  stock_wt / nullif(capacity_wt, 0) >= $near_full AS is_near_full
FROM mart.port_day CROSS JOIN yard
WHERE port = $port AND day BETWEEN $from AND $to
ORDER BY day
