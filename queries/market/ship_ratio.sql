/*
title: { zh: '货船比(库存÷锚地船)', en: Stock per vessel at anchorage }
answers: { zh: 货船比在升还是降?市场偏松还是偏紧?, en: 'Is there more coal per waiting vessel or less: a loose or a tight market?' }
params:
  port: { type: enum, values: [QHD, CFD, JT, TJ], default: QHD, label: { zh: 港口, en: Port } }
  from: { type: date, default: -24mo, label: { zh: 起, en: From } }
  to: { type: date, default: as_of, label: { zh: 止, en: To } }
  loose: { type: number, default: 10, min: 0, max: 1000, label: { zh: '偏松线(万吨/艘)', en: Loose from (10 kt/vessel) } }
  tight: { type: number, default: 4, min: 0, max: 1000, label: { zh: '偏紧线(万吨/艘)', en: Tight up to (10 kt/vessel) } }
columns:
  day: { zh: 日期, en: Date }
  stock_wt: { zh: 库存, en: Stock, unit: wt }
  anchored: { zh: 锚地船舶, en: Vessels at anchorage, unit: ships }
  stock_per_ship: { zh: 货船比, en: Stock per vessel, unit: wt_ship }
  week_change: { zh: 较7天前, en: Change on 7 days before, unit: wt_ship }
  level_zh: { zh: 水平, en: Level (Chinese) }
  level_en: { zh: 水平(英文), en: Level }
chart: { type: line, x: day, y: [stock_per_ship], mark: loose }
roles: [leader, strategist, analyst]
tags: [port]
*/
WITH per_ship AS (
  SELECT day, stock_wt, anchored, stock_wt / nullif(anchored, 0) AS stock_per_ship
  FROM mart.port_day
  WHERE port = $port AND day BETWEEN $from - 7 AND $to
)
SELECT now.day, now.stock_wt, now.anchored, now.stock_per_ship, now.stock_per_ship - before.stock_per_ship AS week_change,
  CASE WHEN now.anchored = 0 THEN '无锚地船' WHEN now.stock_per_ship >= $loose THEN '偏松' WHEN now.stock_per_ship <= $tight THEN '偏紧'
    WHEN now.stock_per_ship IS NOT NULL THEN '平衡' END AS level_zh,
  CASE WHEN now.anchored = 0 THEN 'no vessel at anchorage' WHEN now.stock_per_ship >= $loose THEN 'loose'
    WHEN now.stock_per_ship <= $tight THEN 'tight' WHEN now.stock_per_ship IS NOT NULL THEN 'balanced' END AS level_en
FROM per_ship now LEFT JOIN per_ship before ON before.day = now.day - 7
WHERE now.day >= $from
ORDER BY now.day
