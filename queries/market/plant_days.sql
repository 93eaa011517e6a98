/*
title: { zh: '电厂日耗、存煤与可用天数(重算对公布)', en: 'Power plants: burn, stock and days of cover, recomputed against published' }
answers: { zh: 下游电厂存煤够用几天?日耗同比怎样?, en: For how many days does the plants' coal suffice and how does their burn compare with last year? }
params:
  from: { type: date, default: -24mo, label: { zh: 起, en: From } }
  to: { type: date, default: as_of, label: { zh: 止, en: To } }
  sample: { type: enum, values: [COAST, NOTE.SIX], default: COAST, label: { zh: '样本(COAST 沿海主力电厂, NOTE.SIX 六大电)', en: 'Sample (coastal plants, the six groups)' } }
columns:
  period_end: { zh: 期末, en: Period end }
  stock_wt: { zh: 存煤, en: Stock, unit: wt }
  burn_wt_day: { zh: 日耗, en: Daily burn, unit: wt_day }
  burn_yoy_pct: { zh: '日耗同比(364天前)', en: 'Burn on last year (364 days before) %', unit: pct_change }
  days: { zh: 可用天数(重算), en: Days of cover (recomputed), unit: days, format: decimal1 }
  published_days: { zh: 可用天数(公布), en: Days of cover (published), unit: days, format: decimal1 }
  difference_days: { zh: 重算减公布, en: Recomputed less published, unit: days, format: decimal1 }
  agrees: { zh: '相符(±1天)', en: Agrees (±1 day) }
chart: { type: line, x: period_end, y: [days] }
roles: [leader, strategist, analyst]
tags: [plants]
*/
-- each sample of plants is its own: none is continued by another
WITH told AS (
  SELECT period_end,
    any_value(value) FILTER (lower(series) = lower($sample) || '.stock') AS stock,
    any_value(value) FILTER (lower(series) = lower($sample) || '.burn') AS burn,
    any_value(value) FILTER (lower(series) = lower($sample) || '.days') AS published_days
  FROM market.latest
  WHERE series IN ($sample || '.STOCK', $sample || '.BURN', $sample || '.DAYS', $sample || '.stock', $sample || '.burn', $sample || '.days')
    AND period_end BETWEEN $from - 364 AND $to
  GROUP BY period_end
),
covered AS (
  SELECT now.*, now.burn / nullif(before.burn, 0) - 1 AS burn_yoy_pct, now.stock / nullif(now.burn, 0) AS days
  FROM told now LEFT JOIN told before ON before.period_end = now.period_end - 364
)
SELECT period_end, stock::DECIMAL(12, 2) AS stock_wt, burn::DECIMAL(10, 2) AS burn_wt_day, burn_yoy_pct, days,
  published_days::DECIMAL(10, 2) AS published_days, days - published_days AS difference_days, abs(days - published_days) <= 1 AS agrees
FROM covered
WHERE period_end >= $from
ORDER BY period_end
