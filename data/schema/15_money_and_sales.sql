-- What the questions about money, contracts and the funnel have in common: working days, targets, what is owed, what is
-- contracted for, how far opportunities have come.

CREATE TABLE ref.workday_exception (day DATE PRIMARY KEY, works BOOLEAN NOT NULL, zh VARCHAR NOT NULL, en VARCHAR NOT NULL);
COMMENT ON TABLE ref.workday_exception IS '调休与放假 days that are worked though they are at a weekend, or free though they are not, by notice of the State Council';
COMMENT ON COLUMN ref.workday_exception.day IS '日期 date';
COMMENT ON COLUMN ref.workday_exception.works IS '上班 TRUE: a weekend worked in exchange (调休); FALSE: a day of rest';
COMMENT ON COLUMN ref.workday_exception.zh IS '节日 holiday it belongs to';
COMMENT ON COLUMN ref.workday_exception.en IS '节日英文名 holiday in English';

CREATE VIEW ref.calendar AS
  SELECT d.day, coalesce(e.works, isodow(d.day) <= 5) AS works
  FROM (SELECT unnest(generate_series(DATE '2000-01-01', DATE '2049-12-31', INTERVAL 1 DAY))::DATE AS day) d
  LEFT JOIN ref.workday_exception e ON e.day = d.day;
COMMENT ON VIEW ref.calendar IS '工作日历 every day from 2000 to 2049, and whether China works on it; in years without notices every Monday to Friday';

CREATE TABLE ref.funnel_stage (
  stage VARCHAR PRIMARY KEY,
  en VARCHAR NOT NULL,
  sort INTEGER,
  probability DECIMAL(6,4) NOT NULL,
  outcome VARCHAR NOT NULL,
  source VARCHAR NOT NULL
);
COMMENT ON TABLE ref.funnel_stage IS '销售阶段 stages of the coal sales funnel in their order';
COMMENT ON COLUMN ref.funnel_stage.stage IS '阶段 stage';
COMMENT ON COLUMN ref.funnel_stage.en IS '英文名 English name';
COMMENT ON COLUMN ref.funnel_stage.sort IS '次序 place in the funnel; NULL for the stages that leave it';
COMMENT ON COLUMN ref.funnel_stage.probability IS '赢率 probability to win from this stage, 0–1';
COMMENT ON COLUMN ref.funnel_stage.outcome IS '结局 open, won, lost or void';
COMMENT ON COLUMN ref.funnel_stage.source IS '依据 who states the probability';

-- a stage that the opportunity states and its history lacks was entered when the stage last changed
CREATE VIEW crm.stage_entry AS
  SELECT h.opportunity_no, h.stage, h.entered_at
  FROM crm.opportunity_stage h
  JOIN crm.opportunity o ON o.opportunity_no = h.opportunity_no AND o._deleted_on IS NULL
  WHERE h._deleted_on IS NULL
  UNION ALL
  SELECT o.opportunity_no, o.stage, coalesce(o.stage_at, o.created_at)
  FROM crm.opportunity o
  WHERE o._deleted_on IS NULL AND coalesce(o.stage_at, o.created_at) IS NOT NULL
    AND NOT EXISTS (FROM crm.opportunity_stage h WHERE h.opportunity_no = o.opportunity_no AND h.stage = o.stage AND h._deleted_on IS NULL);
COMMENT ON VIEW crm.stage_entry IS '阶段进入记录 when each opportunity that exists entered each stage: its history, and its present stage where the history lacks that';

