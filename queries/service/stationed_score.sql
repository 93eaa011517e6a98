/*
title: { zh: '驻厂日报评分:及时、完整、准确', en: 'Stationed reports: timely, complete, accurate?' }
answers: { zh: 驻厂信息谁没报、谁报错?, en: Which stationed reports are missing and which are wrong? }
params:
  from: { type: date, default: -27d, label: { zh: 起, en: From } }
  to: { type: date, default: as_of, label: { zh: 止, en: To } }
  cut_off_hour: { type: integer, default: 17, min: 0, max: 23, label: { zh: 截报时点(时), en: Cut-off (hour) } }
  tolerance: { type: number, default: 0.1, min: 0.001, max: 1, label: { zh: 准确性满偏差, en: Deviation that counts as wholly wrong } }
  weight_timely: { type: number, default: 0.3, min: 0, max: 1, label: { zh: 及时性权重, en: Weight of timeliness } }
  weight_complete: { type: number, default: 0.3, min: 0, max: 1, label: { zh: 完整性权重, en: Weight of completeness } }
  weight_accurate: { type: number, default: 0.4, min: 0, max: 1, label: { zh: 准确性权重, en: Weight of accuracy } }
  personnel: { type: enum, values: [blank_is_none, required], default: blank_is_none, label: { zh: '人事栏空白(blank_is_none 视为无变动, required 视为漏填)', en: 'Blank personnel (blank_is_none: no change, required: not filled)' } }
columns:
  reporter: { zh: 驻厂员, en: Reporter }
  plant: { zh: 电厂, en: Plant }
  due: { zh: 应报, en: Due, unit: count }
  received: { zh: 已报, en: Received, unit: count }
  missing: { zh: 缺报, en: Missing, unit: count }
  on_time: { zh: 按时, en: On time, unit: count }
  late_24h: { zh: '迟报24小时内(计半)', en: Late by at most 24 hours (half), unit: count }
  timeliness: { zh: 及时性, en: Timeliness, unit: share }
  completeness: { zh: 完整性, en: Completeness, unit: share }
  verified: { zh: 可核验天数, en: Days verified, unit: count }
  wrong: { zh: 偏差超限天数, en: Days beyond the deviation, unit: count }
  accuracy: { zh: 准确性, en: Accuracy, unit: share }
  score: { zh: '得分(满分100)', en: Score (of 100), unit: ratio, format: decimal1 }
  badge_zh: { zh: 标记, en: Badge (Chinese) }
  badge_en: { zh: 标记(英文), en: Badge }
  last_report: { zh: 最近日报, en: Last report }
chart: { type: bar, x: plant, y: [score] }
roles: [leader, strategist, analyst]
tags: [service]
*/
WITH stated AS (
  SELECT plant, reported_for, generation_wkwh, burn_t, receipts_t, stock_t, people, reporter, sent_at,
    (reported_for + to_hours($cut_off_hour)) AT TIME ZONE 'Asia/Shanghai' AS cut_off
  FROM plant.report
  WHERE reported_for <= $to AND _deleted_on IS NULL
),
-- every day is a day of duty, from the first report of the plant on
duty AS (
  SELECT plant, arg_max(reporter, reported_for) AS reporter, max(reported_for) AS last_report,
    $to - greatest($from, min(reported_for)) + 1 AS due
  FROM stated
  GROUP BY plant
),
-- stock of the day before + received − burnt; only across one day
verified AS (
  SELECT plant, reported_for, stock_t,
    CASE WHEN reported_for - lag(reported_for) OVER by_day = 1
      THEN lag(stock_t) OVER by_day + receipts_t - burn_t END AS verified_t
  FROM stated
  WINDOW by_day AS (PARTITION BY plant ORDER BY reported_for)
),
deviating AS (
  SELECT plant, reported_for, abs(stock_t - verified_t) / nullif(greatest(verified_t, 0), 0) / $tolerance AS deviation
  FROM verified
),
counted AS (
  SELECT plant, count(*) AS received, count(*) FILTER (sent_at <= cut_off) AS on_time,
    count(*) FILTER (sent_at > cut_off AND sent_at <= cut_off + INTERVAL 24 HOUR) AS late_24h,
    avg(((generation_wkwh IS NOT NULL)::INTEGER + (burn_t IS NOT NULL)::INTEGER + (receipts_t IS NOT NULL)::INTEGER + (stock_t IS NOT NULL)::INTEGER
      + CASE $personnel WHEN 'required' THEN (people IS NOT NULL)::INTEGER ELSE 0 END)
      / CASE $personnel WHEN 'required' THEN 5 ELSE 4 END) AS completeness,
    count(deviation) AS verified, count(*) FILTER (deviation > 1) AS wrong, avg(1 - least(1, deviation)) FILTER (deviation IS NOT NULL) AS accuracy
  FROM stated JOIN deviating USING (plant, reported_for)
  WHERE reported_for >= $from
  GROUP BY plant
),
scored AS (
  SELECT reporter, plant, due, coalesce(received, 0) AS received, coalesce(on_time, 0) AS on_time, coalesce(late_24h, 0) AS late_24h,
    (coalesce(on_time, 0) + 0.5 * coalesce(late_24h, 0)) / due AS timeliness, completeness, coalesce(verified, 0) AS verified,
    coalesce(wrong, 0) AS wrong, accuracy, last_report
  FROM duty LEFT JOIN counted USING (plant)
  WHERE due > 0
)
-- what cannot be verified gives its weight to the rest; what was never sent is not complete
SELECT reporter, plant, due::INTEGER AS due, received::INTEGER AS received, (due - received)::INTEGER AS missing, on_time::INTEGER AS on_time,
  late_24h::INTEGER AS late_24h, timeliness, completeness, verified::INTEGER AS verified, wrong::INTEGER AS wrong, accuracy,
  100 * ($weight_timely * timeliness + $weight_complete * coalesce(completeness, 0) + $weight_accurate * coalesce(accuracy, 0))
    / nullif($weight_timely + $weight_complete + CASE WHEN accuracy IS NOT NULL THEN $weight_accurate ELSE 0 END, 0) AS score,
  CASE WHEN accuracy IS NULL THEN '未核验' END AS badge_zh, CASE WHEN accuracy IS NULL THEN 'not verified' END AS badge_en, last_report
FROM scored
ORDER BY score, plant
