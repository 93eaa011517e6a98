/*
title: { zh: 重点指标, en: Headline figures }
answers: { zh: 本周销量、价格、份额和库存怎么样?, en: 'How are tonnage, price, shares and stock this week?' }
params:
  at: { type: date, default: as_of, label: { zh: 截至, en: As of } }
  goal: { type: number, default: 0.5, min: 0, max: 1, label: { zh: 占比目标, en: Goal of the shares } }
columns:
  metric: { zh: 指标代码, en: Metric }
  label_zh: { zh: 指标, en: Figure (Chinese) }
  label_en: { zh: 指标(英文), en: Figure }
  unit: { zh: 单位代码, en: Unit code }
  change_unit: { zh: 增减单位代码, en: Unit code of changes }
  period_start: { zh: 期初, en: First day }
  period_end: { zh: 期末, en: Last day }
  value: { zh: 本期, en: This period }
  previous: { zh: '上期(7天前)', en: 7 days before }
  wow_change: { zh: '周环比(占比为个百分点)', en: Change on the week (shares in pp) }
  wow_pct: { zh: 周环比幅, en: 'Change on the week %', unit: pct_change }
  year_ago: { zh: 上年同期, en: A year before }
  yoy_change: { zh: '同比(占比为个百分点)', en: Change on the year (shares in pp) }
  yoy_pct: { zh: 同比幅, en: 'Change on the year %', unit: pct_change }
  goal: { zh: 目标, en: Goal, unit: share }
  gap_pp: { zh: 较目标, en: Against the goal, unit: pp }
chart: { type: table }
roles: [leader, strategist, analyst]
tags: [briefing]
*/
-- Tonnage, average price: 7 days; the shares: 28 days; both against the window 7 days earlier and, for the year, 364
-- days earlier, so that weekdays match. Stock and price: the day itself against 7 days before and the same date last year.
WITH last_delivery AS (
  SELECT min(day) AS first_day, least($at, max(day)) AS last_day FROM mart.account_day
),
shift AS (
  FROM (VALUES ('now', 0), ('week', 7), ('year', 364)) AS shifts (age, days)
),
own_day AS (
  SELECT day, sum(net_t) AS net_t, sum(key_t) AS key_t, sum(amount_cny) AS amount_cny, sum(priced_t) AS priced_t
  FROM mart.account_day WHERE day BETWEEN $at - 400 AND $at GROUP BY day
),
region_of_day AS (
  SELECT day, sum(net_t) AS net_t, sum(advantage_t) AS advantage_t
  FROM mart.region_day WHERE day BETWEEN $at - 400 AND $at GROUP BY day
),
-- a window that begins before the data does has no figure rather than a small one
seven_days AS (
  SELECT age, (sum(net_t) / 10000)::DECIMAL(14, 7) AS wt, sum(amount_cny) / nullif(sum(priced_t), 0) AS price
  FROM shift CROSS JOIN last_delivery l JOIN own_day d ON d.day BETWEEN l.last_day - days - 6 AND l.last_day - days
  WHERE l.first_day <= l.last_day - days - 6
  GROUP BY age
),
four_weeks AS (
  SELECT age, sum(key_t) / nullif(sum(net_t), 0) AS share
  FROM shift CROSS JOIN last_delivery l JOIN own_day d ON d.day BETWEEN l.last_day - days - 27 AND l.last_day - days
  WHERE l.first_day <= l.last_day - days - 27
  GROUP BY age
),
four_weeks_by_region AS (
  SELECT age, sum(advantage_t) / nullif(sum(net_t), 0) AS share
  FROM shift CROSS JOIN last_delivery l JOIN region_of_day d ON d.day BETWEEN l.last_day - days - 27 AND l.last_day - days
  WHERE l.first_day <= l.last_day - days - 27
  GROUP BY age
),
quotation AS (
  SELECT day, mid_cny_t FROM mart.price_day
  WHERE grade = 'Q5500' AND day BETWEEN $at - 5 AND $at ORDER BY day DESC LIMIT 1
),
bulletin_day AS (
  SELECT max(day) AS day FROM mart.port_day JOIN ref.port USING (port) WHERE bohai4 AND day BETWEEN $at - 5 AND $at
),
market_date AS (
  SELECT 'quotation' AS kind, age, day AS now_day, due FROM quotation CROSS JOIN LATERAL (VALUES
    ('now', day), ('week', day - 7), ('year', (day - INTERVAL 1 YEAR)::DATE)) AS dates (age, due)
  UNION ALL
  SELECT 'bulletin', age, day, due FROM bulletin_day CROSS JOIN LATERAL (VALUES
    ('now', day), ('week', day - 7), ('year', (day - INTERVAL 1 YEAR)::DATE)) AS dates (age, due)
),
-- the nearest earlier quotation, at most five days older than the date it stands for
quoted AS (
  SELECT m.age, p.mid_cny_t AS price
  FROM (FROM market_date WHERE kind = 'quotation') m
  ASOF JOIN (FROM mart.price_day WHERE grade = 'Q5500') p ON m.due >= p.day
  WHERE p.day >= m.due - 5
),
-- the four-port stock exists only where all the ports have theirs
stocked AS (
  SELECT m.age, any_value(p.stock_wt) FILTER (p.port = 'QHD') AS qinhuangdao,
    CASE WHEN count(p.stock_wt) FILTER (r.bohai4) = (SELECT count(*) FROM ref.port WHERE bohai4)
      THEN sum(p.stock_wt) FILTER (r.bohai4) END AS four_ports
  FROM (FROM market_date WHERE kind = 'bulletin') m JOIN mart.port_day p ON p.day = m.due JOIN ref.port r USING (port)
  GROUP BY m.age
),
figure AS (
  SELECT 'sales_week' AS metric, age, wt AS figure FROM seven_days
  UNION ALL SELECT 'avg_price', age, price FROM seven_days
  UNION ALL SELECT 'key_share', age, share FROM four_weeks
  UNION ALL SELECT 'advantage_share', age, share FROM four_weeks_by_region
  UNION ALL SELECT 'qhd_stock', age, qinhuangdao FROM stocked
  UNION ALL SELECT 'four_port_stock', age, four_ports FROM stocked
  UNION ALL SELECT 'q5500_mid', age, price FROM quoted
),
catalogue AS (
  SELECT metric, sort, label_zh, label_en, unit, span, last_day
  FROM (VALUES
    ('sales_week', 1, '近7天销量', 'Tonnage, last 7 days', 'wt', 7, 'delivery'),
    ('avg_price', 2, '近7天均价(含税)', 'Average price, last 7 days (incl. VAT)', 'cny_t', 7, 'delivery'),
    ('key_share', 3, '大户占比(近4周)', 'Key-account share (last 4 weeks)', 'share', 28, 'delivery'),
    ('advantage_share', 4, '优势市场占比(近4周)', 'Advantage-market share (last 4 weeks)', 'share', 28, 'delivery'),
    ('qhd_stock', 5, '秦皇岛港库存', 'Qinhuangdao stock', 'wt', 1, 'bulletin'),
    ('q5500_mid', 6, 'Q5500平仓价(中间价)', 'Q5500 FOB price (middle)', 'cny_t', 1, 'quotation'),
    ('four_port_stock', 7, '环渤海四港库存', 'Four-port stock', 'wt', 1, 'bulletin')
  ) AS metrics (metric, sort, label_zh, label_en, unit, span, feed)
  LEFT JOIN (
    SELECT 'delivery' AS feed, last_day FROM last_delivery
    UNION ALL SELECT 'bulletin', day FROM bulletin_day
    UNION ALL SELECT 'quotation', day FROM quotation
  ) USING (feed)
),
compared AS (
  SELECT c.*, any_value(figure) FILTER (age = 'now') AS value,
    any_value(figure) FILTER (age = 'week') AS previous, any_value(figure) FILTER (age = 'year') AS year_ago
  FROM catalogue c LEFT JOIN figure USING (metric)
  GROUP BY ALL
)
SELECT metric, label_zh, label_en, unit, CASE unit WHEN 'share' THEN 'pp' ELSE unit END AS change_unit,
  (last_day - span + 1)::DATE AS period_start, last_day AS period_end, value, previous,
  round((value - previous) * CASE unit WHEN 'share' THEN 100 ELSE 1 END, 6) AS wow_change,
  CASE WHEN unit <> 'share' THEN value / nullif(previous, 0) - 1 END AS wow_pct,
  year_ago,
  round((value - year_ago) * CASE unit WHEN 'share' THEN 100 ELSE 1 END, 6) AS yoy_change,
  CASE WHEN unit <> 'share' THEN value / nullif(year_ago, 0) - 1 END AS yoy_pct,
  CASE WHEN unit = 'share' THEN $goal END AS goal,
  CASE WHEN unit = 'share' THEN round(100 * (value - $goal), 6) END AS gap_pp
FROM compared
ORDER BY sort