-- the stage in which every opportunity stood at the end of a day
CREATE MACRO crm.opportunity_on(day) AS TABLE
  WITH stood AS (
    SELECT e.opportunity_no, e.stage, e.entered_at
    FROM crm.stage_entry e LEFT JOIN ref.funnel_stage s ON s.stage = e.stage
    WHERE (e.entered_at AT TIME ZONE 'Asia/Shanghai')::DATE <= day
    QUALIFY row_number() OVER (PARTITION BY e.opportunity_no ORDER BY e.entered_at DESC, s.sort DESC NULLS FIRST) = 1)
  SELECT o.opportunity_no, o.name, o.account_id, o.account_name, o.owner, o.expected_t, o.amount_cny, o.closes_on,
    t.stage, (t.entered_at AT TIME ZONE 'Asia/Shanghai')::DATE AS entered_on, s.en AS stage_en, s.sort, s.probability, s.outcome
  FROM stood t
  JOIN crm.opportunity o ON o.opportunity_no = t.opportunity_no AND o._deleted_on IS NULL
  JOIN ref.funnel_stage s ON s.stage = t.stage;

CREATE VIEW crm.live_contract AS
  SELECT contract_no, name, account_id, kind, starts_on, ends_on, qty_t, price_cny_t, basis, heat_kcal_kg, owner
  FROM crm.contract
  WHERE _deleted_on IS NULL AND coalesce(status, '') NOT IN ('作废', '已作废', '无效');
COMMENT ON VIEW crm.live_contract IS '有效合同 contracts that exist and are not void, whether they run, have ended or have yet to begin';

-- without a schedule a contract is delivered evenly over its days
CREATE VIEW crm.contract_month AS
  SELECT c.contract_no, c.account_id, s.month, s.qty_t,
    least(greatest(c.starts_on, s.month), last_day(s.month)) AS from_day, greatest(least(c.ends_on, last_day(s.month)), s.month) AS to_day,
    true AS scheduled
  FROM crm.contract_schedule s JOIN crm.live_contract c ON c.contract_no = s.contract_no
  WHERE s._deleted_on IS NULL
  UNION ALL
  SELECT contract_no, account_id, month,
    (qty_t * (least(ends_on, last_day(month)) - greatest(starts_on, month) + 1) / (ends_on - starts_on + 1))::DECIMAL(18, 3),
    greatest(starts_on, month), least(ends_on, last_day(month)), false
  FROM (
    SELECT c.*, unnest(generate_series(date_trunc('month', starts_on), ends_on, INTERVAL 1 MONTH))::DATE AS month
    FROM crm.live_contract c
    WHERE qty_t IS NOT NULL
      AND NOT EXISTS (FROM crm.contract_schedule s WHERE s.contract_no = c.contract_no AND s._deleted_on IS NULL)
  );
COMMENT ON VIEW crm.contract_month IS '合同月量 contracted tonnes by contract and month, and the days of the month that they are for: the schedule, or the quantity spread evenly over the contract (scheduled = FALSE)';

-- Contracted for the days from first to last, and delivered on those of them that a contract covers. Tickets name no
-- contract: all that an account with a contract receives counts.
CREATE MACRO crm.fulfilment(first, last) AS TABLE
  WITH contracted AS (
    SELECT account_id, count(DISTINCT contract_no) AS contracts, bool_or(NOT scheduled) AS unscheduled,
      sum((qty_t * (least(last, to_day) - greatest(first, from_day) + 1) / (to_day - from_day + 1))::DECIMAL(18, 3)) AS contracted_t
    FROM crm.contract_month
    WHERE from_day <= last AND to_day >= first
    GROUP BY account_id),
  shipped AS (
    SELECT d.account_id, sum(d.net_t) AS shipped_t
    FROM mart.account_day d
    WHERE d.day BETWEEN first AND last
      AND EXISTS (FROM crm.contract_month m WHERE m.account_id = d.account_id AND d.day BETWEEN m.from_day AND m.to_day)
    GROUP BY d.account_id)
  SELECT c.account_id, c.contracts, c.unscheduled, c.contracted_t, coalesce(s.shipped_t, 0) AS shipped_t,
    coalesce(s.shipped_t, 0) / nullif(c.contracted_t, 0) AS rate
  FROM contracted c LEFT JOIN shipped s USING (account_id);

