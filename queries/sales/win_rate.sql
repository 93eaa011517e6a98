/*
title: { zh: 赢单率, en: Win rate }
answers: { zh: 结单的商机赢了多少?, en: How many of the opportunities that closed were won? }
params:
  from: { type: date, default: -24mo, label: { zh: 结单起, en: Closed from } }
  to: { type: date, default: as_of, label: { zh: 止, en: To } }
  period: { type: enum, values: [month, quarter, year], default: quarter, label: { zh: '周期(month 月, quarter 季, year 年)', en: Period } }
columns:
  period_start: { zh: 期初, en: First day }
  won: { zh: 赢单, en: Won, unit: count }
  lost: { zh: 输单, en: Lost, unit: count }
  rate: { zh: '赢单率(按单数)', en: Win rate (by number), unit: share }
  won_wt: { zh: 赢单量, en: Tonnage won, unit: wt }
  lost_wt: { zh: 输单量, en: Tonnage lost, unit: wt }
  rate_t: { zh: '赢单率(按吨数)', en: Win rate (by tonnage), unit: share }
  reason: { zh: 首要输单原因, en: Chief reason of losses }
  partial: { zh: 未满期, en: Incomplete period }
chart: { type: line, x: period_start, y: [rate, rate_t] }
roles: [leader, strategist, analyst]
tags: [sales, funnel]
*/
-- closed on the day on which the last of 签约 and 输单 was entered; void opportunities are neither
WITH closed AS (
  SELECT date_trunc($period, entered_on)::DATE AS period_start, outcome, o.expected_t, c.lost_reason
  FROM crm.opportunity_on($to) o JOIN crm.opportunity c ON c.opportunity_no = o.opportunity_no AND c._deleted_on IS NULL
  WHERE outcome IN ('won', 'lost') AND entered_on >= $from
),
calendar AS (
  SELECT DISTINCT date_trunc($period, day)::DATE AS period_start FROM ref.calendar WHERE day BETWEEN $from AND $to
),
reason AS (
  SELECT period_start, arg_max(lost_reason, (n, lost_reason)) AS reason
  FROM (SELECT period_start, lost_reason, count(*) AS n FROM closed WHERE outcome = 'lost' AND lost_reason <> '' GROUP BY ALL)
  GROUP BY period_start
),
counted AS (
  SELECT period_start, count(*) FILTER (outcome = 'won') AS won, count(*) FILTER (outcome = 'lost') AS lost,
    coalesce(sum(expected_t) FILTER (outcome = 'won'), 0) AS won_t, coalesce(sum(expected_t) FILTER (outcome = 'lost'), 0) AS lost_t
  FROM closed
  GROUP BY period_start
)
SELECT period_start, coalesce(won, 0) AS won, coalesce(lost, 0) AS lost, won / nullif(won + lost, 0) AS rate,
  (coalesce(won_t, 0) / 10000)::DECIMAL(14, 7) AS won_wt, (coalesce(lost_t, 0) / 10000)::DECIMAL(14, 7) AS lost_wt,
  won_t / nullif(won_t + lost_t, 0) AS rate_t, reason,
  $from > period_start OR $to < (SELECT max(day) FROM ref.calendar d WHERE date_trunc($period, d.day) = period_start) AS partial
FROM calendar LEFT JOIN counted USING (period_start) LEFT JOIN reason USING (period_start)
ORDER BY period_start
