/*
title: { zh: 收到的文件, en: Files received }
answers: { zh: 收到并装载过哪些文件?各装载了多少行?, en: 'Which files were received and loaded, and with how many rows?' }
params:
  source: { type: text, default: '', max: 60, label: { zh: 来源(空为全部), en: Source (empty for all) } }
columns:
  file: { zh: 归档编号, en: Landing id }
  source: { zh: 来源, en: Source }
  name: { zh: 文件名, en: File name }
  url: { zh: 网址, en: Address }
  bytes: { zh: 字节数, en: Bytes, unit: count }
  sha256: { zh: SHA-256, en: SHA-256 }
  received_at: { zh: 收到时间, en: Received, format: instant }
  published_at: { zh: 发布时间, en: Published, format: instant }
  rows_read: { zh: 读入, en: Rows read, unit: rows }
  quarantined: { zh: 隔离, en: Rows in quarantine, unit: rows }
chart: { type: table }
roles: [analyst, admin]
tags: [quality]
*/
SELECT f.id AS file, f.source, f.name, f.url, f.bytes, f.sha256, f.received_at, f.published_at,
  arg_max(l.rows_read, l.loaded_at) AS rows_read, arg_max(l.quarantined, l.loaded_at) AS quarantined
FROM meta.file f LEFT JOIN meta.load l ON l.file = f.id
WHERE $source = '' OR f.source = $source
GROUP BY ALL
ORDER BY f.received_at DESC, f.id
