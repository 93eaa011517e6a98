/*
title: { zh: 行情疑点, en: Remarkable market values }
answers: { zh: 哪些行情数值或文件值得怀疑?, en: Which market values or files look doubtful? }
params:
  source: { type: text, default: '', max: 60, label: { zh: 来源(空为全部), en: Source (empty for all) } }
columns:
  published_at: { zh: 发布时间, en: Published, format: instant }
  source: { zh: 来源, en: Source }
  series: { zh: 序列, en: Series }
  series_name: { zh: 序列名, en: Name of the series }
  period_end: { zh: 期末, en: Last day }
  code: { zh: 疑点, en: Doubt }
  zh: { zh: 说明, en: In Chinese }
  en: { zh: 英文说明, en: In English }
  file: { zh: 文件, en: File }
  file_id: { zh: 文件编号, en: Landing id }
  run: { zh: 运行, en: Run }
chart: { type: table }
roles: [analyst, admin]
tags: [quality]
*/
SELECT coalesce(f.published_at, f.received_at) AS published_at, g.source, g.series, s.zh AS series_name, g.period_end, g.code,
  g.zh, g.en, f.name AS file, g._file AS file_id, g._run AS run
FROM market.flag g LEFT JOIN meta.file f ON f.id = g._file LEFT JOIN market.series s USING (series)
WHERE $source = '' OR g.source = $source
ORDER BY published_at DESC NULLS LAST, g.period_end DESC NULLS FIRST, g.source, g.series, g.code
