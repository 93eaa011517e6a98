/*
title: { zh: '库存变化领先价格变化几周(相关≠因果)', en: 'By how many weeks do stocks lead prices? (correlation is not causation)' }
answers: { zh: 库存领先价格几周?, en: By how many weeks does the stock lead the price? }
params:
  to: { type: date, default: as_of, label: { zh: 截至, en: As of } }
  weeks: { type: integer, default: 156, min: 52, max: 1040, label: { zh: 周数, en: Weeks } }
  stock: { type: text, default: QHD.stock, max: 60, label: { zh: 库存序列代码, en: Code of the stock series } }
  price: { type: text, default: BOHAI.INDEX, max: 60, label: { zh: 价格序列代码, en: Code of the price series } }
  method: { type: enum, values: [pearson, spearman], default: pearson, label: { zh: '方法(pearson 线性, spearman 秩)', en: 'Method (Pearson, Spearman ranks)' } }
  min_n: { type: integer, default: 52, min: 10, max: 520, label: { zh: 最少样本数(周), en: Fewest weeks } }
columns:
  lag_weeks: { zh: '库存领先周数(负为价格领先)', en: 'Weeks by which the stock leads (negative: the price leads)', format: integer }
  n: { zh: 样本周数, en: Weeks, unit: count }
  correlation: { zh: 相关系数, en: Correlation, unit: ratio, format: decimal3 }
  strongest: { zh: 绝对值最大, en: Strongest }
chart: { type: bar, x: lag_weeks, y: [correlation] }
roles: [strategist, analyst]
tags: [price, port]
*/
WITH stock_value AS (
  SELECT period_end, value, market.segment_of(series, period_end) AS segment
  FROM market.latest WHERE series = $stock AND period_end <= $to
),
price_value AS (
  SELECT period_end, value, market.segment_of(series, period_end) AS segment
  FROM market.latest WHERE series = $price AND period_end <= $to
),
-- weeks counted back from the newest price; a value stands for at most six days after it
week_end AS (
  SELECT week, (SELECT max(period_end) FROM price_value) - 7 * week AS due FROM (SELECT unnest(range($weeks + 10))::INTEGER AS week)
),
stock_week AS (
  SELECT w.week, s.value, s.segment FROM week_end w ASOF JOIN stock_value s ON w.due >= s.period_end WHERE s.period_end >= w.due - 6
),
price_week AS (
  SELECT w.week, p.value, p.segment FROM week_end w ASOF JOIN price_value p ON w.due >= p.period_end WHERE p.period_end >= w.due - 6
),
-- no change is formed across a missing week or a change of method; as decimals, so that equal changes are equal
stock_change AS (
  SELECT now.week, (now.value - before.value)::DOUBLE AS change
  FROM stock_week now JOIN stock_week before ON before.week = now.week + 1 AND before.segment = now.segment
),
price_change AS (
  SELECT now.week, (now.value - before.value)::DOUBLE AS change
  FROM price_week now JOIN price_week before ON before.week = now.week + 1 AND before.segment = now.segment
),
-- Δstock of k weeks before the week of Δprice
paired AS (
  SELECT lag_weeks, p.week, s.change AS stock_change, p.change AS price_change
  FROM (SELECT unnest(range(-8, 9))::INTEGER AS lag_weeks) CROSS JOIN price_change p
  JOIN stock_change s ON s.week = p.week + lag_weeks
  WHERE p.week < $weeks
),
-- equal changes share the mean of their ranks
ranked AS (
  SELECT lag_weeks, week, stock_change, price_change,
    rank() OVER (PARTITION BY lag_weeks ORDER BY stock_change)
      + (count(*) OVER (PARTITION BY lag_weeks, stock_change) - 1) / 2 AS stock_rank,
    rank() OVER (PARTITION BY lag_weeks ORDER BY price_change)
      + (count(*) OVER (PARTITION BY lag_weeks, price_change) - 1) / 2 AS price_rank
  FROM paired
),
measured AS (
  SELECT lag_weeks, week, CASE $method WHEN 'spearman' THEN stock_rank ELSE stock_change END AS stock,
    CASE $method WHEN 'spearman' THEN price_rank ELSE price_change END AS price
  FROM ranked
),
correlated AS (
  SELECT lag_weeks, count(*) AS n, corr(price, stock) AS price_stock, corr(price, week) AS price_time, corr(stock, week) AS stock_time
  FROM measured
  GROUP BY lag_weeks
),
-- the correlation of what a straight line through time leaves of both
detrended AS (
  SELECT lag_weeks, n,
    CASE WHEN n >= $min_n THEN (price_stock - price_time * stock_time)
      / nullif(sqrt(greatest(0, (1 - price_time ** 2) * (1 - stock_time ** 2))), 0) END AS correlation
  FROM correlated
)
SELECT lag_weeks, coalesce(n, 0)::INTEGER AS n, correlation,
  abs(correlation) = max(abs(correlation)) OVER () AS strongest
FROM (SELECT unnest(range(-8, 9))::INTEGER AS lag_weeks) LEFT JOIN detrended USING (lag_weeks)
ORDER BY lag_weeks
