/*
title: { zh: '我方在客户来煤中的份额(驻厂报告)', en: Our share of customers' coal (stationed reports) }
answers: { zh: 竞争对手在我大户的份额变化?, en: How do competitors' shares at our key accounts change? }
params:
  at: { type: date, default: as_of, label: { zh: 截至, en: As of } }
  days: { type: integer, default: 28, min: 1, max: 366, label: { zh: 天数窗口, en: Days of the window } }
  own: { type: text, default: 本集团, max: 60, label: { zh: 我方在报告中的名称, en: How the reports name us } }
columns:
  plant: { zh: 电厂或用户, en: Plant }
  account_id: { zh: 客户编号, en: Account }
  is_key: { zh: 大户, en: Key account }
  total_wt: { zh: 来煤合计, en: Received in all, unit: wt }
  own_wt: { zh: 我方来煤, en: Received from us, unit: wt }
  share: { zh: 我方份额, en: Our share, unit: share }
  change_pp: { zh: 较前一窗口, en: Against the window before, unit: pp }
  yoy_pp: { zh: '较上年同期(364天前)', en: Against 364 days before, unit: pp }
  rival: { zh: 最大竞争对手, en: Largest competitor }
  rival_share: { zh: 其份额, en: Its share, unit: share }
  rival_change_pp: { zh: 其份额较前一窗口, en: Its share against the window before, unit: pp }
  days_reported: { zh: 有报告天数, en: Days reported, unit: days }
chart: { type: bar, x: plant, y: [share] }
roles: [leader, strategist, analyst]
tags: [accounts, stationed]
*/
-- a plant that nobody reports of in the window is not there; a comparison without reports, or from before the reports
-- began, is missing
WITH report_begin AS (
  SELECT min(reported_for) AS day FROM plant.receipt WHERE _deleted_on IS NULL
),
before AS (
  SELECT plant, share, total_t FROM plant.wallet($at - 2 * $days + 1, $at - $days, own := $own), report_begin WHERE day <= $at - 2 * $days + 1
),
year_before AS (
  SELECT plant, share FROM plant.wallet($at - 364 - $days + 1, $at - 364, own := $own), report_begin WHERE day <= $at - 364 - $days + 1
),
supplied AS (
  SELECT plant, supplier, coalesce(sum(receipts_t) FILTER (reported_for > $at - $days), 0) AS t,
    coalesce(sum(receipts_t) FILTER (reported_for <= $at - $days), 0) AS t_before
  FROM plant.receipt
  WHERE _deleted_on IS NULL AND reported_for > $at - 2 * $days AND reported_for <= $at AND supplier <> $own
  GROUP BY ALL
),
rival AS (
  SELECT plant, supplier, t, t_before FROM supplied WHERE t > 0
  QUALIFY row_number() OVER (PARTITION BY plant ORDER BY t DESC, supplier) = 1
)
SELECT w.plant, w.account_id,
  crm.is_key(w.account_id, $at) AS is_key,
  (w.total_t / 10000)::DECIMAL(14, 7) AS total_wt, (w.own_t / 10000)::DECIMAL(14, 7) AS own_wt, w.share,
  round(100 * (w.share - b.share), 6) AS change_pp, round(100 * (w.share - y.share), 6) AS yoy_pp,
  r.supplier AS rival, r.t / nullif(w.total_t, 0) AS rival_share,
  round(100 * (r.t / nullif(w.total_t, 0) - r.t_before / nullif(b.total_t, 0)), 6) AS rival_change_pp, w.days AS days_reported
FROM plant.wallet($at - $days + 1, $at, own := $own) w
LEFT JOIN before b ON b.plant = w.plant LEFT JOIN year_before y ON y.plant = w.plant LEFT JOIN rival r ON r.plant = w.plant
ORDER BY change_pp NULLS LAST, w.plant
