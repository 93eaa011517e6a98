/*
title: { zh: '发运利润:平仓价减坑口成本', en: 'Port margin: FOB price less the cost from the pit' }
answers: { zh: 煤从坑口发到港口赚还是赔(发运倒挂)?, en: Does coal sent from the pit to the port gain or lose? }
params:
  at: { type: date, default: as_of, label: { zh: 截至, en: As of } }
  fob: { type: text, default: QHD.FOB.Q5500, max: 60, label: { zh: 平仓价序列代码, en: Code of the FOB series } }
  pithead: { type: text, default: CTCTC.SX5500, max: 60, label: { zh: 坑口价序列代码, en: Code of the pit-head series } }
  short_haul: { type: number, default: -1, min: -1, max: 1000, label: { zh: '短倒费(元/吨,负数为未知)', en: 'Short haul (CNY/t, negative: unknown)' } }
  rail: { type: number, default: -1, min: -1, max: 1000, label: { zh: '铁路运费(元/吨,负数为未知)', en: 'Rail freight (CNY/t, negative: unknown)' } }
  port: { type: number, default: -1, min: -1, max: 1000, label: { zh: '港杂费(元/吨,负数为未知)', en: 'Port costs (CNY/t, negative: unknown)' } }
columns:
  step: { zh: 步骤, en: Step }
  zh: { zh: 项目, en: Item (Chinese) }
  en: { zh: 项目(英文), en: Item }
  value: { zh: 数值, en: Value, unit: cny_t }
  series: { zh: 序列, en: Series }
  dated: { zh: 数据日期, en: Date of the figure }
  missing_zh: { zh: 缺少, en: Missing (Chinese) }
  missing_en: { zh: 缺少(英文), en: Missing }
chart: { type: table }
roles: [leader, strategist, analyst]
tags: [price, port]
*/
WITH price AS (
  SELECT any_value(f.value) FILTER (f.series = $fob) AS fob_cny, any_value(f.period_end) FILTER (f.series = $fob) AS fob_on,
    any_value(f.value) FILTER (f.series = $pithead) AS pithead_cny, any_value(f.period_end) FILTER (f.series = $pithead) AS pithead_on
  FROM market.fresh($at) f JOIN market.series s USING (series)
  WHERE f.fresh AND s.unit = '元/吨'
),
-- prices of two grades have no margin
graded AS (
  SELECT count(DISTINCT coalesce(grade, series)) = 1 AS same_grade FROM market.series WHERE series IN ($fob, $pithead)
),
cost AS (
  SELECT CASE WHEN $short_haul >= 0 THEN $short_haul::DECIMAL(12, 4) END AS short_haul_cny, CASE WHEN $rail >= 0 THEN $rail::DECIMAL(12, 4) END AS rail_cny,
    CASE WHEN $port >= 0 THEN $port::DECIMAL(12, 4) END AS port_cny
),
margin AS (
  SELECT *, pithead_cny + short_haul_cny + rail_cny + port_cny AS cost_cny FROM price CROSS JOIN cost CROSS JOIN graded
),
lacking AS (
  SELECT nullif(concat_ws('、', CASE WHEN pithead_cny IS NULL THEN '坑口价' END, CASE WHEN short_haul_cny IS NULL THEN '短倒费' END,
      CASE WHEN rail_cny IS NULL THEN '铁路运费' END, CASE WHEN port_cny IS NULL THEN '港杂费' END), '') AS cost_zh,
    nullif(concat_ws(', ', CASE WHEN pithead_cny IS NULL THEN 'pit-head price' END, CASE WHEN short_haul_cny IS NULL THEN 'short haul' END,
      CASE WHEN rail_cny IS NULL THEN 'rail freight' END, CASE WHEN port_cny IS NULL THEN 'port costs' END), '') AS cost_en,
    CASE WHEN fob_cny IS NULL THEN '平仓价' END AS fob_zh, CASE WHEN fob_cny IS NULL THEN 'FOB price' END AS fob_en,
    CASE WHEN NOT same_grade THEN '煤种不同' END AS grade_zh, CASE WHEN NOT same_grade THEN 'one grade' END AS grade_en
  FROM margin
)
SELECT unnest(steps, recursive := true) FROM (
  SELECT [
    {step: 1, zh: '平仓价', en: 'FOB price', value: fob_cny::DECIMAL(12, 4), series: $fob, dated: fob_on, missing_zh: fob_zh, missing_en: fob_en},
    {step: 2, zh: '坑口价', en: 'Pit-head price', value: pithead_cny::DECIMAL(12, 4), series: $pithead, dated: pithead_on, missing_zh: CASE WHEN pithead_cny IS NULL THEN '坑口价' END, missing_en: CASE WHEN pithead_cny IS NULL THEN 'pit-head price' END},
    {step: 3, zh: '短倒费', en: 'Short haul', value: short_haul_cny, series: NULL, dated: NULL, missing_zh: CASE WHEN short_haul_cny IS NULL THEN '短倒费' END, missing_en: CASE WHEN short_haul_cny IS NULL THEN 'short haul' END},
    {step: 4, zh: '铁路运费', en: 'Rail freight', value: rail_cny, series: NULL, dated: NULL, missing_zh: CASE WHEN rail_cny IS NULL THEN '铁路运费' END, missing_en: CASE WHEN rail_cny IS NULL THEN 'rail freight' END},
    {step: 5, zh: '港杂费', en: 'Port costs', value: port_cny, series: NULL, dated: NULL, missing_zh: CASE WHEN port_cny IS NULL THEN '港杂费' END, missing_en: CASE WHEN port_cny IS NULL THEN 'port costs' END},
    {step: 6, zh: '到港成本', en: 'Cost at the port', value: cost_cny::DECIMAL(12, 4), series: NULL, dated: pithead_on, missing_zh: cost_zh, missing_en: cost_en},
    {step: 7, zh: '发运利润(负为发运倒挂)', en: 'Port margin (negative: a loss)', value: CASE WHEN same_grade THEN fob_cny - cost_cny END::DECIMAL(12, 4), series: NULL, dated: NULL, missing_zh: nullif(concat_ws('、', fob_zh, cost_zh, grade_zh), ''), missing_en: nullif(concat_ws(', ', fob_en, cost_en, grade_en), '')}
  ] AS steps
  FROM margin CROSS JOIN lacking
)
