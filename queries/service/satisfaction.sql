/*
title: { zh: 客户满意度, en: Customer satisfaction }
answers: { zh: 客户满意吗?比上期好还是差?, en: 'Are customers satisfied, and more so than in the period before?' }
params:
  from: { type: date, default: -12mo, label: { zh: 起(整期), en: From (whole period) } }
  to: { type: date, default: as_of, label: { zh: 止, en: To } }
  period: { type: enum, values: [month, quarter], default: month, label: { zh: '周期(month 月, quarter 季)', en: 'Period (month, quarter)' } }
  min_n: { type: integer, default: 10, min: 1, max: 1000, label: { zh: 可比最少评价数, en: Fewest answers to compare } }
columns:
  period_start: { zh: 期初, en: Period from }
  period_end: { zh: 期末, en: Period to }
  partial: { zh: 未满期, en: Incomplete }
  visits: { zh: 回访数, en: Visits, unit: count }
  answers: { zh: 评价数, en: Answers, unit: count }
  response_rate: { zh: 评价率, en: Response rate, unit: share }
  mean: { zh: '平均分(很满意5…很不满意1)', en: Mean (very satisfied 5 … very dissatisfied 1), unit: ratio, format: decimal2 }
  change: { zh: 较上期, en: Change on the period before, unit: ratio, format: decimal2 }
  satisfied_share: { zh: 满意及以上占比, en: Share satisfied or more, unit: share }
  dissatisfied: { zh: 不满意及以下, en: Dissatisfied or less, unit: count }
  comparable: { zh: 评价数够比较, en: Answers enough to compare }
chart: { type: line, x: period_start, y: [mean] }
roles: [leader, strategist, analyst]
tags: [service]
*/
WITH visit AS (
  SELECT (visited_at AT TIME ZONE 'Asia/Shanghai')::DATE AS visited_on,
    CASE satisfaction WHEN '很满意' THEN 5 WHEN '满意' THEN 4 WHEN '一般' THEN 3 WHEN '不满意' THEN 2 WHEN '很不满意' THEN 1 END AS mark
  FROM crm.return_visit
  WHERE _deleted_on IS NULL
),
in_period AS (
  SELECT date_trunc($period, visited_on)::DATE AS period_start, mark FROM visit WHERE visited_on BETWEEN date_trunc($period, $from) AND $to
),
counted AS (
  SELECT period_start, count(*) AS visits, count(mark) AS answers, avg(mark) AS mean, count(*) FILTER (mark >= 4) AS satisfied,
    count(*) FILTER (mark <= 2) AS dissatisfied
  FROM in_period
  GROUP BY period_start
),
-- a period without visits between two with some is a gap, not a missing row
calendar AS (
  SELECT unnest(generate_series(min(period_start), date_trunc($period, $to)::DATE,
    CASE $period WHEN 'quarter' THEN INTERVAL 3 MONTH ELSE INTERVAL 1 MONTH END))::DATE AS period_start
  FROM counted
),
dated AS (
  SELECT period_start, (period_start + CASE $period WHEN 'quarter' THEN INTERVAL 3 MONTH ELSE INTERVAL 1 MONTH END)::DATE - 1 AS period_end,
    coalesce(visits, 0) AS visits, coalesce(answers, 0) AS answers, mean, satisfied, coalesce(dissatisfied, 0) AS dissatisfied
  FROM calendar LEFT JOIN counted USING (period_start)
)
SELECT period_start, period_end, period_end > $to AS partial, visits::INTEGER AS visits, answers::INTEGER AS answers,
  answers / nullif(visits, 0) AS response_rate, mean,
  CASE WHEN answers >= $min_n AND lag(answers) OVER by_period >= $min_n THEN mean - lag(mean) OVER by_period END AS change,
  satisfied / nullif(answers, 0) AS satisfied_share, dissatisfied::INTEGER AS dissatisfied, answers >= $min_n AS comparable
FROM dated
WINDOW by_period AS (ORDER BY period_start)
ORDER BY period_start
