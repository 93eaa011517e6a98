/*
title: { zh: '基差:现货减指数(同煤种、同日)', en: 'Basis: spot less index (same grade, same day)' }
answers: { zh: 现货比指数高还是低?差多少?, en: Does spot stand above or below the index and by how much? }
params:
  from: { type: date, default: -24mo, label: { zh: 起, en: From } }
  to: { type: date, default: as_of, label: { zh: 止, en: To } }
  spot: { type: text, default: QHD.FOB.Q5500, max: 60, label: { zh: 现货价序列代码, en: Code of the spot series } }
  index: { type: text, default: BOHAI.INDEX, max: 60, label: { zh: 指数(期货)序列代码, en: Code of the index or futures series } }
columns:
  day: { zh: 指数期末, en: Period end of the index }
  spot_cny_t: { zh: 现货价, en: Spot, unit: cny_t }
  index_cny_t: { zh: 指数, en: Index, unit: cny_t }
  basis_cny_t: { zh: 基差, en: Basis, unit: cny_t }
  basis_pct: { zh: 基差占指数, en: 'Basis %', unit: pct_change }
  change_cny_t: { zh: 基差较上期, en: Change on the period before, unit: cny_t }
chart: { type: line, x: day, y: [basis_cny_t] }
roles: [strategist, analyst]
tags: [price]
*/
-- a basis has one grade, one unit and one day; the index is not the assessment, so neither stands in for the other
WITH comparable AS (
  SELECT s.grade = i.grade AND s.unit = i.unit AS ok
  FROM market.series s CROSS JOIN market.series i
  WHERE s.series = $spot AND i.series = $index
),
spot_price AS (
  SELECT period_end AS day, value FROM market.latest WHERE series = $spot AND period_end <= $to
),
index_price AS (
  SELECT period_end AS day, value, market.segment_of(series, period_end) AS segment
  FROM market.latest WHERE series = $index AND period_end <= $to
),
compared AS (
  SELECT i.day, s.value AS spot, i.value AS index, i.segment, CASE WHEN ok THEN s.value - i.value END AS basis
  FROM index_price i LEFT JOIN spot_price s USING (day) CROSS JOIN comparable
),
changed AS (
  SELECT *, basis - lag(basis) OVER (PARTITION BY segment ORDER BY day) AS change FROM compared
)
SELECT day, spot::DECIMAL(10, 2) AS spot_cny_t, index::DECIMAL(10, 2) AS index_cny_t, basis::DECIMAL(10, 2) AS basis_cny_t,
  basis / nullif(index, 0) AS basis_pct,
  change::DECIMAL(10, 2) AS change_cny_t
FROM changed
WHERE day >= $from
ORDER BY day
