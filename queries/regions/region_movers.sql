/*
title: { zh: '各省近4周变动(对前4周、对上年同4周)', en: 'Provinces over 4 weeks, against the 4 before and the same 4 last year' }
answers: { zh: 优势市场守住没有?哪个省在丢?, en: Do the advantage markets hold? Which province slips? }
params:
  at: { type: date, default: as_of, label: { zh: 截至, en: As of } }
columns:
  province: { zh: 省份, en: Province (Chinese) }
  province_en: { zh: 省份(英文), en: Province }
  is_advantage: { zh: 优势市场, en: Advantage market }
  wt: { zh: 近4周销量, en: Last 4 weeks, unit: wt }
  share: { zh: 占我司销量, en: Share of our tonnage, unit: share }
  previous_wt: { zh: 前4周销量, en: 4 weeks before, unit: wt }
  change_wt: { zh: 4周环比, en: Change, unit: wt }
  change_pct: { zh: 4周环比幅, en: 'Change %', unit: pct_change }
  share_change_pp: { zh: 占比变化, en: Change of share, unit: pp }
  year_ago_wt: { zh: '上年同4周销量(364天前)', en: Same 4 weeks last year (364 days before), unit: wt }
  yoy_change_wt: { zh: 同比, en: Change on last year, unit: wt }
  yoy_pct: { zh: 同比幅, en: 'Change on last year %', unit: pct_change }
  yoy_share_change_pp: { zh: 占比同比变化, en: Change of share on last year, unit: pp }
chart: { type: bar, x: province, y: [share_change_pp] }
roles: [leader, strategist, analyst]
tags: [regions, briefing]
*/
WITH data_span AS (
  SELECT min(day) AS first_day, least($at, max(day)) AS last_day FROM mart.region_day
),
-- each window is 28 days; one that begins before the data does has no figures rather than small ones
shipped AS (
  SELECT province,
    sum(net_t) FILTER (day > last_day - 28) AS this_t,
    sum(net_t) FILTER (day BETWEEN last_day - 55 AND last_day - 28) AS before_t,
    sum(net_t) FILTER (day BETWEEN last_day - 391 AND last_day - 364) AS year_ago_t,
    any_value(first_day <= last_day - 55) AS has_before,
    any_value(first_day <= last_day - 391) AS has_year_ago
  FROM mart.region_day CROSS JOIN data_span
  WHERE day BETWEEN last_day - 391 AND last_day
  GROUP BY province
),
compared AS (
  SELECT province, coalesce(this_t, 0) AS this_t,
    CASE WHEN has_before THEN coalesce(before_t, 0) END AS before_t,
    CASE WHEN has_year_ago THEN coalesce(year_ago_t, 0) END AS year_ago_t
  FROM shipped
  WHERE this_t IS NOT NULL OR before_t IS NOT NULL OR year_ago_t IS NOT NULL
),
shared AS (
  SELECT *, this_t / nullif(sum(this_t) OVER (), 0) AS share,
    before_t / nullif(sum(before_t) OVER (), 0) AS before_share,
    year_ago_t / nullif(sum(year_ago_t) OVER (), 0) AS year_ago_share
  FROM compared
)
SELECT province, coalesce(en, province) AS province_en,
  EXISTS (FROM ref.advantage_market a WHERE a.province = shared.province
    AND a.valid_from <= $at AND (a.valid_to IS NULL OR $at < a.valid_to)) AS is_advantage,
  (this_t / 10000)::DECIMAL(14, 7) AS wt, share,
  (before_t / 10000)::DECIMAL(14, 7) AS previous_wt, ((this_t - before_t) / 10000)::DECIMAL(14, 7) AS change_wt, this_t / nullif(before_t, 0) - 1 AS change_pct,
  round(100 * (share - before_share), 6) AS share_change_pp,
  (year_ago_t / 10000)::DECIMAL(14, 7) AS year_ago_wt, ((this_t - year_ago_t) / 10000)::DECIMAL(14, 7) AS yoy_change_wt,
  this_t / nullif(year_ago_t, 0) - 1 AS yoy_pct, round(100 * (share - year_ago_share), 6) AS yoy_share_change_pp
FROM shared LEFT JOIN ref.province USING (province)
ORDER BY this_t DESC, province