CREATE VIEW crm.instalment AS
  SELECT coalesce(p.account_id, c.account_id) AS account_id, p.contract_no, p.instalment, p.due_on, p.due_cny
  FROM crm.collection_plan p
  LEFT JOIN crm.contract c ON c.contract_no = p.contract_no AND c._deleted_on IS NULL
  WHERE p._deleted_on IS NULL;
COMMENT ON VIEW crm.instalment IS '应收明细 instalments of the plan that exist; one that names no account is its contract''s';

CREATE VIEW crm.receipt AS
  SELECT r.collection_no, coalesce(i.account_id, r.account_id) AS account_id, i.contract_no, i.instalment, r.received_on, r.amount_cny,
    r.method, r.matures_on, coalesce(r.method IN ('银行承兑', '商业承兑'), false) AS is_bill
  FROM crm.collection r
  LEFT JOIN crm.instalment i ON i.contract_no = r.contract_no AND i.instalment = r.instalment
  WHERE r._deleted_on IS NULL;
COMMENT ON VIEW crm.receipt IS '回款明细 receipts that exist, each for the account whose instalment it names, else for the one that paid';

-- What is still owed of each instalment at the end of a day. A receipt that names its instalment pays that; the rest of
-- an account's money pays its oldest instalments first. An acceptance bill pays on receipt: until it matures it is not
-- overdue. The plan has no invoice day: instalments due later than the horizon are not owed yet.
CREATE MACRO crm.receivable(day, horizon := 30) AS TABLE
  WITH received AS (
    SELECT account_id, contract_no, instalment, sum(amount_cny) AS received_cny
    FROM crm.receipt WHERE received_on <= day GROUP BY ALL),
  named AS (
    SELECT p.*, greatest(0, least(p.due_cny, coalesce(r.received_cny, 0))) AS named_cny
    FROM crm.instalment p LEFT JOIN received r ON r.contract_no = p.contract_no AND r.instalment = p.instalment),
  unnamed AS (
    SELECT account_id, sum(cny) AS cny
    FROM (SELECT account_id, received_cny AS cny FROM received UNION ALL SELECT account_id, -named_cny FROM named)
    GROUP BY account_id),
  queued AS (
    SELECT n.*, due_cny - named_cny AS left_cny, greatest(0, coalesce(u.cny, 0)) AS unnamed_cny,
      sum(due_cny - named_cny) OVER (PARTITION BY n.account_id ORDER BY due_on, n.contract_no, instalment ROWS UNBOUNDED PRECEDING) AS cumulated_cny
    FROM named n LEFT JOIN unnamed u ON u.account_id = n.account_id),
  owed AS (
    SELECT *, greatest(0, least(left_cny, cumulated_cny - unnamed_cny))::DECIMAL(18, 2) AS open_cny
    FROM queued WHERE due_on <= day + horizon)
  SELECT account_id, contract_no, instalment, due_on, due_cny, open_cny,
    CASE WHEN open_cny > 0 THEN greatest(0, day - due_on) ELSE 0 END AS overdue_days
  FROM owed;

-- what each account owes at the end of a day; open less prepaid is due less received, whatever the signs
CREATE MACRO crm.receivable_account(day, horizon := 30) AS TABLE
  WITH owed AS (
    SELECT account_id, sum(due_cny) AS due_cny, sum(open_cny) AS open_cny,
      coalesce(sum(open_cny) FILTER (overdue_days > 0), 0) AS overdue_cny, max(overdue_days) AS overdue_days,
      count(*) FILTER (overdue_days > 0) AS overdue_instalments
    FROM crm.receivable(day, horizon := horizon)
    GROUP BY account_id),
  received AS (
    SELECT account_id, sum(amount_cny) AS received_cny,
      coalesce(sum(amount_cny) FILTER (is_bill AND matures_on > day), 0) AS bills_cny,
      coalesce(-sum(amount_cny) FILTER (is_bill AND amount_cny < 0), 0) AS returned_bills_cny
    FROM crm.receipt
    WHERE received_on <= day
    GROUP BY account_id)
  SELECT account_id, coalesce(o.open_cny, 0) AS open_cny, coalesce(o.overdue_cny, 0) AS overdue_cny, coalesce(o.overdue_days, 0) AS overdue_days,
    coalesce(o.overdue_instalments, 0) AS overdue_instalments, coalesce(r.bills_cny, 0) AS bills_cny,
    coalesce(r.returned_bills_cny, 0) AS returned_bills_cny,
    coalesce(o.open_cny, 0) - coalesce(o.due_cny, 0) + coalesce(r.received_cny, 0) AS prepaid_cny
  FROM owed o FULL JOIN received r USING (account_id);

