/*
title: { zh: '折算价:同热值可比', en: Prices made comparable by heat value }
answers: { zh: 按热值折算后哪个煤种便宜?低卡煤折价有多深?, en: 'Which grade is cheapest by its heat, and how deep is the discount of low grades?' }
params:
  at: { type: date, default: as_of, label: { zh: 截至, en: As of } }
  coef_5000: { type: number, default: 0.88, min: 0.1, max: 2, label: { zh: Q5000折算系数, en: Coefficient of Q5000 } }
  coef_4500: { type: number, default: 0.77, min: 0.1, max: 2, label: { zh: Q4500折算系数, en: Coefficient of Q4500 } }
columns:
  grade: { zh: 煤种, en: Grade }
  heat_kcal_kg: { zh: 发热量, en: Heat value, unit: kcal_kg }
  quoted_on: { zh: 报价日, en: Quoted on }
  carried: { zh: 沿用, en: Carried forward }
  mid: { zh: 平仓价(中间价), en: FOB price (middle), unit: cny_t }
  at_5500: { zh: '折5500大卡(按热值)', en: 'At 5500 kcal, in proportion', unit: cny_t, format: decimal1 }
  at_5500_coef: { zh: '折5500大卡(按系数)', en: 'At 5500 kcal, by coefficient', unit: cny_t, format: decimal1 }
  fen_kcal: { zh: 每大卡价, en: Price of a kcal, unit: fen_kcal, format: decimal2 }
  cny_tce: { zh: 标煤单价(7000大卡), en: Price of standard coal (7000 kcal), unit: cny_tce, format: decimal1 }
  ratio_to_5500: { zh: 与Q5500之比, en: Ratio to Q5500, unit: ratio, format: decimal3 }
  heat_ratio: { zh: 热值之比, en: Ratio of heat values, unit: ratio, format: decimal3 }
  discount_pct: { zh: 热值可比折价, en: 'Discount beyond heat content %', unit: pct_change }
chart: { type: bar, x: grade, y: [mid, at_5500] }
roles: [leader, strategist, analyst]
tags: [price]
*/
-- a quotation stands for at most five days after it
WITH quotation AS (
  SELECT grade, heat_kcal_kg, day AS quoted_on, mid_cny_t AS mid
  FROM mart.price_day JOIN ref.grade USING (grade)
  WHERE day BETWEEN $at - 5 AND $at
  QUALIFY row_number() OVER (PARTITION BY grade ORDER BY day DESC) = 1
),
-- a ratio compares quotations of one day
benchmark AS (
  SELECT quoted_on, mid AS benchmark_mid FROM quotation WHERE grade = 'Q5500'
),
coefficient AS (
  SELECT grade, coef FROM (VALUES ('Q5500', 1), ('Q5000', $coef_5000), ('Q4500', $coef_4500)) AS stated (grade, coef)
)
SELECT grade, heat_kcal_kg, quoted_on, quoted_on < $at AS carried, mid, mid * 5500 / heat_kcal_kg AS at_5500, mid / coef AS at_5500_coef,
  100 * mid / heat_kcal_kg AS fen_kcal, mid * 7000 / heat_kcal_kg AS cny_tce, mid / nullif(benchmark_mid, 0) AS ratio_to_5500,
  heat_kcal_kg / 5500 AS heat_ratio, mid * 5500 / heat_kcal_kg / nullif(benchmark_mid, 0) - 1 AS discount_pct
FROM quotation
LEFT JOIN benchmark USING (quoted_on)
LEFT JOIN coefficient USING (grade)
ORDER BY heat_kcal_kg DESC
