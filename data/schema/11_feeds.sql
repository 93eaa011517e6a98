-- the series catalogue is written anew from the source files at every opening: nothing of it is lost here
DROP TABLE market.series;
CREATE TABLE market.series (
  series VARCHAR PRIMARY KEY,
  zh VARCHAR NOT NULL,
  en VARCHAR NOT NULL,
  measure VARCHAR NOT NULL,
  unit VARCHAR NOT NULL,
  place VARCHAR,
  grade VARCHAR,
  basis VARCHAR,
  tax_included BOOLEAN,
  heat_basis VARCHAR,
  period_kind VARCHAR NOT NULL,
  frequency VARCHAR NOT NULL,
  source VARCHAR NOT NULL,
  since DATE,
  until DATE,
  sample BOOLEAN NOT NULL
);
COMMENT ON TABLE market.series IS '序列目录 one row per published series; two sources for one thing stay two series';
COMMENT ON COLUMN market.series.series IS '序列代码 series code';
COMMENT ON COLUMN market.series.zh IS '中文名 Chinese name';
COMMENT ON COLUMN market.series.en IS '英文名 English name';
COMMENT ON COLUMN market.series.measure IS '指标 stock, rail_in, ship_out, anchored, price, index, freight, burn, days, output, imports, rate or weather';
COMMENT ON COLUMN market.series.unit IS '单位 unit as published';
COMMENT ON COLUMN market.series.place IS '地点 port code or market';
COMMENT ON COLUMN market.series.grade IS '煤种 coal grade (ref.grade)';
COMMENT ON COLUMN market.series.basis IS '价格口径 fob, pithead, rail_car, ex_yard, delivered, cif or market';
COMMENT ON COLUMN market.series.tax_included IS '含税 VAT included';
COMMENT ON COLUMN market.series.heat_basis IS '热值基准 basis of the heat value of the grade: nar, gar or gad';
COMMENT ON COLUMN market.series.period_kind IS '报告期 day, week_mon_sun, week_sat_fri, week_wed_tue, week_thu_wed, ten_day, month, quarter or year';
COMMENT ON COLUMN market.series.frequency IS '频率 day, week, ten_day, month, quarter or year';
COMMENT ON COLUMN market.series.source IS '来源 source id (data/sources/*.yaml) that defines it';
COMMENT ON COLUMN market.series.since IS '始于 first day that the publisher issues; NULL: unknown';
COMMENT ON COLUMN market.series.until IS '止于 last day that the publisher issued; NULL while it goes on';
COMMENT ON COLUMN market.series.sample IS '示例 TRUE for generated sample data, FALSE for real published figures';

CREATE TABLE market.series_break (
  series VARCHAR NOT NULL,
  break_on DATE NOT NULL,
  zh VARCHAR NOT NULL,
  en VARCHAR NOT NULL,
  PRIMARY KEY (series, break_on)
);
COMMENT ON TABLE market.series_break IS '口径变化 days from which the basket, base or method of a series is another: no difference is formed across one';
COMMENT ON COLUMN market.series_break.series IS '序列代码 market.series code';
COMMENT ON COLUMN market.series_break.break_on IS '变化日 first day of the new basis';
COMMENT ON COLUMN market.series_break.zh IS '说明 what changed, in Chinese';
COMMENT ON COLUMN market.series_break.en IS '英文说明 what changed, in English';

ALTER TABLE market.observation ADD COLUMN change DECIMAL(18,4);
ALTER TABLE market.observation ADD COLUMN change_pct DECIMAL(18,4);
ALTER TABLE market.observation ADD COLUMN base_end DATE;
ALTER TABLE market.observation ADD COLUMN sentence VARCHAR;
ALTER TABLE market.observation ADD COLUMN withdrawn BOOLEAN DEFAULT false;
ALTER TABLE market.observation ADD COLUMN confirmed_at TIMESTAMPTZ;
COMMENT ON COLUMN market.observation.change IS '涨跌 change as printed, in the unit of the series; never computed';
COMMENT ON COLUMN market.observation.change_pct IS '涨跌幅 change in percent as printed';
COMMENT ON COLUMN market.observation.base_end IS '对比期末 last day of the period that the printed change compares with';
COMMENT ON COLUMN market.observation.sentence IS '原句 sentence that the value was read from';
COMMENT ON COLUMN market.observation.withdrawn IS '撤回 TRUE where a later reading of the same bytes finds no such value';
COMMENT ON COLUMN market.observation.confirmed_at IS '最近确认 newest later publication that states the same value; NULL: none';