-- Warning levels 0 none, 1 blue, 2 yellow, 3 orange, 4 red: the highest that a rule gives. A bill taken back by a
-- red-letter entry is a dishonoured one for as long as its account has something overdue.
CREATE MACRO crm.collection_warning(
  day, horizon := 30, blue_days := 1, yellow_days := 16, orange_days := 31, red_days := 61,
  blue_use := 0.8, yellow_use := 0.9, orange_use := 1.0, red_use := 1.2
) AS TABLE
  WITH used AS (
    SELECT r.*, a.credit_limit_cny, greatest(0, r.open_cny - r.prepaid_cny) / nullif(a.credit_limit_cny, 0) AS credit_use
    FROM crm.receivable_account(day, horizon := horizon) r LEFT JOIN crm.account a USING (account_id)),
  judged AS (
    SELECT *, returned_bills_cny > 0 AND overdue_cny > 0 AS dishonoured,
      CASE WHEN overdue_days >= red_days THEN 4 WHEN overdue_days >= orange_days THEN 3
        WHEN overdue_days >= yellow_days THEN 2 WHEN overdue_days >= blue_days THEN 1 ELSE 0 END AS days_level,
      CASE WHEN credit_use >= red_use THEN 4 WHEN credit_use >= orange_use THEN 3
        WHEN credit_use >= yellow_use THEN 2 WHEN credit_use >= blue_use THEN 1 ELSE 0 END AS use_level
    FROM used)
  SELECT *, greatest(days_level, use_level, CASE WHEN dishonoured THEN 4 ELSE 0 END) AS level FROM judged;

-- The level that is shown falls only after two better runs: it is the higher of this run's and of the one before, which
-- is judged again by what is known today.
CREATE MACRO crm.collection_level(
  day, run_days := 7, horizon := 30, blue_days := 1, yellow_days := 16, orange_days := 31, red_days := 61,
  blue_use := 0.8, yellow_use := 0.9, orange_use := 1.0, red_use := 1.2
) AS TABLE
  WITH run_before AS (
    SELECT account_id, level AS level_before
    FROM crm.collection_warning(day - run_days, horizon := horizon, blue_days := blue_days, yellow_days := yellow_days,
      orange_days := orange_days, red_days := red_days, blue_use := blue_use, yellow_use := yellow_use,
      orange_use := orange_use, red_use := red_use))
  SELECT t.*, greatest(t.level, coalesce(level_before, 0)) AS shown_level, coalesce(level_before > t.level, false) AS kept
  FROM crm.collection_warning(day, horizon := horizon, blue_days := blue_days, yellow_days := yellow_days,
    orange_days := orange_days, red_days := red_days, blue_use := blue_use, yellow_use := yellow_use,
    orange_use := orange_use, red_use := red_use) t
  LEFT JOIN run_before USING (account_id);

