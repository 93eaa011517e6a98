/*
title: { zh: '行业×区域销量(按整月)', en: Tonnage by industry and province (whole months) }
answers: { zh: 哪个行业在哪个省用我们的煤最多、最集中?, en: Which industry in which province takes most of our coal? }
params:
  from: { type: date, default: -12mo, label: { zh: 起(整月), en: From (whole month) } }
  to: { type: date, default: as_of, label: { zh: 止(整月), en: To (whole month) } }
columns:
  industry: { zh: 行业, en: Industry (Chinese) }
  industry_en: { zh: 行业(英文), en: Industry }
  province: { zh: 省份, en: Province (Chinese) }
  province_en: { zh: 省份(英文), en: Province }
  wt: { zh: 销量, en: Tonnage, unit: wt }
  share: { zh: 占我司销量, en: Share of our tonnage, unit: share }
  location_quotient: { zh: 区位商, en: Location quotient, unit: ratio, format: decimal2 }
chart: { type: stacked, x: province, y: [wt], series: industry }
roles: [strategist, analyst]
tags: [regions]
*/
WITH shipped AS (
  SELECT industry, province, sum(net_t) AS t
  FROM mart.account_month
  WHERE month BETWEEN date_trunc('month', $from) AND $to
  GROUP BY industry, province
),
-- LQ = (t_ij / t_i) / (t_j / t): above 1 where an industry is stronger in a province than in our whole market
measured AS (
  SELECT *, t / nullif(sum(t) OVER (), 0) AS share,
    (t / nullif(sum(t) OVER (PARTITION BY industry), 0))
      / nullif(sum(t) OVER (PARTITION BY province) / nullif(sum(t) OVER (), 0), 0) AS location_quotient
  FROM shipped
)
SELECT industry, coalesce(i.en, industry) AS industry_en, province, coalesce(p.en, province) AS province_en,
  (t / 10000)::DECIMAL(14, 7) AS wt, share, location_quotient
FROM measured
LEFT JOIN ref.industry i USING (industry)
LEFT JOIN ref.province p USING (province)
ORDER BY i.sort, t DESC, province