-- of what one file says of a period only its newest reading counts; the newest publication among the files stands. A
-- printed change is that of the newest publication of the same value that prints one
DROP VIEW market.latest;
CREATE VIEW market.latest AS
  WITH reading AS (
    FROM market.observation
    QUALIFY row_number() OVER (PARTITION BY series, period_end, _file ORDER BY revision DESC) = 1),
  said AS (SELECT *, coalesce(confirmed_at, published_at) AS said_at FROM reading WHERE NOT coalesce(withdrawn, false)),
  printed AS (
    SELECT *, arg_max({change: change, pct: change_pct, base: base_end}, (coalesce(said_at, '-infinity'), revision))
        FILTER (change IS NOT NULL OR change_pct IS NOT NULL) OVER (PARTITION BY series, period_end, _hash) AS print
    FROM said
    QUALIFY row_number() OVER (PARTITION BY series, period_end ORDER BY said_at DESC NULLS LAST, revision DESC) = 1)
  SELECT * EXCLUDE (said_at, print) REPLACE (print.change AS change, print.pct AS change_pct,
    coalesce(print.base, base_end) AS base_end)
  FROM printed;
COMMENT ON VIEW market.latest IS '最新修订 the latest published revision of every observation, whatever the order of arrival';

CREATE MACRO market.segment_of(code, last_day) AS
  (SELECT count(*) FROM market.series_break AS b WHERE b.series = code AND b.break_on <= last_day);

CREATE TABLE market.flag (
  source VARCHAR NOT NULL,
  series VARCHAR,
  period_end DATE,
  code VARCHAR NOT NULL,
  zh VARCHAR NOT NULL,
  en VARCHAR NOT NULL,
  _file VARCHAR NOT NULL,
  _run VARCHAR NOT NULL
);
COMMENT ON TABLE market.flag IS '疑点 what is remarkable about a published value that is kept, or about a file that lacks one';
COMMENT ON COLUMN market.flag.source IS '来源 source id';
COMMENT ON COLUMN market.flag.series IS '序列代码 market.series code; NULL: the whole file';
COMMENT ON COLUMN market.flag.period_end IS '期末 last day of the period; NULL: no period';
COMMENT ON COLUMN market.flag.code IS '疑点代码 decimal_shift, outlier, change_mismatch, outside_series, missing_series or out_of_order';
COMMENT ON COLUMN market.flag.zh IS '说明 in Chinese';
COMMENT ON COLUMN market.flag.en IS '英文说明 in English';
COMMENT ON COLUMN market.flag._file IS '文件编号 landing id of the file';
COMMENT ON COLUMN market.flag._run IS '运行编号 run that found it';

CREATE TABLE market.publication (
  source VARCHAR NOT NULL,
  period_start DATE NOT NULL,
  period_end DATE NOT NULL,
  due_at TIMESTAMPTZ NOT NULL,
  late_at TIMESTAMPTZ NOT NULL,
  missing_at TIMESTAMPTZ NOT NULL,
  stale_at TIMESTAMPTZ NOT NULL,
  skips BOOLEAN NOT NULL,
  PRIMARY KEY (source, period_end)
);
COMMENT ON TABLE market.publication IS '发布日历 what each publisher is due to issue, and when; written anew with every run';
COMMENT ON COLUMN market.publication.source IS '来源 source id';
COMMENT ON COLUMN market.publication.period_start IS '期初 first day of the period';
COMMENT ON COLUMN market.publication.period_end IS '期末 last day of the period';
COMMENT ON COLUMN market.publication.due_at IS '应发布 instant at which it is due';
COMMENT ON COLUMN market.publication.late_at IS '迟到 instant from which it is late';
COMMENT ON COLUMN market.publication.missing_at IS '缺失 instant from which it is missing';
COMMENT ON COLUMN market.publication.stale_at IS '过时 instant from which its figures are too old: the next period, or of a publisher that leaves periods out the one after it, is missing by then';
COMMENT ON COLUMN market.publication.skips IS '可不发布 whether the publisher leaves periods out';

CREATE VIEW market.first_publication AS
  WITH seen AS (
    SELECT source, period_end, published_at, revision,
      period_end = max(period_end) OVER (PARTITION BY source, _file) AS newest_of_file
    FROM market.observation)
  SELECT source, period_end,
    arg_min(CASE WHEN newest_of_file THEN published_at END,
      (coalesce(published_at, 'infinity'::TIMESTAMPTZ), revision)) AS published_at
  FROM seen SEMI JOIN market.latest USING (source, period_end)
  GROUP BY source, period_end;
