/*
title: { zh: 发布日历与到数情况, en: Publication calendar and what has come }
answers: { zh: 哪些该发布的数据还没有来?, en: Which publications that are due have not come? }
params:
  source: { type: text, default: '', max: 60, label: { zh: 来源(空为全部), en: Source (empty for all) } }
  now: { type: text, default: '', max: 30, label: { zh: '时点(YYYY-MM-DD HH:MM,空为快照发布时刻)', en: 'Instant (YYYY-MM-DD HH:MM; empty: publication of the snapshot)' } }
  only_open:
    type: enum
    values: ['yes', 'no']
    labels: { 'yes': { zh: 只看未到, en: Only what has not come }, 'no': { zh: 全部, en: All } }
    default: 'yes'
    label: { zh: 范围, en: Which }
columns:
  source: { zh: 来源, en: Source }
  zh: { zh: 名称, en: Chinese title }
  en: { zh: 英文名, en: Title }
  period_start: { zh: 期初, en: First day }
  period_end: { zh: 期末, en: Last day }
  due_at: { zh: 应发布, en: Due, format: instant }
  published_at: { zh: 首次发布, en: First published, format: instant }
  status: { zh: 状态代码, en: Status code }
  status_zh: { zh: 状态, en: Status (Chinese) }
  status_en: { zh: 状态(英文), en: Status }
chart: { type: table }
roles: [analyst, admin]
tags: [quality]
*/
WITH moment AS (
  SELECT CASE WHEN $now = '' THEN (SELECT max(published_at) FROM meta.publication) ELSE $now::TIMESTAMPTZ END AS instant
)
SELECT p.source, s.zh, s.en, p.period_start, p.period_end, p.due_at, p.published_at, p.status,
  market.publication_status_zh(p.status) AS status_zh, market.publication_status_en(p.status) AS status_en
FROM market.publications((SELECT instant FROM moment)) p LEFT JOIN meta.source s USING (source)
WHERE ($source = '' OR p.source = $source)
  AND ($only_open = 'no' OR p.status IN ('expected', 'due', 'late', 'missing'))
ORDER BY p.due_at DESC, p.source
