/*
title: { zh: '销售漏斗(按建立时间分组,跳过的阶段视为进入)', en: 'Sales funnel (cohort by first contact, skipped stages count as entered)' }
answers: { zh: 漏斗卡在哪一步?, en: At which step does the funnel narrow? }
params:
  from: { type: date, default: -24mo, label: { zh: 起, en: From } }
  to: { type: date, default: as_of, label: { zh: 止, en: To } }
columns:
  stage: { zh: 阶段, en: Stage (Chinese) }
  stage_en: { zh: 阶段(英文), en: Stage }
  entered: { zh: 进入, en: Entered, unit: count }
  entered_wt: { zh: 进入量, en: Tonnage entered, unit: wt }
  open: { zh: 停留在此, en: Open at this stage, unit: count }
  lost: { zh: 在此输单, en: Lost at this stage, unit: count }
  conversion: { zh: 转入下一阶段, en: On to the next stage, unit: share }
  overall: { zh: 占首阶段, en: Of the first stage, unit: share }
chart: { type: bar, x: stage, y: [entered] }
roles: [leader, strategist, analyst]
tags: [sales, funnel]
*/
-- the cohort: opportunities whose history begins in the window, void ones left out; what happened by the end of it counts
WITH entry AS (
  SELECT e.opportunity_no, (e.entered_at AT TIME ZONE 'Asia/Shanghai')::DATE AS entered_on, s.sort, s.outcome
  FROM crm.stage_entry e JOIN ref.funnel_stage s USING (stage)
),
cohort AS (
  SELECT opportunity_no, max(sort) AS furthest, bool_or(outcome = 'lost') AS is_lost, bool_or(outcome = 'won') AS is_won
  FROM entry
  WHERE entered_on <= $to
  GROUP BY opportunity_no
  HAVING min(entered_on) >= $from AND NOT bool_or(outcome = 'void')
),
sized AS (
  SELECT c.*, o.expected_t FROM cohort c JOIN crm.opportunity o ON o.opportunity_no = c.opportunity_no AND o._deleted_on IS NULL
),
reached AS (
  SELECT s.sort, s.stage, s.en, count(c.opportunity_no) AS entered, sum(c.expected_t) AS t,
    count(*) FILTER (c.furthest = s.sort AND NOT is_lost AND NOT is_won) AS open, count(*) FILTER (c.furthest = s.sort AND is_lost) AS lost
  FROM ref.funnel_stage s LEFT JOIN sized c ON c.furthest >= s.sort
  WHERE s.sort IS NOT NULL
  GROUP BY ALL
)
SELECT stage, en AS stage_en, entered, (t / 10000)::DECIMAL(14, 7) AS entered_wt, open, lost,
  lead(entered) OVER (ORDER BY sort) / nullif(entered, 0) AS conversion, entered / nullif(first(entered) OVER (ORDER BY sort), 0) AS overall
FROM reached
ORDER BY sort
