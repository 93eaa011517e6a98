/*
title: { zh: '加权商机(阶段赢率)', en: Weighted pipeline (by the probability of the stage) }
answers: { zh: 下季可签多少万吨?, en: How much can be signed next quarter? }
params:
  at: { type: date, default: as_of, label: { zh: 截至, en: As of } }
columns:
  stage: { zh: 阶段, en: Stage (Chinese) }
  stage_en: { zh: 阶段(英文), en: Stage }
  probability: { zh: 赢率, en: Probability, unit: share }
  opportunities: { zh: 商机数, en: Opportunities, unit: count }
  wt: { zh: 意向量, en: Tonnage, unit: wt }
  weighted_wt: { zh: 加权量, en: Weighted tonnage, unit: wt }
  amount_wan: { zh: 金额, en: Amount, unit: cny_wan }
  weighted_wan: { zh: 加权金额, en: Weighted amount, unit: cny_wan }
  quarter_wt: { zh: 下季度预计成交加权量, en: Weighted tonnage closing next quarter, unit: wt }
  quarter_wan: { zh: 下季度预计成交加权金额, en: Weighted amount closing next quarter, unit: cny_wan }
  without_t: { zh: 未填数量, en: Without a tonnage, unit: count }
chart: { type: bar, x: stage, y: [weighted_wt] }
roles: [leader, strategist, analyst]
tags: [sales, funnel, briefing]
*/
WITH quarter AS (
  SELECT (date_trunc('quarter', $at) + INTERVAL 3 MONTH)::DATE AS from_day, (date_trunc('quarter', $at) + INTERVAL 6 MONTH)::DATE AS end_day
),
pipeline AS (
  SELECT sort, expected_t, amount_cny, probability * expected_t AS weighted_t, probability * amount_cny AS weighted_cny,
    coalesce(closes_on >= q.from_day AND closes_on < q.end_day, false) AS in_quarter
  FROM crm.opportunity_on($at) CROSS JOIN quarter q
  WHERE outcome = 'open'
),
-- a stage without opportunities is empty, not unknown; one whose opportunities state no tonnage is unknown
staged AS (
  SELECT s.sort, s.stage, s.en, s.probability, p.sort IS NOT NULL AS held, CASE WHEN held THEN expected_t ELSE 0 END AS t,
    CASE WHEN held THEN weighted_t ELSE 0 END AS weighted_t, CASE WHEN held THEN amount_cny ELSE 0 END AS cny,
    CASE WHEN held THEN weighted_cny ELSE 0 END AS weighted_cny, CASE WHEN in_quarter THEN p.weighted_t ELSE 0 END AS quarter_t,
    CASE WHEN in_quarter THEN p.weighted_cny ELSE 0 END AS quarter_cny
  FROM ref.funnel_stage s LEFT JOIN pipeline p ON p.sort = s.sort
  WHERE s.outcome = 'open'
)
SELECT coalesce(stage, '合计') AS stage, coalesce(en, 'Total') AS stage_en, probability, count(*) FILTER (held) AS opportunities,
  (sum(t) / 10000)::DECIMAL(14, 7) AS wt, (sum(weighted_t) / 10000)::DECIMAL(14, 7) AS weighted_wt,
  (sum(cny) / 10000)::DECIMAL(14, 6) AS amount_wan, (sum(weighted_cny) / 10000)::DECIMAL(14, 6) AS weighted_wan,
  (sum(quarter_t) / 10000)::DECIMAL(14, 7) AS quarter_wt, (sum(quarter_cny) / 10000)::DECIMAL(14, 6) AS quarter_wan,
  count(*) FILTER (held AND t IS NULL) AS without_t
FROM staged
GROUP BY GROUPING SETS ((sort, stage, en, probability), ())
ORDER BY sort NULLS LAST