COMMENT ON VIEW market.first_publication IS '首次发布 periods of which a source has a value, and when it first did: a page tells that of its newest period only, of older ones on it the instant is NULL, unknown';

CREATE MACRO market.publication_status(due_at, late_at, missing_at, skips, known, published_at, later_known, moment) AS
  CASE
    WHEN known AND published_at IS NULL THEN 'published'
    WHEN known AND published_at <= late_at THEN 'on_time'
    WHEN known THEN 'published_late'
    WHEN skips AND later_known THEN 'skipped'
    WHEN moment < due_at THEN 'expected'
    WHEN moment < late_at THEN 'due'
    WHEN moment < missing_at THEN 'late'
    ELSE 'missing'
  END;

CREATE MACRO market.publication_status_zh(status) AS CASE status
  WHEN 'on_time' THEN '按时发布' WHEN 'published_late' THEN '延迟发布' WHEN 'published' THEN '已发布' WHEN 'expected' THEN '未到期'
  WHEN 'due' THEN '待发布' WHEN 'late' THEN '迟到' WHEN 'missing' THEN '缺失' WHEN 'skipped' THEN '当期不发布'
  WHEN 'ended' THEN '已停止发布' WHEN 'no_calendar' THEN '无发布日历' END;

CREATE MACRO market.publication_status_en(status) AS CASE status
  WHEN 'on_time' THEN 'on time' WHEN 'published_late' THEN 'published late' WHEN 'published' THEN 'published'
  WHEN 'expected' THEN 'not yet due' WHEN 'due' THEN 'due' WHEN 'late' THEN 'late' WHEN 'missing' THEN 'missing'
  WHEN 'skipped' THEN 'not issued' WHEN 'ended' THEN 'ended' WHEN 'no_calendar' THEN 'no calendar' END;

CREATE MACRO market.publications(moment) AS TABLE
  WITH known AS (
    SELECT source, period_end, published_at FROM market.first_publication WHERE published_at IS NULL OR published_at <= moment),
  newest AS (SELECT source, max(period_end) AS period_end FROM known GROUP BY source)
  SELECT p.source, p.period_start, p.period_end, p.due_at, p.late_at, p.missing_at, k.published_at,
    market.publication_status(p.due_at, p.late_at, p.missing_at, p.skips, k.source IS NOT NULL, k.published_at,
      coalesce(n.period_end > p.period_end, false), moment) AS status
  FROM market.publication p
  LEFT JOIN known k ON k.source = p.source AND k.period_end = p.period_end
  LEFT JOIN newest n ON n.source = p.source;

CREATE MACRO market.fresh(day) AS TABLE
  WITH newest AS (
    FROM market.latest WHERE period_end <= day
    QUALIFY row_number() OVER (PARTITION BY series ORDER BY period_end DESC) = 1)
  SELECT n.series, n.period_start, n.period_end, n.value, n.source, n.published_at,
    -- the end of the day; a source without a calendar says of none of its figures how long they hold
    coalesce((day + 1)::TIMESTAMP AT TIME ZONE 'Asia/Shanghai' <= p.stale_at, false) AS fresh
  -- a day that is not expected, such as a weekend worked, holds as long as the one before it
  FROM newest n ASOF LEFT JOIN market.publication p ON n.source = p.source AND n.period_end >= p.period_end;

CREATE TABLE meta.source (
  source VARCHAR PRIMARY KEY,
  zh VARCHAR NOT NULL,
  en VARCHAR NOT NULL,
  object VARCHAR NOT NULL,
  origin VARCHAR NOT NULL,
  schedule VARCHAR,
  remote BOOLEAN NOT NULL
);
COMMENT ON TABLE meta.source IS '来源目录 the sources of the installation, as their files describe them';
COMMENT ON COLUMN meta.source.source IS '来源 source id (data/sources/*.yaml)';
COMMENT ON COLUMN meta.source.zh IS '中文名 Chinese title';
COMMENT ON COLUMN meta.source.en IS '英文名 English title';
COMMENT ON COLUMN meta.source.object IS '对象 observation, or the object of data/objects that its rows are';
COMMENT ON COLUMN meta.source.origin IS '来路 files: dropped in the inbox; shipped: part of the product; http: fetched';
COMMENT ON COLUMN meta.source.schedule IS '计划 cron in Asia/Shanghai; NULL: none';
COMMENT ON COLUMN meta.source.remote IS '远程 TRUE if it is fetched from the network; the site of the sample company is not';
