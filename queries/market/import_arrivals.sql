/*
title: { zh: '进口煤到港量:环比与同比', en: 'Coal imports: change on the period and the year before' }
answers: { zh: 进口煤来得多了还是少了?, en: Are more imports arriving or fewer? }
params:
  from: { type: date, default: -24mo, label: { zh: 起, en: From } }
  to: { type: date, default: as_of, label: { zh: 止, en: To } }
  series:
    type: enum
    values: [COAST.IMPORTS, CN.customs.imports, CN.coal.imports]
    default: COAST.IMPORTS
    label: { zh: '序列(COAST.IMPORTS 沿海到港, CN.customs.imports 海关, CN.coal.imports 国家统计局)', en: 'Series (coastal arrivals, customs, statistics bureau)' }
columns:
  period_start: { zh: 期初, en: Period from }
  period_end: { zh: 期末, en: Period to }
  imports_wt: { zh: 进口量, en: Imports, unit: wt }
  change_wt: { zh: 期环比, en: Change on the period before, unit: wt }
  change_pct: { zh: 期环比幅, en: 'Change %', unit: pct_change }
  year_ago_wt: { zh: '上年同期(周为364天前)', en: 'Same period last year (weeks: 364 days before)', unit: wt }
  yoy_pct: { zh: 同比幅, en: 'Change on last year %', unit: pct_change }
chart: { type: bar, x: period_end, y: [imports_wt] }
roles: [leader, strategist, analyst]
tags: [import]
*/
WITH arrived AS (
  SELECT o.period_start, o.period_end, o.value, market.segment_of(o.series, o.period_end) AS segment,
    CASE s.frequency WHEN 'week' THEN o.period_end - 364 ELSE last_day((o.period_end - INTERVAL 1 YEAR)::DATE) END AS year_ago_end
  FROM market.latest o JOIN market.series s USING (series)
  WHERE o.series = $series AND o.period_end <= $to
),
-- changes need the period right before or a year before, on the same basis
compared AS (
  SELECT now.period_start, now.period_end, now.value, now.value - before.value AS change, before.value AS before,
    year_ago.value AS year_ago
  FROM arrived now
  LEFT JOIN arrived before ON before.period_end = now.period_start - 1 AND before.segment = now.segment
  LEFT JOIN arrived year_ago ON year_ago.period_end = now.year_ago_end AND year_ago.segment = now.segment
)
SELECT period_start, period_end, value::DECIMAL(12, 2) AS imports_wt, change::DECIMAL(12, 2) AS change_wt, change / nullif(before, 0) AS change_pct,
  year_ago::DECIMAL(12, 2) AS year_ago_wt, value / nullif(year_ago, 0) - 1 AS yoy_pct
FROM compared
WHERE period_end >= $from
ORDER BY period_end
