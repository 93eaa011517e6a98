/*
title: { zh: '客户流失风险(逐项加分,满分100)', en: 'Churn risk (points add up, at most 100)' }
answers: { zh: 哪些客户要流失?, en: Which customers are about to leave? }
params:
  at: { type: date, default: as_of, label: { zh: 截至, en: As of } }
  top: { type: integer, default: 50, min: 1, max: 10000, label: { zh: 前几户, en: Top } }
  fall: { type: number, default: 0.3, min: 0, max: 1, label: { zh: 销量较同季下降, en: Fall of tonnage against the season } }
  gaps: { type: number, default: 2, min: 1, max: 100, label: { zh: 停发为平常间隔的倍数, en: Pause in usual gaps } }
  fulfilment: { type: number, default: 0.7, min: 0, max: 10, label: { zh: 合同兑现率下限, en: Least fulfilment } }
  complaint_days: { type: integer, default: 15, min: 0, max: 3650, label: { zh: 投诉未结天数, en: Days a complaint is open } }
  rival_pp: { type: number, default: 10, min: 0, max: 100, label: { zh: '竞争份额上升(个百分点)', en: Rise of the competitors' share (pp) } }
  visit_days: { type: integer, default: 60, min: 1, max: 3650, label: { zh: 未拜访天数, en: Days without a visit } }
columns:
  account_id: { zh: 客户编号, en: Account }
  short_name: { zh: 客户简称, en: Short name }
  is_key: { zh: 大户, en: Key account }
  score: { zh: 风险分, en: Score, format: integer }
  volume_change: { zh: '近28天销量较同季', en: 28 days against the season, unit: pct_change }
  volume_points: { zh: 销量分, en: Points for tonnage, format: integer }
  days_since: { zh: 距上次发运, en: Since the last delivery, unit: days }
  usual_gap: { zh: 平常间隔, en: Usual gap, unit: days, format: decimal1 }
  gap_points: { zh: 停发分, en: Points for the pause, format: integer }
  fulfilment_rate: { zh: 近90天合同兑现率, en: Fulfilment of 90 days, unit: share }
  fulfilment_points: { zh: 兑现分, en: Points for fulfilment, format: integer }
  warning_zh: { zh: 回款预警, en: Collection warning (Chinese) }
  warning_en: { zh: 回款预警(英文), en: Collection warning }
  warning_points: { zh: 回款分, en: Points for collection, format: integer }
  complaint_age: { zh: 最久未结投诉, en: Oldest open complaint, unit: days }
  complaint_points: { zh: 投诉分, en: Points for complaints, format: integer }
  rival_change_pp: { zh: 竞争份额变动, en: Change of the competitors' share, unit: pp }
  rival_points: { zh: 竞争分, en: Points for competitors, format: integer }
  days_unvisited: { zh: 距上次拜访, en: Since the last visit, unit: days }
  visit_points: { zh: 拜访分, en: Points for visits, format: integer }
  wt: { zh: 12个月销量, en: Tonnage of 12 months, unit: wt }
chart: { type: bar, x: short_name, y: [score] }
roles: [leader, strategist, analyst]
tags: [accounts, briefing]
*/
-- customers with deliveries in the last year; what cannot be judged has no points and shows none
WITH data_begin AS (
  SELECT min(day) AS day FROM mart.account_day
),
delivered AS (
  SELECT account_id, day, net_t, day - lag(day) OVER (PARTITION BY account_id ORDER BY day) AS gap
  FROM mart.account_day
  WHERE day BETWEEN $at - 364 AND $at AND net_t > 0
),
customer AS (
  SELECT account_id, sum(net_t) AS t, coalesce(sum(net_t) FILTER (day > $at - 28), 0) AS recent_t, $at - max(day) AS days_since, median(gap) AS usual_gap
  FROM delivered
  GROUP BY account_id
),
-- the same 28 days of the two years before, those in which the customer took any
season AS (
  SELECT account_id, avg(t) AS t
  FROM (
    SELECT account_id, shift, sum(net_t) AS t
    FROM mart.account_day JOIN (VALUES (364), (728)) AS years (shift) ON day > $at - shift - 28 AND day <= $at - shift
    WHERE (SELECT day FROM data_begin) <= $at - shift - 27
    GROUP BY ALL
    HAVING sum(net_t) > 0
  )
  GROUP BY account_id
),
fulfilled AS (
  SELECT account_id, rate FROM crm.fulfilment($at - 89, $at), data_begin WHERE day <= $at - 89
),
owing AS (
  SELECT account_id, shown_level AS level FROM crm.collection_level($at)
),
complaining AS (
  SELECT account_id, max($at - (opened_at AT TIME ZONE 'Asia/Shanghai')::DATE) AS age
  FROM crm.complaint
  WHERE _deleted_on IS NULL AND (opened_at AT TIME ZONE 'Asia/Shanghai')::DATE <= $at
    AND (closed_at IS NULL OR (closed_at AT TIME ZONE 'Asia/Shanghai')::DATE > $at)
  GROUP BY account_id
),
reported AS (
  SELECT min(reported_for) AS day FROM plant.receipt WHERE _deleted_on IS NULL
),
-- what we lose of a plant's receipts others gain
competing AS (
  SELECT n.account_id, 100 * (sum(b.own_t) / nullif(sum(b.total_t), 0) - sum(n.own_t) / nullif(sum(n.total_t), 0)) AS change_pp
  FROM plant.wallet($at - 27, $at) n JOIN plant.wallet($at - 55, $at - 28) b ON b.plant = n.plant, reported
  WHERE n.account_id IS NOT NULL AND reported.day <= $at - 55
  GROUP BY n.account_id
),
-- visits on the spot; an account that never had one is unvisited since the first on record
visit AS (
  SELECT account_id, (happened_at AT TIME ZONE 'Asia/Shanghai')::DATE AS day
  FROM crm.activity
  WHERE _deleted_on IS NULL AND (kind LIKE '%拜访%' OR kind LIKE '%走访%') AND (happened_at AT TIME ZONE 'Asia/Shanghai')::DATE <= $at
),
visited AS (
  SELECT account_id, $at - max(day) AS days FROM visit GROUP BY account_id
),
judged AS (
  SELECT c.*, round(c.recent_t / s.t - 1, 9) AS volume_change, f.rate AS fulfilment_rate, coalesce(o.level, 0) AS level, p.age AS complaint_age,
    round(r.change_pp, 6) AS rival_change_pp, v.days AS days_unvisited,
    coalesce(v.days, $at - (SELECT min(day) FROM visit)) AS unvisited
  FROM customer c
  LEFT JOIN season s USING (account_id) LEFT JOIN fulfilled f USING (account_id) LEFT JOIN owing o USING (account_id)
  LEFT JOIN complaining p USING (account_id) LEFT JOIN competing r USING (account_id) LEFT JOIN visited v USING (account_id)
),
pointed AS (
  SELECT *, CASE WHEN volume_change < -$fall THEN 25 WHEN volume_change IS NOT NULL THEN 0 END AS volume_points,
    CASE WHEN days_since > $gaps * usual_gap THEN 20 WHEN usual_gap IS NOT NULL THEN 0 END AS gap_points,
    CASE WHEN fulfilment_rate < $fulfilment THEN 15 WHEN fulfilment_rate IS NOT NULL THEN 0 END AS fulfilment_points,
    CASE WHEN level >= 3 THEN 15 ELSE 0 END AS warning_points, CASE WHEN complaint_age > $complaint_days THEN 10 ELSE 0 END AS complaint_points,
    CASE WHEN rival_change_pp >= $rival_pp THEN 15 WHEN rival_change_pp IS NOT NULL THEN 0 END AS rival_points,
    CASE WHEN unvisited >= $visit_days THEN 10 WHEN unvisited IS NOT NULL THEN 0 END AS visit_points
  FROM judged
)
SELECT account_id, coalesce(short_name, name, account_id) AS short_name,
  crm.is_key(p.account_id, $at) AS is_key,
  least(100, coalesce(volume_points, 0) + coalesce(gap_points, 0) + coalesce(fulfilment_points, 0) + warning_points + complaint_points
    + coalesce(rival_points, 0) + coalesce(visit_points, 0)) AS score,
  volume_change, volume_points, days_since, usual_gap, gap_points, fulfilment_rate, fulfilment_points, crm.warning_zh(level) AS warning_zh, crm.warning_en(level) AS warning_en,
  warning_points, complaint_age, complaint_points, rival_change_pp, rival_points, days_unvisited, visit_points,
  (t / 10000)::DECIMAL(14, 7) AS wt
FROM pointed p LEFT JOIN crm.account USING (account_id)
ORDER BY score DESC, t DESC, account_id
LIMIT $top
