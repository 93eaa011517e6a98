/*
title: { zh: 本周市场一句话, en: The week in one line }
answers: { zh: '本周市场一句话?价格、库存、大户占比怎么走?', en: 'The market in one line: how do price, stock and the key-account share move?' }
params:
  at: { type: date, default: as_of, label: { zh: 截至, en: As of } }
  goal: { type: number, default: 0.5, min: 0, max: 1, label: { zh: 大户占比目标, en: Goal of the key-account share } }
columns:
  price_day: { zh: 报价日, en: Day of the quotation }
  price_low: { zh: Q5500平仓价低, en: Q5500 FOB low, unit: cny_t }
  price_high: { zh: Q5500平仓价高, en: Q5500 FOB high, unit: cny_t }
  price_mid: { zh: Q5500平仓价中, en: Q5500 FOB middle, unit: cny_t }
  price_change: { zh: 价格周涨跌, en: Price change on the week, unit: cny_t }
  price_word_zh: { zh: 价格走势, en: Price direction (Chinese) }
  price_word_en: { zh: 价格走势(英文), en: Price direction }
  stock_day: { zh: 库存日, en: Day of the stock }
  stock_wt: { zh: 秦皇岛港库存, en: Qinhuangdao stock, unit: wt }
  stock_change_wt: { zh: 库存周增减, en: Stock change on the week, unit: wt }
  stock_change_pct: { zh: 库存周增减幅, en: 'Stock change on the week %', unit: pct_change }
  stock_word_zh: { zh: 库存走势, en: Stock direction (Chinese) }
  stock_word_en: { zh: 库存走势(英文), en: Stock direction }
  share_day: { zh: 占比统计至, en: Share counted through }
  key_share: { zh: 大户占比(近7天), en: Key-account share (last 7 days), unit: share }
  key_share_change_pp: { zh: 占比周变动, en: Share change on the week, unit: pp }
  goal_gap_pp: { zh: 较目标, en: Against the goal, unit: pp }
chart: { type: table }
roles: [leader, strategist, analyst]
tags: [briefing]
*/
WITH quotation AS (
  SELECT day, low_cny_t, high_cny_t, mid_cny_t FROM mart.price_day
  WHERE grade = 'Q5500' AND day BETWEEN $at - 5 AND $at ORDER BY day DESC LIMIT 1
),
-- the nearest earlier quotation, at most five days older than the date it stands for
quotation_before AS (
  SELECT p.low_cny_t, p.high_cny_t, p.mid_cny_t FROM mart.price_day p CROSS JOIN quotation q
  WHERE p.grade = 'Q5500' AND p.day BETWEEN q.day - 12 AND q.day - 7 ORDER BY p.day DESC LIMIT 1
),
price AS (
  SELECT q.*, q.mid_cny_t - b.mid_cny_t AS change, q.low_cny_t = b.low_cny_t AND q.high_cny_t = b.high_cny_t AS same_range
  FROM quotation q LEFT JOIN quotation_before b ON true
),
bulletin AS (
  SELECT day, stock_wt FROM mart.port_day
  WHERE port = 'QHD' AND stock_wt IS NOT NULL AND day BETWEEN $at - 5 AND $at ORDER BY day DESC LIMIT 1
),
stock AS (
  SELECT b.day, b.stock_wt, b.stock_wt - w.stock_wt AS change, b.stock_wt / nullif(w.stock_wt, 0) - 1 AS change_pct
  FROM bulletin b LEFT JOIN mart.port_day w ON w.port = 'QHD' AND w.day = b.day - 7
),
last_delivery AS (
  SELECT min(day) AS first_day, least($at, max(day)) AS day FROM mart.account_day
),
-- a week that begins before the data does has no share
share AS (
  SELECT l.day,
    CASE WHEN l.first_day <= l.day - 6 THEN sum(key_t) FILTER (d.day > l.day - 7) / nullif(sum(net_t) FILTER (d.day > l.day - 7), 0) END AS now,
    CASE WHEN l.first_day <= l.day - 13 THEN sum(key_t) FILTER (d.day <= l.day - 7) / nullif(sum(net_t) FILTER (d.day <= l.day - 7), 0) END AS before
  FROM last_delivery l JOIN mart.account_day d ON d.day BETWEEN l.day - 13 AND l.day
  GROUP BY l.day, l.first_day
)
SELECT p.day AS price_day, low_cny_t AS price_low, high_cny_t AS price_high, mid_cny_t AS price_mid, p.change AS price_change,
  CASE WHEN same_range THEN '持平' WHEN p.change = 0 THEN '区间变动' WHEN abs(p.change) <= 3 THEN '微' WHEN abs(p.change) <= 10 THEN '小幅'
    WHEN abs(p.change) <= 20 THEN '明显' WHEN abs(p.change) > 20 THEN '大幅' END
    || CASE WHEN p.change > 0 THEN CASE WHEN p.change <= 3 THEN '涨' ELSE '上涨' END
      WHEN p.change < 0 THEN CASE WHEN p.change >= -3 THEN '跌' ELSE '下跌' END ELSE '' END AS price_word_zh,
  CASE WHEN same_range THEN 'unchanged' WHEN p.change = 0 THEN 'range moved' WHEN abs(p.change) <= 3 THEN 'barely ' WHEN abs(p.change) <= 10 THEN 'slightly '
    WHEN abs(p.change) <= 20 THEN 'clearly ' WHEN abs(p.change) > 20 THEN 'sharply ' END
    || CASE WHEN p.change > 0 THEN 'up' WHEN p.change < 0 THEN 'down' ELSE '' END AS price_word_en,
  s.day AS stock_day, stock_wt, s.change AS stock_change_wt, s.change_pct AS stock_change_pct,
  CASE WHEN abs(change_pct) < 0.005 THEN '基本持平' WHEN abs(change_pct) < 0.03 THEN '小幅' WHEN abs(change_pct) < 0.08 THEN '明显'
    WHEN abs(change_pct) >= 0.08 THEN '大幅' END
    || CASE WHEN change_pct >= 0.005 THEN '增加' WHEN change_pct <= -0.005 THEN '减少' ELSE '' END AS stock_word_zh,
  CASE WHEN abs(change_pct) < 0.005 THEN 'about unchanged' WHEN abs(change_pct) < 0.03 THEN 'slightly ' WHEN abs(change_pct) < 0.08 THEN 'clearly '
    WHEN abs(change_pct) >= 0.08 THEN 'sharply ' END
    || CASE WHEN change_pct >= 0.005 THEN 'up' WHEN change_pct <= -0.005 THEN 'down' ELSE '' END AS stock_word_en,
  h.day AS share_day, now AS key_share, round(100 * (now - before), 6) AS key_share_change_pp, round(100 * (now - $goal), 6) AS goal_gap_pp
FROM (SELECT 1) LEFT JOIN price p ON true LEFT JOIN stock s ON true LEFT JOIN share h ON true
