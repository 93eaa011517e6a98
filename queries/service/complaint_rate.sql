/*
title: { zh: '每万吨投诉件数:按矿点、煤种', en: 'Complaints per 10 kt, by mine and grade' }
answers: { zh: 投诉集中在哪个矿、哪个煤种?, en: At which mine and in which grade do complaints gather? }
params:
  from: { type: date, default: -12mo, label: { zh: 起, en: From } }
  to: { type: date, default: as_of, label: { zh: 止, en: To } }
  by:
    type: enum
    values: [mine, grade, mine_grade, kind]
    default: mine
    label: { zh: '分组(mine 矿点, grade 煤种, mine_grade 矿点与煤种, kind 投诉类型)', en: 'By (mine, grade, mine and grade, kind of complaint)' }
  min_wt: { type: number, default: 0.5, min: 0, max: 1000, label: { zh: '发运少于此不列比率(万吨)', en: No rate below this tonnage (10 kt) } }
columns:
  item: { zh: 分组, en: Group (Chinese) }
  item_en: { zh: 分组(英文), en: Group }
  is_total: { zh: 合计, en: Total }
  counted_from: { zh: 统计起, en: Counted from }
  complaints: { zh: 投诉件数, en: Complaints, unit: cases }
  share: { zh: 占全部投诉, en: Share of all complaints, unit: share }
  cumulative_share: { zh: 累计占比, en: Cumulative share, unit: share }
  delivered_wt: { zh: 发运量, en: Delivered, unit: wt }
  rate: { zh: 每万吨投诉, en: Complaints per 10 kt, unit: per_wt }
  rate_low: { zh: '95%区间下限(泊松)', en: '95 % interval, low (Poisson)', unit: per_wt }
  rate_high: { zh: '95%区间上限(泊松)', en: '95 % interval, high (Poisson)', unit: per_wt }
  suppressed: { zh: 发运过少不列比率, en: Too little delivered for a rate }
  above_total: { zh: 高于合计(区间下限高于合计比率), en: Above the total (low end above its rate) }
chart: { type: bar, x: item, y: [rate] }
roles: [leader, strategist, analyst]
tags: [service, quality]
*/
WITH complaint AS (
  SELECT (opened_at AT TIME ZONE 'Asia/Shanghai')::DATE AS opened_on, mine, grade, kind FROM crm.complaint WHERE _deleted_on IS NULL
),
-- complaints and tonnes are counted over the same days: none from before complaints were recorded
span AS (
  SELECT greatest($from, min(opened_on)) AS first_day FROM complaint
),
complained AS (
  SELECT mine, grade, kind, count(*) AS complaints
  FROM complaint CROSS JOIN span
  WHERE opened_on BETWEEN first_day AND $to
  GROUP BY ALL
),
delivered AS (
  SELECT mine, grade, sum(net_t) AS t
  FROM sales.delivery CROSS JOIN span
  WHERE delivered_on BETWEEN first_day AND $to AND _deleted_on IS NULL
  GROUP BY ALL
),
counted AS (
  SELECT CASE WHEN $by IN ('mine', 'mine_grade') THEN mine END AS mine, CASE WHEN $by IN ('grade', 'mine_grade') THEN grade END AS grade,
    CASE WHEN $by = 'kind' THEN kind END AS kind, false AS is_total, sum(complaints) AS complaints, sum(t) AS t
  FROM (SELECT mine, grade, kind, complaints, NULL AS t FROM complained
    UNION ALL SELECT mine, grade, NULL, NULL, t FROM delivered WHERE $by <> 'kind')
  GROUP BY ALL
  UNION ALL
  SELECT NULL, NULL, NULL, true, (SELECT sum(complaints) FROM complained), (SELECT sum(t) FROM delivered)
),
-- any tonne may give rise to a complaint of any kind
rated AS (
  SELECT * EXCLUDE (complaints, t), coalesce(complaints, 0)::INTEGER AS complaints,
    (CASE WHEN $by = 'kind' THEN (SELECT sum(t) FROM delivered) ELSE t END / 10000)::DECIMAL(14, 7) AS delivered_wt
  FROM counted
),
-- the Poisson interval of a count; from five on its low end by Byar's approximation, less than 1 % from the exact one
bounded AS (
  SELECT *, coalesce(delivered_wt < $min_wt, true) AS suppressed,
    CASE WHEN complaints < 5 THEN [0, 0.025318, 0.242209, 0.618672, 1.089865][complaints + 1]
      ELSE complaints * (1 - 1 / (9 * complaints) - 1.959964 / (3 * sqrt(complaints))) ** 3 END AS low,
    (complaints + 1) * (1 - 1 / (9 * (complaints + 1)) + 1.959964 / (3 * sqrt(complaints + 1))) ** 3 AS high,
    sum(complaints) FILTER (is_total) OVER () AS all_complaints, sum(delivered_wt) FILTER (is_total) OVER () AS all_wt
  FROM rated
),
named AS (
  SELECT bounded.*,
    CASE WHEN is_total THEN '合计' WHEN $by = 'kind' THEN coalesce(kind, '未注明')
      ELSE concat_ws(' ', CASE WHEN $by <> 'grade' THEN coalesce(mine, '未注明') END, CASE WHEN $by <> 'mine' THEN coalesce(g.zh, grade, '未注明') END) END AS item,
    CASE WHEN is_total THEN 'Total' WHEN $by = 'kind' THEN coalesce(CASE kind WHEN '热值' THEN 'heat value' WHEN '亏吨' THEN 'short weight' WHEN '杂物' THEN 'foreign matter' WHEN '水分' THEN 'moisture'
        WHEN '延误' THEN 'delay' WHEN '其他' THEN 'other' END, 'not stated')
      ELSE concat_ws(' ', CASE WHEN $by <> 'grade' THEN coalesce(mine, 'not stated') END,
        CASE WHEN $by <> 'mine' THEN coalesce(g.en, grade, 'not stated') END) END AS item_en
  FROM bounded LEFT JOIN ref.grade g USING (grade)
)
SELECT item, item_en, is_total, first_day AS counted_from, complaints,
  complaints / nullif(all_complaints, 0) AS share,
  CASE WHEN NOT is_total THEN sum(complaints) FILTER (NOT is_total) OVER by_count / nullif(all_complaints, 0) END AS cumulative_share,
  delivered_wt, CASE WHEN NOT suppressed THEN complaints / nullif(delivered_wt, 0) END AS rate,
  CASE WHEN NOT suppressed THEN low / nullif(delivered_wt, 0) END AS rate_low,
  CASE WHEN NOT suppressed THEN high / nullif(delivered_wt, 0) END AS rate_high, suppressed,
  CASE WHEN NOT suppressed AND NOT is_total THEN low / nullif(delivered_wt, 0) > all_complaints / nullif(all_wt, 0) END AS above_total
FROM named CROSS JOIN span
WHERE first_day <= $to
WINDOW by_count AS (ORDER BY is_total, complaints DESC, item ROWS UNBOUNDED PRECEDING)
ORDER BY is_total DESC, complaints DESC, item
