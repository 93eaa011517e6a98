/*
title: { zh: 数据来源状态, en: Status of the feeds }
answers: { zh: 各来源数据到了哪天?有多少行被隔离?, en: 'How far has each feed come, and how many rows are in quarantine?' }
columns:
  source: { zh: 来源, en: Source }
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
SELECT source, max(last_day) AS last_day, max(loaded_at) AS last_load_at, count(DISTINCT file) AS files,
  sum(rows_read)::BIGINT AS rows_read, sum(quarantined)::BIGINT AS quarantined,
  sum(quarantined) / nullif(sum(rows_read), 0) AS quarantined_share
FROM meta.load
GROUP BY source
ORDER BY source