-- Contracts that end within so many days. Exports do not say which contract renews which: it is a later one of the same
-- account that ends later and begins within the window about the end of this one.
CREATE MACRO crm.contract_ending(day, days := 90, around := 31) AS TABLE
  WITH ending AS (
    SELECT * FROM crm.live_contract WHERE starts_on <= day AND ends_on BETWEEN day AND day + days),
  renewal AS (
    SELECT e.contract_no, arg_min(n.contract_no, (n.starts_on, n.contract_no)) AS renewed_by
    FROM ending e
    JOIN crm.live_contract n ON n.account_id = e.account_id AND n.contract_no <> e.contract_no AND n.ends_on > e.ends_on
      AND n.starts_on > e.starts_on AND n.starts_on BETWEEN e.ends_on - around AND e.ends_on + around
    GROUP BY e.contract_no)
  SELECT e.*, r.renewed_by, e.ends_on - day AS days_left
  FROM ending e LEFT JOIN renewal r USING (contract_no);

-- Attainment of the targets whose period a day is in. The group (owner NULL) answers for what it states itself, else for
-- the sum of its offices. Against targets of shares no time goes by: their gap is to the target.
CREATE MACRO crm.target_attainment(asked_on) AS TABLE
  WITH stated AS (
    SELECT metric, owner, period_start, period_end,
      CASE WHEN unit IN ('吨', '元') THEN value / 10000 WHEN unit = '亿元' THEN value * 10000 WHEN unit = '比例' THEN value * 100 ELSE value END AS target,
      CASE WHEN unit = '吨' THEN '万吨' WHEN unit IN ('元', '亿元') THEN '万元' WHEN unit = '比例' THEN '%' ELSE unit END AS unit
    FROM crm.target
    WHERE _deleted_on IS NULL AND asked_on BETWEEN period_start AND period_end
  ),
  -- shares of offices do not add up to one of the group
  target AS (
    SELECT metric, period_start, period_end, unit, owner, target FROM stated WHERE owner NOT IN ('集团', '公司')
    UNION ALL
    SELECT metric, period_start, period_end, unit, NULL,
      coalesce(max(target) FILTER (owner IN ('集团', '公司')),
        CASE WHEN unit <> '%' THEN sum(target) WHEN min(target) = max(target) THEN max(target) END)
    FROM stated
    GROUP BY metric, period_start, period_end, unit
  ),
  period AS (
    SELECT DISTINCT period_start, period_end, least(period_start, asked_on - 6) AS from_day FROM stated
  ),
  workday AS (
    SELECT period_start, period_end, count(*) FILTER (works) AS workdays, count(*) FILTER (works AND day <= asked_on) AS workdays_gone
    FROM period JOIN ref.calendar ON day BETWEEN period_start AND period_end
    GROUP BY ALL
  ),
  -- an owner whose name two offices share belongs to neither
  office AS (
    SELECT a.account_id, max(u.department) AS owner
    FROM crm.account a JOIN crm.crm_user u ON u.name = a.owner AND u._deleted_on IS NULL
    GROUP BY a.account_id
    HAVING count(DISTINCT u.department) = 1
  ),
  movement AS (
    SELECT day, account_id, net_t, key_t, amount_cny, 0::DECIMAL(18, 2) AS received_cny FROM mart.account_day WHERE day <= asked_on
    UNION ALL
    SELECT received_on, account_id, 0, 0, 0, amount_cny FROM crm.receipt WHERE received_on <= asked_on
  ),
  -- a period that begins before the deliveries or receipts do has no figure rather than a small one
  first_day AS (
    SELECT (SELECT min(day) FROM mart.account_day) AS delivered, (SELECT min(received_on) FROM crm.receipt) AS received
  ),
  counted AS (
    SELECT p.period_start, p.period_end, o.owner, grouping(o.owner) = 1 AS whole,
      sum(net_t) FILTER (day >= p.period_start) / 10000 AS wt, sum(net_t) FILTER (day > asked_on - 7) / 10000 AS week_wt,
      sum(amount_cny) FILTER (day >= p.period_start) / 10000 AS revenue, sum(amount_cny) FILTER (day > asked_on - 7) / 10000 AS week_revenue,
      sum(received_cny) FILTER (day >= p.period_start) / 10000 AS received, sum(received_cny) FILTER (day > asked_on - 7) / 10000 AS week_received,
      100 * sum(key_t) FILTER (day >= p.period_start) / nullif(sum(net_t) FILTER (day >= p.period_start), 0) AS key_share,
      100 * sum(key_t) FILTER (day > asked_on - 7) / nullif(sum(net_t) FILTER (day > asked_on - 7), 0) AS week_key_share
    FROM period p JOIN movement m ON m.day >= p.from_day LEFT JOIN office o USING (account_id)
    GROUP BY GROUPING SETS ((p.period_start, p.period_end, o.owner), (p.period_start, p.period_end))
  ),
  measured AS (
    SELECT t.*,
      CASE WHEN t.metric = '回款' THEN f.received <= t.period_start ELSE f.delivered <= t.period_start END AS covered,
      CASE t.metric WHEN '销量' THEN c.wt WHEN '销售收入' THEN c.revenue WHEN '回款' THEN c.received WHEN '大户占比' THEN c.key_share END AS actual,
      CASE t.metric WHEN '销量' THEN c.week_wt WHEN '销售收入' THEN c.week_revenue WHEN '回款' THEN c.week_received
        WHEN '大户占比' THEN c.week_key_share END AS week
    FROM target t CROSS JOIN first_day f
    LEFT JOIN counted c ON c.period_start = t.period_start AND c.period_end = t.period_end
      AND (CASE WHEN t.owner IS NULL THEN c.whole ELSE NOT c.whole AND c.owner = t.owner END)
  )
  SELECT m.metric, m.owner, m.period_start, m.period_end, m.unit, round(week, 4) AS week, CASE WHEN covered THEN round(actual, 4) END AS actual,
    m.target::DECIMAL(18, 4) AS target, CASE WHEN covered THEN actual / nullif(m.target, 0) END AS attainment,
    workdays_gone, workdays, CASE WHEN m.unit <> '%' THEN workdays_gone / nullif(workdays, 0) END AS progress,
    CASE WHEN NOT covered THEN NULL WHEN m.unit = '%' THEN round(actual - m.target, 6)
      ELSE round(100 * (actual / nullif(m.target, 0) - workdays_gone / nullif(workdays, 0)), 6) END AS gap_pp
  FROM measured m JOIN workday w USING (period_start, period_end);

