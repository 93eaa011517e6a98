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
COMMENT ON COLUMN market.series.period_kind IS '报告期 day, week_mon_sun, week_sat_fri, week_wed_tue, ten_day, month, quarter or year';
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
COMMENT ON COLUMN market.publication.skips IS '可不发布 whether the publisher leaves periods out';
