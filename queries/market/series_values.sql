/*
title: { zh: '序列数值:涨跌、发布时间与出处', en: 'Values of a series, with printed changes and where they come from' }
answers: { zh: 这个序列各期是多少?何时发布、改过几次、出自哪句话?, en: 'What are the values of this series, when were they published, how often revised, and from which sentence?' }
params:
  series: { type: text, default: NBS.Q5500, max: 100, label: { zh: 序列代码, en: Series code } }
  from: { type: date, default: -24mo, label: { zh: 起, en: From } }
  to: { type: date, default: as_of, label: { zh: 止, en: To } }
columns:
  period_start: { zh: 期初, en: First day }
  period_end: { zh: 期末, en: Last day }
  value: { zh: 数值, en: Value }
  low: { zh: 低, en: Low }
  high: { zh: 高, en: High }
  unit: { zh: 单位, en: Unit }
  change: { zh: 公布涨跌, en: Printed change }
  change_pct: { zh: '公布涨跌幅(%)', en: Printed change in percent }
  base_end: { zh: 对比期末, en: Compared with }
  segment: { zh: 口径段, en: 'Segment: no difference is formed across two', format: integer }
  published_at: { zh: 发布时间, en: Published, format: instant }
  revisions: { zh: 修订数, en: Revisions, unit: count }
  sentence: { zh: 原句, en: Sentence }
  note: { zh: 备注, en: Note }
  source: { zh: 来源, en: Source }
  file: { zh: 文件, en: File }
  url: { zh: 网址, en: Address }
chart: { type: line, x: period_end, y: [value] }
roles: [strategist, analyst]
tags: [price, quality]
*/
WITH revised AS (
  SELECT period_end, count(*) AS revisions FROM market.observation WHERE series = $series GROUP BY period_end)
SELECT o.period_start, o.period_end, o.value, o.low, o.high, s.unit, o.change, o.change_pct, o.base_end,
  market.segment_of(o.series, o.period_end) AS segment, o.published_at, r.revisions, o.sentence, o.note, o.source,
  f.name AS file, f.url
FROM market.latest o
JOIN revised r USING (period_end)
LEFT JOIN market.series s USING (series)
LEFT JOIN meta.file f ON f.id = o._file
WHERE o.series = $series AND o.period_end BETWEEN $from AND $to
ORDER BY o.period_end
