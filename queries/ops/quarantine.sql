/*
title: { zh: '今天哪批数据没来、哪批被隔离', en: 'What has not come today, and what is kept aside' }
answers: { zh: 今天哪批数据没来或被隔离?, en: Which data has not come and which is kept aside? }
params:
  now: { type: text, default: '', max: 30, label: { zh: '时点(YYYY-MM-DD HH:MM,空为快照发布时刻)', en: 'Instant (YYYY-MM-DD HH:MM; empty: publication of the snapshot)' } }
  days: { type: integer, default: 7, min: 0, max: 3650, label: { zh: 补查近几天应发布的, en: Days back in which a gap counts } }
  limit_share: { type: number, default: 0.02, min: 0, max: 1, label: { zh: 隔离比例警戒, en: Share kept aside that is too much } }
  show: { type: enum, values: [open, all], default: open, label: { zh: '列出(open 有问题的来源, all 全部来源)', en: 'List (sources with something open, all)' } }
columns:
  source: { zh: 来源, en: Source }
  zh: { zh: 名称, en: Chinese title }
  en: { zh: 英文名, en: Title }
  status_zh: { zh: 状态, en: Status (Chinese) }
  status_en: { zh: 状态(英文), en: Status }
  missing_periods: { zh: 缺失期数, en: Periods missing, unit: periods }
  late_periods: { zh: 迟到期数, en: Periods late, unit: periods }
  oldest_open: { zh: 最早未到期末, en: Oldest period not come }
  overdue_hours: { zh: 最早未到已逾(小时), en: Hours past due of the oldest, format: integer }
  quarantined: { zh: 在隔离行数, en: Rows kept aside, unit: rows }
  quarantined_share: { zh: 隔离比例, en: Share kept aside, unit: share }
  quarantined_files: { zh: 涉及文件, en: Files concerned, unit: count }
  unknown_customer_rows: { zh: 其中待认客户, en: Of them with an unknown customer, unit: rows }
  last_load_at: { zh: 最近装载, en: Last load, format: instant }
  last_day: { zh: 最新业务日, en: Newest business day }
chart: { type: table }
roles: [analyst, admin]
tags: [quality]
*/
WITH moment AS (
  SELECT CASE WHEN $now = '' THEN (SELECT max(published_at) FROM meta.publication) ELSE $now::TIMESTAMPTZ END AS instant
),
expected AS (
  SELECT source, period_end, due_at, status,
    max(period_end) FILTER (status NOT IN ('expected', 'due', 'late', 'missing')) OVER (PARTITION BY source) AS newest_come
  FROM market.publications((SELECT instant FROM moment))
),
-- gaps of long ago are history: what is behind the newest that came, or was due in the last days, has not come today
not_come AS (
  SELECT source, count(*) FILTER (status = 'missing') AS missing_periods, count(*) FILTER (status = 'late') AS late_periods,
    min(period_end) AS oldest_open, date_diff('hour', min(due_at), any_value(instant)) AS overdue_hours, any_value(newest_come) AS newest_come
  FROM expected CROSS JOIN moment
  WHERE status IN ('late', 'missing') AND (newest_come IS NULL OR period_end > newest_come OR due_at >= instant - to_days($days))
  GROUP BY source
),
-- of a file that was read again the newest reading says what is kept aside
newest_reading AS (
  FROM meta.load
  QUALIFY row_number() OVER (PARTITION BY file ORDER BY loaded_at DESC, run DESC) = 1
),
loaded AS (
  SELECT source, sum(rows_read) AS rows_read, sum(quarantined) AS quarantined, count(*) FILTER (quarantined > 0) AS quarantined_files,
    max(loaded_at) AS last_load_at, max(last_day) AS last_day
  FROM newest_reading
  GROUP BY source
),
unknown_customer AS (
  SELECT source, sum(row_count) AS row_count FROM crm.account_pending GROUP BY source
),
judged AS (
  SELECT s.source, s.zh, s.en, n.missing_periods, n.late_periods, n.oldest_open, n.overdue_hours, l.quarantined,
    l.quarantined / nullif(l.rows_read, 0) AS quarantined_share, l.quarantined_files, u.row_count AS unknown_customer_rows,
    l.last_load_at, l.last_day,
    CASE WHEN l.source IS NULL AND n.newest_come IS NULL THEN 5 WHEN n.missing_periods > 0 THEN 1 WHEN n.late_periods > 0 THEN 2
      WHEN l.quarantined / nullif(l.rows_read, 0) > $limit_share THEN 3 WHEN l.quarantined > 0 THEN 4
      ELSE 6 END AS standing
  FROM meta.source s LEFT JOIN not_come n USING (source) LEFT JOIN loaded l USING (source) LEFT JOIN unknown_customer u USING (source)
)
SELECT source, zh, en, ['缺失', '迟到', '隔离过多', '有隔离', '从未收到', '正常'][standing] AS status_zh,
  ['missing', 'late', 'too much kept aside', 'some kept aside', 'never received', 'in order'][standing] AS status_en,
  missing_periods::INTEGER AS missing_periods, late_periods::INTEGER AS late_periods, oldest_open, overdue_hours::INTEGER AS overdue_hours,
  quarantined::BIGINT AS quarantined, quarantined_share, quarantined_files::INTEGER AS quarantined_files,
  unknown_customer_rows::BIGINT AS unknown_customer_rows, last_load_at, last_day
FROM judged
WHERE $show = 'all' OR standing <= 4 OR missing_periods + late_periods > 0
ORDER BY standing, quarantined_share DESC NULLS LAST, source