-- whether an account is a key account on a day
CREATE MACRO crm.is_key(account, day) AS EXISTS (
  FROM crm.key_account k WHERE k.account_id = account AND k.valid_from <= day AND (k.valid_to IS NULL OR day < k.valid_to));

-- what a plant received from us and from all suppliers, by the reports of staff stationed there; a plant without reports
-- is not there
CREATE MACRO plant.wallet(first, last, own := '本集团') AS TABLE
  WITH stationed AS (
    SELECT plant, any_value(account_id) AS account_id FROM plant.report
    WHERE _deleted_on IS NULL AND account_id IS NOT NULL GROUP BY plant HAVING count(DISTINCT account_id) = 1)
  SELECT r.plant, any_value(s.account_id) AS account_id, count(DISTINCT r.reported_for) AS days,
    coalesce(sum(r.receipts_t) FILTER (r.supplier = own), 0) AS own_t, sum(r.receipts_t) AS total_t,
    coalesce(sum(r.receipts_t) FILTER (r.supplier = own), 0) / nullif(sum(r.receipts_t), 0) AS share
  FROM plant.receipt r LEFT JOIN stationed s ON s.plant = r.plant
  WHERE r._deleted_on IS NULL AND r.reported_for BETWEEN first AND last
  GROUP BY r.plant;

CREATE MACRO crm.warning_zh(level) AS CASE level WHEN 4 THEN '红' WHEN 3 THEN '橙' WHEN 2 THEN '黄' WHEN 1 THEN '蓝' WHEN 0 THEN '无' END;
CREATE MACRO crm.warning_en(level) AS CASE level WHEN 4 THEN 'red' WHEN 3 THEN 'orange' WHEN 2 THEN 'yellow' WHEN 1 THEN 'blue' WHEN 0 THEN 'none' END;
