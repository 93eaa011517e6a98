/*
title: { zh: 各阶段停留天数, en: Days spent in each stage }
answers: { zh: 商机在哪个阶段停得最久?, en: In which stage do opportunities stay longest? }
params:
  from: { type: date, default: -24mo, label: { zh: 离开阶段起, en: Left from } }
  to: { type: date, default: as_of, label: { zh: 止, en: To } }
columns:
  stage: { zh: 阶段, en: Stage (Chinese) }
  stage_en: { zh: 阶段(英文), en: Stage }
  left_n: { zh: 离开, en: Left, unit: count }
  p50: { zh: 停留中位数, en: Median stay, unit: days, format: decimal1 }
  p90: { zh: 停留P90, en: P90 of stays, unit: days, format: decimal1 }
  open_n: { zh: 仍在此阶段, en: Still there, unit: count }
  open_p50: { zh: 在此已停中位数, en: Median so far, unit: days, format: decimal1 }
  open_max: { zh: 在此已停最长, en: Longest so far, unit: days, format: decimal1 }
chart: { type: bar, x: stage, y: [p50, p90] }
roles: [leader, strategist, analyst]
tags: [sales, funnel]
*/
-- a stay ends with the next entry of any stage, a lost or void one included; those that go on stand apart
WITH entry AS (
  SELECT e.opportunity_no, e.stage, e.entered_at,
    lead(e.entered_at) OVER (PARTITION BY e.opportunity_no ORDER BY e.entered_at, s.sort NULLS LAST) AS left_at
  FROM crm.stage_entry e JOIN ref.funnel_stage s USING (stage)
  WHERE (e.entered_at AT TIME ZONE 'Asia/Shanghai')::DATE <= $to
),
stay AS (
  SELECT stage, left_at IS NULL AS goes_on, date_diff('second', entered_at, left_at) / 86400 AS days,
    $to - (entered_at AT TIME ZONE 'Asia/Shanghai')::DATE AS days_so_far
  FROM entry
  WHERE left_at IS NULL OR (left_at AT TIME ZONE 'Asia/Shanghai')::DATE >= $from
)
SELECT s.stage, s.en AS stage_en, count(y.days) AS left_n, round(quantile_cont(y.days, 0.5), 2) AS p50,
  round(quantile_cont(y.days, 0.9), 2) AS p90, count(*) FILTER (goes_on) AS open_n,
  quantile_cont(days_so_far, 0.5) FILTER (goes_on) AS open_p50, max(days_so_far) FILTER (goes_on) AS open_max
FROM ref.funnel_stage s LEFT JOIN stay y ON y.stage = s.stage
WHERE s.outcome = 'open'
GROUP BY s.sort, s.stage, s.en
ORDER BY s.sort
