/*
title: { zh: 行情来源时效, en: Freshness of the market feeds }
answers: { zh: 各行情来源最新到哪一期?下一期何时发布?, en: 'How new is each market feed, and when is its next publication due?' }
params:
  now: { type: text, default: '', max: 30, label: { zh: '时点(YYYY-MM-DD HH:MM,空为快照发布时刻)', en: 'Instant (YYYY-MM-DD HH:MM; empty: publication of the snapshot)' } }
columns:
  source: { zh: 来源, en: Source }
  zh: { zh: 名称, en: Chinese title }
  en: { zh: 英文名, en: Title }
  period_start: { zh: 最新期初, en: Newest period from }
  period_end: { zh: 最新期末, en: Newest period to }
  published_at: { zh: 最近发布, en: Newest publication, format: instant }
  next_due_at: { zh: 下次应发布, en: Next due, format: instant }
  missing: { zh: 缺失期数, en: Periods missing, unit: periods }
  status: { zh: 状态代码, en: Status code }
  status_zh: { zh: 状态, en: Status (Chinese) }
  status_en: { zh: 状态(英文), en: Status }
chart: { type: table }
roles: [analyst, admin]
tags: [quality]
*/
WITH moment AS (
  SELECT CASE WHEN $now = '' THEN (SELECT max(published_at) FROM meta.publication) ELSE $now::TIMESTAMPTZ END AS instant
),
known AS (
  SELECT source, max(period_end) AS period_end
  FROM market.first_publication
  WHERE published_at IS NULL OR published_at <= (SELECT instant FROM moment)
  GROUP BY source
),
newest AS (
  SELECT source, min(o.period_start) FILTER (o.period_end = k.period_end) AS period_start, k.period_end,
    max(o.published_at) FILTER (o.published_at <= (SELECT instant FROM moment)) AS published_at
  FROM market.observation o JOIN known k USING (source)
  GROUP BY source, k.period_end
),
judged AS (
  SELECT source, min(due_at) FILTER (due_at > (SELECT instant FROM moment)) AS next_due_at, max(due_at) AS last_due_at,
    count(*) FILTER (status = 'missing') AS missing,
    -- the last period that is due says how the feed stands; what was skipped says nothing
    arg_max(status, period_end) FILTER (due_at <= (SELECT instant FROM moment) AND status <> 'skipped') AS last_status
  FROM market.publications((SELECT instant FROM moment))
  GROUP BY source
),
standing AS (
  SELECT s.source, s.zh, s.en, n.period_start, n.period_end, n.published_at, j.next_due_at, j.missing,
    CASE
      WHEN j.source IS NULL THEN 'no_calendar'
      -- the calendar reaches beyond the publication of the snapshot, unless the publisher has ended
      WHEN j.last_due_at < (SELECT max(published_at) FROM meta.publication) AND j.next_due_at IS NULL THEN 'ended'
      ELSE coalesce(j.last_status, 'expected')
    END AS status
  FROM meta.source s LEFT JOIN newest n USING (source) LEFT JOIN judged j USING (source)
  WHERE s.object = 'observation'
)
SELECT source, zh, en, period_start, period_end, published_at, next_due_at, missing, status,
  market.publication_status_zh(status) AS status_zh, market.publication_status_en(status) AS status_en
FROM standing
ORDER BY source
