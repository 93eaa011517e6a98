/*
title: { zh: 港口进出库核对, en: Port stock reconciliation }
answers: { zh: 港口进出库对得上吗?, en: Do the port's stock and flows agree? }
params:
  port:
    type: enum
    values: [QHD, CFD, JT, TJ]
    labels: { QHD: { zh: 秦皇岛, en: Qinhuangdao }, CFD: { zh: 曹妃甸, en: Caofeidian }, JT: { zh: 京唐, en: Jingtang }, TJ: { zh: 天津, en: Tianjin } }
    default: QHD
    label: { zh: 港口, en: Port }
  from: { type: date, default: -12w, label: { zh: 起, en: From } }
  to: { type: date, default: as_of, label: { zh: 止, en: To } }
columns:
  day: { zh: 日期, en: Date }
  stock_wt: { zh: 库存, en: Stock, unit: wt }
  rail_in_wt: { zh: 铁路调入, en: Rail arrivals, unit: wt }
  ship_out_wt: { zh: 调出, en: Ship loadings, unit: wt }
  residual_wt: { zh: '差异(实际−账面)', en: Residual (actual − booked), unit: wt }
  tolerance_wt: { zh: 容差, en: Tolerance, unit: wt }
  ok: { zh: 相符, en: Agrees }
chart: { type: bar, x: day, y: [residual_wt] }
roles: [analyst, admin]
tags: [port, quality]
*/
-- r = stock − stock of the day before − in + out; only across one day, so a missing day never raises a false alarm
WITH day_and_residual AS (
  SELECT day, stock_wt, rail_in_wt, ship_out_wt,
    CASE WHEN date_diff('day', lag(day) OVER by_day, day) = 1
      THEN stock_wt - lag(stock_wt) OVER by_day - rail_in_wt + ship_out_wt END AS residual_wt,
    greatest(2, 0.01 * (rail_in_wt + ship_out_wt)) AS tolerance_wt
  FROM mart.port_day
  WHERE port = $port AND day BETWEEN $from - 1 AND $to
  WINDOW by_day AS (ORDER BY day)
)
SELECT day, stock_wt, rail_in_wt, ship_out_wt, residual_wt::DECIMAL(10, 2) AS residual_wt,
  CASE WHEN residual_wt IS NOT NULL THEN tolerance_wt END::DOUBLE AS tolerance_wt,
  abs(residual_wt) <= tolerance_wt AS ok
FROM day_and_residual
WHERE day >= $from
ORDER BY day
