/*
title: { zh: 港口煤炭库存与历史高点, en: Port coal stock and its record }
answers: { zh: 库存走到哪里了?是否创历史新高?, en: Where does the stock stand and is it a new record? }
params:
  port:
    type: enum
    values: [QHD, CFD, JT, TJ]
    labels: { QHD: { zh: 秦皇岛, en: Qinhuangdao }, CFD: { zh: 曹妃甸, en: Caofeidian }, JT: { zh: 京唐, en: Jingtang }, TJ: { zh: 天津, en: Tianjin } }
    default: QHD
    label: { zh: 港口, en: Port }
  from: { type: date, default: -24mo, label: { zh: 起, en: From } }
  to: { type: date, default: as_of, label: { zh: 止, en: To } }
columns:
  day: { zh: 日期, en: Date }
  stock_wt: { zh: 库存, en: Stock, unit: wt }
  record_so_far_wt: { zh: 此前最高, en: Highest before, unit: wt }
  is_record: { zh: 创新高, en: New record }
chart: { type: area, x: day, y: [stock_wt], mark: record_so_far_wt }
roles: [leader, strategist, analyst]
tags: [port]
*/
WITH record_before_series AS (
  SELECT max(value) AS value FROM ref.record WHERE series = $port || '.stock'
),
-- a record is strictly above everything before it in the same series
day_and_record AS (
  SELECT day, stock_wt,
    greatest((SELECT value FROM record_before_series),
      max(stock_wt) OVER (ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) AS record_so_far_wt
  FROM mart.port_day
  WHERE port = $port AND day <= $to
)
SELECT day, stock_wt, record_so_far_wt::DECIMAL(10, 2) AS record_so_far_wt, stock_wt > record_so_far_wt AS is_record
FROM day_and_record
WHERE day >= $from
ORDER BY day
