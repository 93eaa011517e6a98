/*
title: { zh: '行业×省份:销量、占比、同比与净回值(按整月)', en: 'Industry by province: tonnage, share, change on last year and netback (whole months)' }
answers: { zh: 行业×区域里哪格最赚(净回值)?, en: Which cell of industry and region earns most at the mine (netback)? }
params:
  from: { type: date, default: -12mo, label: { zh: 起(整月), en: From (whole month) } }
  to: { type: date, default: as_of, label: { zh: '止(已满的月)', en: To (months that have ended) } }
  rail_water_cost: { type: number, default: -1, min: -1, max: 2000, label: { zh: '铁水联运费用合计(元/吨,负数为未知)', en: 'Cost of carriage by rail and water (CNY/t, negative: unknown)' } }
  rail_cost: { type: number, default: -1, min: -1, max: 2000, label: { zh: '铁路直达费用合计(元/吨,负数为未知)', en: 'Cost of carriage by rail (CNY/t, negative: unknown)' } }
  truck_cost: { type: number, default: -1, min: -1, max: 2000, label: { zh: '汽运费用合计(元/吨,负数为未知)', en: 'Cost of carriage by truck (CNY/t, negative: unknown)' } }
  loss: { type: number, default: 0, min: 0, max: 0.2, label: { zh: 途损占货价, en: Loss on the way as a share of the price } }
columns:
  industry: { zh: 行业, en: Industry (Chinese) }
  industry_en: { zh: 行业(英文), en: Industry }
  province: { zh: 省份, en: Province (Chinese) }
  province_en: { zh: 省份(英文), en: Province }
  wt: { zh: 销量, en: Tonnage, unit: wt }
  share: { zh: 占我司销量, en: Share of our tonnage, unit: share }
  year_ago_wt: { zh: 上年同期销量, en: Same months last year, unit: wt }
  yoy_pct: { zh: 同比幅, en: 'Change on last year %', unit: pct_change }
  location_quotient: { zh: 区位商, en: Location quotient, unit: ratio, format: decimal2 }
  price_cny_t: { zh: '平均单价(含税)', en: Mean price incl. VAT, unit: cny_t, format: decimal1 }
  priced_share: { zh: 有价吨数占比, en: Share of tonnes with a price, unit: share }
  netback_cny_t: { zh: 净回值, en: Netback at the mine, unit: cny_t, format: decimal1 }
  lacking_zh: { zh: 净回值缺少, en: Netback lacks (Chinese) }
  lacking_en: { zh: 净回值缺少(英文), en: Netback lacks }
chart: { type: stacked, x: province, y: [wt], series: industry }
roles: [strategist, analyst]
tags: [regions, price]
*/
WITH span AS (
  SELECT date_trunc('month', $from)::DATE AS first_month, (date_trunc('month', $to + 1) - INTERVAL 1 MONTH)::DATE AS last_month,
    (SELECT min(month) FROM mart.account_month) AS first_known
),
shipped AS (
  SELECT industry, province, mode, net_t, amount_cny, priced_t
  FROM mart.account_month CROSS JOIN span
  WHERE month BETWEEN first_month AND last_month
),
shipped_year_ago AS (
  SELECT industry, province, sum(net_t) AS year_ago_t
  FROM mart.account_month CROSS JOIN span
  WHERE month BETWEEN first_month - INTERVAL 1 YEAR AND last_month - INTERVAL 1 YEAR AND first_known <= first_month - INTERVAL 1 YEAR
  GROUP BY industry, province
),
cost_of_mode AS (
  SELECT mode, zh, en, CASE WHEN cost >= 0 THEN cost::DECIMAL(12, 4) END AS cost_cny_t
  FROM (VALUES ('rail_water', '铁水联运费用', 'cost by rail and water', $rail_water_cost), ('rail', '铁路直达费用', 'cost by rail', $rail_cost),
    ('truck', '汽运费用', 'cost by truck', $truck_cost)) AS modes (mode, zh, en, cost)
),
-- a cost that is not known for one mode leaves the cell without a netback
cell AS (
  SELECT industry, province, sum(net_t) AS t, sum(amount_cny) AS amount_cny, sum(priced_t) AS priced_t,
    CASE WHEN count(cost_cny_t) = count(*) THEN sum(priced_t * cost_cny_t) END AS cost_cny,
    nullif(string_agg(DISTINCT coalesce(c.zh, '运输费用'), '、' ORDER BY coalesce(c.zh, '运输费用')) FILTER (cost_cny_t IS NULL), '') AS cost_zh,
    nullif(string_agg(DISTINCT coalesce(c.en, 'cost of carriage'), ', ' ORDER BY coalesce(c.en, 'cost of carriage')) FILTER (cost_cny_t IS NULL), '') AS cost_en
  FROM shipped LEFT JOIN cost_of_mode c USING (mode)
  GROUP BY industry, province
),
-- a cell that has only last year's tonnes is one that was lost
compared AS (
  SELECT industry, province, coalesce(t, 0) AS t, amount_cny, nullif(priced_t, 0) AS priced_t, cost_cny, cost_zh, cost_en,
    CASE WHEN first_known <= first_month - INTERVAL 1 YEAR THEN coalesce(year_ago_t, 0) END AS year_ago_t
  FROM cell FULL JOIN shipped_year_ago USING (industry, province) CROSS JOIN span
),
-- LQ = (t_ij / t_i) / (t_j / t): above 1 where an industry is stronger in a province than in our whole market
measured AS (
  SELECT *, t / nullif(sum(t) OVER (), 0) AS share,
    (t / nullif(sum(t) OVER (PARTITION BY industry), 0))
      / nullif(sum(t) OVER (PARTITION BY province) / nullif(sum(t) OVER (), 0), 0) AS location_quotient,
    amount_cny / priced_t AS price_cny_t, cost_cny / priced_t AS cost_cny_t
  FROM compared
)
SELECT industry, coalesce(i.en, industry) AS industry_en, province, coalesce(p.en, province) AS province_en,
  (t / 10000)::DECIMAL(14, 7) AS wt, share, (year_ago_t / 10000)::DECIMAL(14, 7) AS year_ago_wt, t / nullif(year_ago_t, 0) - 1 AS yoy_pct,
  location_quotient, price_cny_t, priced_t / nullif(t, 0) AS priced_share, price_cny_t * (1 - $loss) - cost_cny_t AS netback_cny_t,
  nullif(concat_ws('、', CASE WHEN price_cny_t IS NULL THEN '单价' END, cost_zh), '') AS lacking_zh,
  nullif(concat_ws(', ', CASE WHEN price_cny_t IS NULL THEN 'price' END, cost_en), '') AS lacking_en
FROM measured
LEFT JOIN ref.industry i USING (industry)
LEFT JOIN ref.province p USING (province)
ORDER BY netback_cny_t DESC NULLS LAST, i.sort, t DESC, province
