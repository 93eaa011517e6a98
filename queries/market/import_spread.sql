/*
title: { zh: '进口煤价格优势走势(正为进口便宜)', en: 'Import advantage over time (positive: imports are cheaper)' }
answers: { zh: 进口煤比国内煤便宜多少?差距在扩大还是收窄?, en: 'How much cheaper are imports than domestic coal, and is the gap widening or narrowing?' }
params:
  from: { type: date, default: -52w, label: { zh: 起, en: From } }
  to: { type: date, default: as_of, label: { zh: 止, en: To } }
  kcal: { type: integer, default: 6000, min: 3000, max: 8000, label: { zh: '进口煤发热量(大卡,收到基低位)', en: 'Heat value of the import (kcal NAR)' } }
  insurance: { type: number, default: 0, min: 0, max: 0.1, label: { zh: 保险费率, en: Insurance rate } }
  duty: { type: number, default: 0, min: 0, max: 1, label: { zh: 关税税率, en: Import duty } }
  port: { type: number, default: 25, min: 0, max: 500, label: { zh: '港杂费(元/吨)', en: Port costs (CNY/t) } }
  fob: { type: text, default: NEWC.FOB.Q6000, max: 60, label: { zh: '进口离岸价序列(美元/吨)', en: Series of the import FOB price (USD/t) } }
  freight: { type: text, default: NEWC.GZ.FREIGHT, max: 60, label: { zh: '国际海运费序列(美元/吨)', en: Series of the ocean freight (USD/t) } }
  fx: { type: text, default: COAST.USDCNY, max: 60, label: { zh: '汇率序列(元/美元)', en: Series of the exchange rate (CNY per USD) } }
  domestic: { type: text, default: QHD.FOB.Q5500, max: 60, label: { zh: '国内平仓价序列(元/吨,5500大卡)', en: 'Series of the domestic FOB price (CNY/t, 5500 kcal)' } }
  sea: { type: text, default: QHD.GZ.FREIGHT, max: 60, label: { zh: '国内海运费序列(元/吨)', en: Series of the domestic sea freight (CNY/t) } }
  watch: { type: number, default: 50, min: 0, max: 1000, label: { zh: '关注线(元/吨)', en: Watch above (CNY/t) } }
  alert: { type: number, default: 80, min: 0, max: 1000, label: { zh: '预警线(元/吨)', en: Alert above (CNY/t) } }
columns:
  day: { zh: 日期(每7天), en: Date (every 7 days) }
  imported_cny_t: { zh: 进口煤完税到港价(折5500), en: 'Imports delivered, duty paid, at 5500 kcal', unit: cny_t }
  domestic_cny_t: { zh: 国内煤南方到岸价, en: Domestic CIF south, unit: cny_t }
  advantage_cny_t: { zh: 进口煤价格优势, en: Import advantage, unit: cny_t }
  week_change: { zh: 较7天前, en: Change on 7 days before, unit: cny_t }
  level_zh: { zh: 级别, en: Level (Chinese) }
  level_en: { zh: 级别(英文), en: Level }
chart: { type: line, x: day, y: [advantage_cny_t], mark: watch }
roles: [leader, strategist, analyst]
tags: [price, import]
*/
-- every seventh day back from the last, and one more to compare the first with
WITH week AS (
  SELECT unnest(generate_series($to, $from - 7, INTERVAL (-7) DAY))::DATE AS day
),
published AS (
  SELECT series, period_end, value::DOUBLE AS value, source
  FROM market.latest
  WHERE series IN ($fob, $freight, $fx, $domestic, $sea)
),
newest AS (
  SELECT w.day, p.series, p.period_end, p.value, p.source
  FROM (SELECT day, unnest([$fob, $freight, $domestic, $sea]) AS series FROM week) w
  ASOF JOIN published p ON w.series = p.series AND w.day >= p.period_end
),
-- a figure holds until its publisher's next is missing, at the end of the day in Shanghai
held AS (
  SELECT n.day, n.series, n.period_end, n.value
  FROM newest n ASOF JOIN market.publication p ON n.source = p.source AND n.period_end >= p.period_end
  WHERE (n.day + 1)::TIMESTAMP AT TIME ZONE 'Asia/Shanghai' <= p.stale_at
),
price AS (
  SELECT day, any_value(value) FILTER (series = $fob) AS fob_usd, any_value(period_end) FILTER (series = $fob) AS fob_on,
    any_value(value) FILTER (series = $freight) AS freight_usd,
    any_value(value) FILTER (series = $domestic) + any_value(value) FILTER (series = $sea) AS domestic_cif
  FROM held
  GROUP BY day
),
-- the rate of the day of the price; of a price on a day without one, the last within five days
exchanged AS (
  SELECT p.*, CASE WHEN r.period_end >= p.fob_on - 5 THEN r.value END AS fx_rate
  FROM price p ASOF LEFT JOIN (FROM published WHERE series = $fx) r ON p.fob_on >= r.period_end
),
-- as import_parity has it step by step: (FOB + freight)(1 + insurance) · FX · (1 + duty)(1 + VAT) + port, at 5500 kcal
landed AS (
  SELECT e.day, e.domestic_cif, ((e.fob_usd + e.freight_usd) * (1 + $insurance) * e.fx_rate * (1 + $duty) * (1 + v.rate::DOUBLE) + $port) * 5500 / $kcal AS imported
  FROM exchanged e ASOF LEFT JOIN ref.vat_rate v ON e.day >= v.valid_from
),
valued AS (
  SELECT day, imported, domestic_cif, (domestic_cif - imported)::DECIMAL(12, 4) AS advantage FROM week LEFT JOIN landed USING (day)
),
compared AS (
  SELECT *, advantage - lag(advantage) OVER (ORDER BY day) AS week_change FROM valued
)
SELECT day, imported::DECIMAL(12, 4) AS imported_cny_t, domestic_cif::DECIMAL(12, 4) AS domestic_cny_t,
  advantage AS advantage_cny_t, week_change::DECIMAL(12, 4) AS week_change,
  CASE WHEN advantage > $alert THEN '预警' WHEN advantage > $watch THEN '关注' WHEN advantage > 0 THEN '进口便宜'
    WHEN advantage <= 0 THEN '国内便宜' END AS level_zh,
  CASE WHEN advantage > $alert THEN 'alert' WHEN advantage > $watch THEN 'watch' WHEN advantage > 0 THEN 'imports cheaper'
    WHEN advantage <= 0 THEN 'domestic cheaper' END AS level_en
FROM compared
WHERE day >= $from
ORDER BY day
