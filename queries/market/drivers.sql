/*
title: { zh: 六大需求因素跟踪, en: The six drivers of coal demand }
answers: { zh: 六大因素各自利多还是利空?, en: Does each of the six drivers speak for or against coal demand? }
params:
  at: { type: date, default: as_of, label: { zh: 截至, en: As of } }
columns:
  zh: { zh: 因素, en: Driver (Chinese) }
  en: { zh: 因素(英文), en: Driver }
  proxy_zh: { zh: 代理指标, en: Proxy (Chinese) }
  proxy_en: { zh: 代理指标(英文), en: Proxy }
  period_start: { zh: 期初, en: First day }
  period_end: { zh: 期末, en: Last day }
  value: { zh: 最新值, en: Latest value }
  unit: { zh: 单位, en: Unit }
  base_end: { zh: 对比期末, en: Last day compared with }
  base_value: { zh: 对比值, en: Value compared with }
  change: { zh: 变化, en: Change }
  change_pct: { zh: 变化幅度, en: 'Change %', unit: pct_change }
  direction: { zh: 方向, en: Direction }
  direction_zh: { zh: 对煤炭需求, en: For coal demand (Chinese) }
  direction_en: { zh: 对煤炭需求(英文), en: For coal demand }
  note_zh: { zh: 说明, en: Note (Chinese) }
  note_en: { zh: 说明(英文), en: Note }
  driver: { zh: 因素代码, en: Driver id }
  proxy: { zh: 指标代码, en: Proxy id }
  comparison: { zh: 对比, en: Comparison }
  series: { zh: 序列, en: Series }
  source: { zh: 来源, en: Source }
  published_at: { zh: 发布时间, en: Published at, format: instant }
chart: { type: table }
roles: [leader, strategist, analyst]
tags: [demand, briefing]
*/
WITH
of_series AS (
  SELECT d.driver, d.proxy, f.period_start, f.period_end, f.value::DECIMAL(18, 4) AS value, s.unit, f.source, f.published_at, f.fresh,
    -- weeks are compared with the week 52 weeks before, other periods with the one that ends on the same day of the year
    CASE
      WHEN d.comparison = 'wow' THEN f.period_end - 7
      WHEN s.frequency = 'week' THEN f.period_end - 364
      ELSE ((f.period_end + 1) - INTERVAL 1 YEAR)::DATE - 1
    END AS compared_end
  FROM ref.driver d JOIN market.series s ON s.series = d.series LEFT JOIN market.fresh($at) f ON f.series = d.series
  WHERE d.kind = 'series'
),
compared AS (
  SELECT d.driver, d.proxy, o.period_end AS base_end, o.value AS base_value
  FROM of_series c JOIN ref.driver d USING (driver, proxy) JOIN market.latest o ON o.series = d.series AND o.period_end = c.compared_end
  -- no difference is formed across a change of basket, base or method
  WHERE d.comparison <> 'self'
    AND NOT EXISTS (FROM market.series_break b WHERE b.series = d.series AND b.break_on > c.compared_end AND b.break_on <= c.period_end)
),
of_parity AS (
  SELECT advantage_cny::DECIMAL(18, 4) AS value, domestic_on AS period_end FROM market.import_parity($at)
),
parity_before AS (
  SELECT advantage_cny::DECIMAL(18, 4) AS base_value, domestic_on AS base_end FROM market.import_parity($at - 7)
),
-- of days that the calendar of maintenance does not reach, nothing is known
of_maintenance AS (
  SELECT coalesce(sum(greatest(0, date_diff('day', greatest(starts_on, $at), least(ends_on, $at + 29)) + 1)), 0)::DECIMAL(18, 4) AS value,
    max(source) AS source
  FROM ref.event WHERE kind = 'daqin_maintenance' AND ends_on >= $at
  HAVING count(*) > 0
),
measured AS (
  SELECT driver, proxy, period_start, period_end, value, unit, base_end, base_value::DECIMAL(18, 4) AS base_value, source, published_at
  FROM of_series LEFT JOIN compared USING (driver, proxy) WHERE fresh
  UNION ALL
  SELECT d.driver, d.proxy, p.period_end, p.period_end, p.value, '元/吨', b.base_end, b.base_value, NULL, NULL
  FROM ref.driver d, of_parity p LEFT JOIN parity_before b ON true WHERE d.kind = 'parity' AND p.value IS NOT NULL
  UNION ALL
  SELECT d.driver, d.proxy, $at, $at + 29, m.value, '天', NULL, NULL, m.source, NULL
  FROM ref.driver d, of_maintenance m WHERE d.kind = 'maintenance'
),
changed AS (
  SELECT d.*, m.* EXCLUDE (driver, proxy, source), m.source AS measured_by,
    CASE d.comparison WHEN 'self' THEN m.value ELSE m.value - m.base_value END::DECIMAL(18, 4) AS change
  FROM ref.driver d LEFT JOIN measured m USING (driver, proxy)
),
-- why there is no figure: the declared reason, or how old the newest one is
told AS (
  SELECT c.*, CASE WHEN c.value IS NOT NULL THEN sign(c.change)::INTEGER * c.sign END AS direction,
    CASE
      WHEN o.period_end IS NOT NULL THEN '最近一期截至' || o.period_end || ',已超过发布日历'
      WHEN c.absence_zh IS NOT NULL THEN c.absence_zh
      ELSE '没有可用的数据'
    END AS reason_zh,
    CASE
      WHEN o.period_end IS NOT NULL THEN 'the newest period ends ' || o.period_end || ', older than its calendar allows'
      WHEN c.absence_en IS NOT NULL THEN c.absence_en
      ELSE 'there is no figure to use'
    END AS reason_en
  FROM changed c LEFT JOIN of_series o USING (driver, proxy)
)
SELECT zh, en, proxy_zh, proxy_en, period_start, period_end, value, unit, base_end, base_value, change,
  CASE WHEN comparison <> 'self' THEN change / nullif(abs(base_value), 0) END AS change_pct,
  direction,
  CASE direction WHEN 1 THEN '利多' WHEN -1 THEN '利空' WHEN 0 THEN '中性' ELSE if(value IS NULL, '本期无数据', NULL) END AS direction_zh,
  CASE direction WHEN 1 THEN 'bullish' WHEN -1 THEN 'bearish' WHEN 0 THEN 'neutral' ELSE if(value IS NULL, 'no data', NULL) END AS direction_en,
  CASE WHEN value IS NULL THEN '本期无数据:' || reason_zh WHEN change IS NULL THEN '无可比期' END AS note_zh,
  CASE WHEN value IS NULL THEN 'no data this period: ' || reason_en WHEN change IS NULL THEN 'no period to compare with' END AS note_en,
  driver, proxy, comparison, series, measured_by AS source, published_at
FROM told
ORDER BY sort
