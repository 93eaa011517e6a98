/*
title: { zh: 数据来源状态, en: Status of the feeds }
answers: { zh: 各来源数据到了哪天?有多少行被隔离?, en: 'How far has each feed come, and how many rows are in quarantine?' }
columns:
  source: { zh: 来源, en: Source }
  zh: { zh: 名称, en: Chinese title }
  en: { zh: 英文名, en: Title }
  last_day: { zh: 最新业务日, en: Newest business day }
  last_load_at: { zh: 最近装载, en: Last load, format: instant }
  files: { zh: 文件数, en: Files, unit: count }
  rows_read: { zh: 累计读入, en: Rows read, unit: rows }
  quarantined: { zh: 累计隔离, en: Rows in quarantine, unit: rows }
  quarantined_share: { zh: 隔离比例, en: Share in quarantine, unit: share }
chart: { type: table }
roles: [analyst, admin]
tags: [quality]
*/
SELECT l.source, any_value(s.zh) AS zh, any_value(s.en) AS en, max(l.last_day) AS last_day, max(l.loaded_at) AS last_load_at,
  count(DISTINCT l.file) AS files, sum(l.rows_read)::BIGINT AS rows_read, sum(l.quarantined)::BIGINT AS quarantined,
  sum(l.quarantined) / nullif(sum(l.rows_read), 0) AS quarantined_share
FROM meta.load l LEFT JOIN meta.source s USING (source)
GROUP BY l.source
ORDER BY l.source
