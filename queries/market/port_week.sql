/*
title: { zh: '港口周报:库存、调入调出、锚地船', en: 'Ports this week: stock, flows, vessels' }
answers: { zh: 本周各港库存增减多少?调入调出和锚地船怎样?, en: 'How much did stocks move this week, and the flows and vessels?' }
params:
  at: { type: date, default: as_of, label: { zh: 截至, en: As of } }
columns:
  port: { zh: '港口代码(ALL 四港合计)', en: 'Port code (ALL: the four ports)' }
  port_zh: { zh: 港口, en: Port (Chinese) }
  port_en: { zh: 港口(英文), en: Port }
  day: { zh: 日期, en: Date }
  stock_wt: { zh: 库存, en: Stock, unit: wt }
  week_ago_wt: { zh: 7天前库存, en: Stock 7 days before, unit: wt }
  change_wt: { zh: 周增减, en: Week change, unit: wt }
  change_pct: { zh: 周增减幅, en: 'Week change %', unit: pct_change }
  rail_in_wt: { zh: 7天调入, en: Rail arrivals in 7 days, unit: wt }
  rail_in_daily_wt: { zh: 日均调入, en: Rail arrivals a day, unit: wt }
  ship_out_wt: { zh: 7天调出, en: Loadings in 7 days, unit: wt }
  ship_out_daily_wt: { zh: 日均调出, en: Loadings a day, unit: wt }
  anchored: { zh: 锚地船舶, en: Vessels at anchorage, unit: ships }
  stock_per_ship: { zh: 货船比, en: Stock per vessel, unit: wt_ship }
chart: { type: table }
roles: [leader, strategist, analyst]
tags: [port, briefing]
*/
WITH bulletin_day AS (
  SELECT max(day) AS day
  FROM mart.port_day JOIN ref.port USING (port)
  WHERE bohai4 AND day BETWEEN $at - 5 AND $at
),
-- a week's flow needs all its seven days: a sum over fewer would pass for a fall
port_figures AS (
  SELECT p.port,
    any_value(p.stock_wt) FILTER (p.day = b.day) AS stock_wt,
    any_value(p.stock_wt) FILTER (p.day = b.day - 7) AS week_ago_wt,
    any_value(p.anchored) FILTER (p.day = b.day) AS anchored,
    CASE WHEN count(p.rail_in_wt) FILTER (p.day > b.day - 7) = 7
      THEN sum(p.rail_in_wt) FILTER (p.day > b.day - 7) END AS rail_in_wt,
    CASE WHEN count(p.ship_out_wt) FILTER (p.day > b.day - 7) = 7
      THEN sum(p.ship_out_wt) FILTER (p.day > b.day - 7) END AS ship_out_wt
  FROM mart.port_day p CROSS JOIN bulletin_day b
  WHERE p.day BETWEEN b.day - 7 AND b.day
  GROUP BY p.port
),
listed AS (
  SELECT ref.port.port, zh AS port_zh, en AS port_en, stock_wt, week_ago_wt, anchored, rail_in_wt, ship_out_wt
  FROM ref.port LEFT JOIN port_figures USING (port)
  WHERE bohai4 AND (SELECT day FROM bulletin_day) IS NOT NULL
),
-- a total exists only when all its ports have the figure
with_total AS (
  FROM listed
  UNION ALL
  SELECT 'ALL', '四港合计', 'Four ports',
    CASE WHEN count(stock_wt) = count(*) THEN sum(stock_wt) END,
    CASE WHEN count(week_ago_wt) = count(*) THEN sum(week_ago_wt) END,
    CASE WHEN count(anchored) = count(*) THEN sum(anchored) END,
    CASE WHEN count(rail_in_wt) = count(*) THEN sum(rail_in_wt) END,
    CASE WHEN count(ship_out_wt) = count(*) THEN sum(ship_out_wt) END
  FROM listed
  HAVING count(*) > 0
)
SELECT port, port_zh, port_en, (SELECT day FROM bulletin_day) AS day,
  stock_wt::DECIMAL(10, 2) AS stock_wt, week_ago_wt::DECIMAL(10, 2) AS week_ago_wt,
  (stock_wt - week_ago_wt)::DECIMAL(10, 2) AS change_wt, stock_wt / nullif(week_ago_wt, 0) - 1 AS change_pct,
  rail_in_wt::DECIMAL(10, 2) AS rail_in_wt, rail_in_wt / 7 AS rail_in_daily_wt,
  ship_out_wt::DECIMAL(10, 2) AS ship_out_wt, ship_out_wt / 7 AS ship_out_daily_wt,
  anchored::INTEGER AS anchored, stock_wt / nullif(anchored, 0) AS stock_per_ship
FROM with_total
ORDER BY list_position(['QHD', 'CFD', 'JT', 'TJ', 'ALL'], port)
