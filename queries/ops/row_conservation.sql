/*
title: { zh: '行数守恒:每个文件每次装载', en: 'Row conservation: every file, every load' }
answers: { zh: 读入的每一行都有去处吗?, en: Is every row that was read accounted for? }
params:
  source: { type: text, default: '', max: 60, label: { zh: 来源(空为全部), en: Source (empty for all) } }
columns:
  loaded_at: { zh: 装载时间, en: Loaded at, format: instant }
  source: { zh: 来源, en: Source }
  name: { zh: 文件名, en: File }
  file: { zh: 文件编号, en: Landing id }
  run: { zh: 运行, en: Run }
  rows_read: { zh: 读入, en: Read, unit: rows }
  inserted: { zh: 新增, en: Inserted, unit: rows }
  updated: { zh: 更正, en: Updated, unit: rows }
  unchanged: { zh: 未变, en: Unchanged, unit: rows }
  quarantined: { zh: 隔离, en: Quarantined, unit: rows }
  furniture: { zh: 表头表尾, en: Headers and footers, unit: rows }
  ok: { zh: 守恒, en: Conserved }
chart: { type: table }
roles: [analyst, admin]
tags: [quality]
*/
SELECT l.loaded_at, l.source, f.name, l.file, l.run, l.rows_read, l.inserted, l.updated, l.unchanged, l.quarantined, l.furniture,
  l.rows_read = l.inserted + l.updated + l.unchanged + l.quarantined + l.furniture AS ok
FROM meta.load l LEFT JOIN meta.file f ON f.id = l.file
WHERE $source = '' OR l.source = $source
ORDER BY l.loaded_at DESC, l.source, f.name, l.run
