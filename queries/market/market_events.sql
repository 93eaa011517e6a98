/*
title: { zh: 检修、政策等事件, en: Maintenance windows and policies }
answers: { zh: 图中的检修和政策时段是哪些?, en: Which maintenance windows and policies do the charts mark? }
params:
  from: { type: date, default: -24mo, label: { zh: 起, en: From } }
  to: { type: date, default: as_of, label: { zh: 止, en: To } }
columns:
  kind: { zh: 类别, en: Kind }
  starts_on: { zh: 开始, en: First day }
  ends_on: { zh: 结束, en: Last day }
  zh: { zh: 事件, en: Event (Chinese) }
  en: { zh: 事件(英文), en: Event }
  source: { zh: 出处, en: Source }
chart: { type: table }
roles: [leader, strategist, analyst]
tags: [reference]
*/
SELECT kind, starts_on, ends_on, zh, en, source
FROM ref.event
WHERE starts_on <= $to AND ends_on >= $from
ORDER BY starts_on, kind
