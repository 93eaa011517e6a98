/*
title: { zh: '待拍板事项(系统提示)', en: Decisions to take (derived from rules) }
answers: { zh: 有哪些需要我拍板的事?, en: What needs my decision? }
params:
  at: { type: date, default: as_of, label: { zh: 截至, en: As of } }
  key_goal: { type: number, default: 0.5, min: 0, max: 1, label: { zh: 大户占比目标, en: Goal of the key-account share } }
  advantage_goal: { type: number, default: 0.5, min: 0, max: 1, label: { zh: 优势市场占比目标, en: Goal of the advantage-market share } }
  far_pp: { type: number, default: 3, min: 0, max: 100, label: { zh: '低于目标多少个百分点为橙色', en: Points below the goal for orange } }
  behind_pp: { type: number, default: 10, min: 0, max: 100, label: { zh: '目标落后时间进度多少个百分点', en: Points that a target is behind the time gone by } }
  cr1_yellow: { type: number, default: 0.15, min: 0, max: 1, label: { zh: 第一大客户占比黄色, en: Yellow share of the largest customer } }
  cr1_orange: { type: number, default: 0.2, min: 0, max: 1, label: { zh: 第一大客户占比橙色, en: Orange share of the largest customer } }
  expiring_days: { type: integer, default: 30, min: 1, max: 366, label: { zh: 合同到期天数, en: Days to the end of contracts } }
columns:
  level_zh: { zh: 级别, en: Level (Chinese) }
  level_en: { zh: 级别(英文), en: Level }
  kind_zh: { zh: 事项, en: Matter (Chinese) }
  kind_en: { zh: 事项(英文), en: Matter }
  subject: { zh: 对象, en: About }
  detail_zh: { zh: 依据, en: Grounds (Chinese) }
  detail_en: { zh: 依据(英文), en: Grounds }
  action_zh: { zh: 建议, en: Proposal (Chinese) }
  action_en: { zh: 建议(英文), en: Proposal }
  owner: { zh: 负责人, en: Owner }
  query: { zh: 明细查询, en: Query with the details }
chart: { type: table }
roles: [leader, strategist, analyst]
tags: [briefing]
*/
-- an account that is better in this run, though its level is not lowered yet, needs no decision
WITH owing AS (
  SELECT level, '回款' AS kind_zh, 'collection' AS kind_en, coalesce(a.short_name, a.name, l.account_id) AS subject,
    format('逾期{:.1f}万元,最长{}天', (overdue_cny / 10000)::DOUBLE, overdue_days)
      || CASE WHEN credit_use >= 1 THEN format(',额度占用{:.0f}%', (100 * credit_use)::DOUBLE) ELSE '' END
      || CASE WHEN dishonoured THEN ',承兑退票' ELSE '' END AS detail_zh,
    format('{:.1f} million CNY overdue, longest {} days', (overdue_cny / 1000000)::DOUBLE, overdue_days)
      || CASE WHEN credit_use >= 1 THEN format(', {:.0f}% of credit used', (100 * credit_use)::DOUBLE) ELSE '' END
      || CASE WHEN dishonoured THEN ', bill dishonoured' ELSE '' END AS detail_en,
    CASE level WHEN 4 THEN '停发并移交法务' ELSE '限量发运' END AS action_zh,
    CASE level WHEN 4 THEN 'stop deliveries, hand to legal' ELSE 'limit deliveries' END AS action_en,
    a.owner, 'overdue_levels' AS query, overdue_cny AS weight
  FROM crm.collection_warning($at) l LEFT JOIN crm.account a USING (account_id)
  WHERE level >= 3
),
expiring AS (
  SELECT 2 AS level, '合同到期' AS kind_zh, 'contract ends' AS kind_en, coalesce(a.short_name, a.name, e.account_id) AS subject,
    format('{}({})还有{}天到期,未续签', e.contract_no, coalesce(e.kind, '合同'), days_left) AS detail_zh,
    format('{} ends in {} days, not renewed', e.contract_no, days_left) AS detail_en,
    '定续签条件' AS action_zh, 'decide on the terms of renewal' AS action_en, e.owner, 'contract_expiring' AS query, e.qty_t AS weight
  FROM crm.contract_ending($at, days := $expiring_days) e LEFT JOIN crm.account a ON a.account_id = e.account_id
  WHERE renewed_by IS NULL AND crm.is_key(e.account_id, $at)
),
last_delivery AS (
  SELECT min(day) AS first_day, least($at, max(day)) AS day FROM mart.account_day
),
-- four weeks that begin before the deliveries do have no share
share AS (
  SELECT '大户占比' AS name_zh, 'key-account share' AS name_en, $key_goal AS goal, 'ka_share_trend' AS query,
    sum(key_t) / nullif(sum(net_t), 0) AS share
  FROM mart.account_day d JOIN last_delivery l ON d.day BETWEEN l.day - 27 AND l.day AND l.first_day <= l.day - 27
  UNION ALL
  SELECT '优势市场占比', 'advantage-market share', $advantage_goal, 'advantage_share', sum(advantage_t) / nullif(sum(net_t), 0)
  FROM mart.region_day d JOIN last_delivery l ON d.day BETWEEN l.day - 27 AND l.day AND l.first_day <= l.day - 27
),
missed AS (
  SELECT CASE WHEN round(100 * (goal - share), 6) > $far_pp THEN 3 ELSE 2 END AS level, '目标未达' AS kind_zh, 'goal missed' AS kind_en, name_zh AS subject,
    format('近4周{:.1f}%,低于目标{:.1f}个百分点', 100 * share, 100 * (goal - share)) AS detail_zh,
    format('{}: {:.1f}% in 4 weeks, {:.1f} pp below the goal', name_en, 100 * share, 100 * (goal - share)) AS detail_en,
    '定补量措施' AS action_zh, 'decide how to win tonnage back' AS action_en, NULL AS owner, query, round(goal - share, 9) AS weight
  FROM share
  WHERE share < goal
),
-- targets of the group that time has left behind
behind AS (
  SELECT CASE WHEN gap_pp < -2 * $behind_pp THEN 3 ELSE 2 END AS level, '进度落后' AS kind_zh, 'behind plan' AS kind_en, metric AS subject,
    format('完成{:.1f}%,时间进度{:.1f}%', 100 * attainment, 100 * progress) AS detail_zh,
    format('{:.1f}% attained, {:.1f}% of the time gone', 100 * attainment, 100 * progress) AS detail_en,
    '定追赶措施' AS action_zh, 'decide how to catch up' AS action_en, NULL AS owner, 'target_progress' AS query, -gap_pp AS weight
  FROM crm.target_attainment($at)
  WHERE owner IS NULL AND progress IS NOT NULL AND gap_pp < -$behind_pp
),
customer AS (
  SELECT coalesce(parent_id, account_id) AS customer, sum(net_t) AS t
  FROM mart.account_day LEFT JOIN crm.account_parent USING (account_id)
  WHERE day > ($at - INTERVAL 12 MONTH)::DATE AND day <= $at
    AND (SELECT first_day FROM last_delivery) <= ($at - INTERVAL 12 MONTH)::DATE + 1
  GROUP BY customer
  HAVING sum(net_t) > 0
),
largest AS (
  SELECT customer, t / sum(t) OVER () AS share FROM customer ORDER BY t DESC, customer LIMIT 1
),
dependent AS (
  SELECT CASE WHEN share > $cr1_orange THEN 3 ELSE 2 END AS level, '客户依赖' AS kind_zh, 'dependence' AS kind_en,
    coalesce(a.short_name, a.name, customer) AS subject, format('近12个月占销量{:.1f}%', 100 * share) AS detail_zh,
    format('{:.1f}% of the tonnage of 12 months', 100 * share) AS detail_en, '定上限与替代客户' AS action_zh,
    'decide on a limit and on others to sell to' AS action_en, a.owner, 'concentration' AS query, share AS weight
  FROM largest LEFT JOIN crm.account a ON a.account_id = customer
  WHERE share > $cr1_yellow
),
matter AS (
  FROM owing UNION ALL FROM expiring UNION ALL FROM missed UNION ALL FROM behind UNION ALL FROM dependent
)
SELECT crm.warning_zh(level) AS level_zh, crm.warning_en(level) AS level_en, kind_zh, kind_en, subject, detail_zh, detail_en, action_zh, action_en, owner, query
FROM matter
ORDER BY level DESC, list_position(['目标未达', '进度落后', '客户依赖', '回款', '合同到期'], kind_zh), weight DESC, subject, detail_zh
