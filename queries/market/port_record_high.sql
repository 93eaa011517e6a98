/*
title: { zh: 库存是否创历史新高, en: Is the port stock at a record? }
answers: { zh: '库存是否创历史新高,高多少,此前纪录出自哪里?', en: 'Is the stock a record, by how much, and who states the one before?' }
params:
  port:
    type: enum
    values: [QHD, CFD, JT, TJ]
    labels: { QHD: { zh: 秦皇岛, en: Qinhuangdao }, CFD: { zh: 曹妃甸, en: Caofeidian }, JT: { zh: 京唐, en: Jingtang }, TJ: { zh: 天津, en: Tianjin } }
    default: QHD
    label: { zh: 港口, en: Port }
  at: { type: date, default: as_of, label: { zh: 截至, en: As of } }
columns:
  port: { zh: 港口代码, en: Port code }
  port_zh: { zh: 港口, en: Port (Chinese) }
  port_en: { zh: 港口(英文), en: Port }
  day: { zh: 日期, en: Date }
  stock_wt: { zh: 库存, en: Stock, unit: wt }
  previous_wt: { zh: 此前最高, en: Highest before, unit: wt }
  previous_period: { zh: 此前最高时期, en: Period of the highest before }
  previous_source: { zh: 此前最高出处, en: Source of the highest before }
  diff_wt: { zh: 高出, en: Above it by, unit: wt }
  diff_pct: { zh: 高出幅度, en: 'Above it by %', unit: pct_change }
  status: { zh: '状态(new 新高, tie 平, below 未到)', en: 'Status (new, tie, below)' }
  capacity_wt: { zh: 堆存能力(配置值), en: Yard capacity (configured), unit: wt }
  utilisation: { zh: 堆场利用率, en: Yard utilisation, unit: share }
chart: { type: table }
roles: [leader, strategist, analyst]
tags: [port, briefing]
*/
WITH newest AS (
  SELECT day, stock_wt
  FROM mart.port_day
  WHERE port = $port AND day <= $at AND stock_wt IS NOT NULL
  ORDER BY day DESC
  LIMIT 1
),
earlier_value AS (
  SELECT value, period, source, 0 AS own_series FROM ref.record WHERE series = $port || '.stock'
  UNION ALL
  SELECT p.stock_wt, p.day::VARCHAR, s.source, 1
  FROM mart.port_day p CROSS JOIN newest
  LEFT JOIN market.series s ON s.series = $port || '.stock'
  WHERE p.port = $port AND p.day < newest.day AND p.stock_wt IS NOT NULL
),
-- of equal values the one reached first holds the record
previous_record AS (
  SELECT value, period, source FROM earlier_value ORDER BY value DESC, own_series, period LIMIT 1
)
SELECT ref.port.port, zh AS port_zh, en AS port_en, day, stock_wt,
  value::DECIMAL(10, 2) AS previous_wt, period AS previous_period, previous_record.source AS previous_source,
  (stock_wt - value)::DECIMAL(10, 2) AS diff_wt, stock_wt / value - 1 AS diff_pct,
  CASE WHEN stock_wt > value THEN 'new' WHEN stock_wt = value THEN 'tie' WHEN stock_wt < value THEN 'below' END AS status,
  capacity_wt, stock_wt / capacity_wt AS utilisation
FROM newest
JOIN ref.port ON ref.port.port = $port
LEFT JOIN previous_record ON true
