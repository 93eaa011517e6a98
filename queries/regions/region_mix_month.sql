/*
title: { zh: 销量的省份构成(按月), en: Mix of our tonnage by province and month }
answers: { zh: 我们的煤卖到哪些省?构成怎样变化?, en: Which provinces do we sell to and how does the mix change? }
params:
  from: { type: date, default: -24mo, label: { zh: 起(整月), en: From (whole month) } }
  to: { type: date, default: as_of, label: { zh: 止, en: To } }
columns:
  month: { zh: 月份, en: Month, format: month }
  province: { zh: 省份, en: Province (Chinese) }
  province_en: { zh: 省份(英文), en: Province }
  region: { zh: 大区, en: Region (Chinese) }
  region_en: { zh: 大区(英文), en: Region }
  wt: { zh: 销量, en: Tonnage, unit: wt }
  share: { zh: 占我司销量, en: Share of our tonnage, unit: share }
  is_advantage: { zh: 优势市场, en: Advantage market }
chart: { type: stacked, x: month, y: [share], series: province }
roles: [leader, strategist, analyst]
tags: [regions]
*/
WITH shipped AS (
  SELECT date_trunc('month', day)::DATE AS month, province, sum(net_t) AS t, sum(advantage_t) > 0 AS is_advantage
  FROM mart.region_day
  WHERE day BETWEEN date_trunc('month', $from) AND $to
  GROUP BY ALL
)
SELECT month, province, coalesce(en, province) AS province_en, region, region_en, (t / 10000)::DECIMAL(14, 7) AS wt,
  t / nullif(sum(t) OVER (PARTITION BY month), 0) AS share, is_advantage
FROM shipped LEFT JOIN ref.province USING (province)
ORDER BY month, t DESC, province
