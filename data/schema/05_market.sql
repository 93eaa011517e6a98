CREATE SCHEMA market;
-- market: 市场行情 port, price and other market series

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
  period_kind VARCHAR NOT NULL,
  source VARCHAR NOT NULL,
  sample BOOLEAN NOT NULL
);
COMMENT ON TABLE market.series IS '序列目录 one row per published series; two sources for one thing stay two series';
COMMENT ON COLUMN market.series.series IS '序列代码 series code';
COMMENT ON COLUMN market.series.zh IS '中文名 Chinese name';
COMMENT ON COLUMN market.series.en IS '英文名 English name';
COMMENT ON COLUMN market.series.measure IS '指标 stock, rail_in, ship_out, anchored, price or index';
COMMENT ON COLUMN market.series.unit IS '单位 unit as published';
COMMENT ON COLUMN market.series.place IS '地点 port code or market';
COMMENT ON COLUMN market.series.grade IS '煤种 coal grade (ref.grade)';
COMMENT ON COLUMN market.series.basis IS '价格口径 fob, pithead, delivered …';
COMMENT ON COLUMN market.series.tax_included IS '含税 VAT included';
COMMENT ON COLUMN market.series.period_kind IS '周期 day, week_wed_tue, ten_day, month';
COMMENT ON COLUMN market.series.source IS '来源 source id (data/sources/*.yaml)';
COMMENT ON COLUMN market.series.sample IS '示例 TRUE for generated sample data, FALSE for real published figures';

CREATE TABLE market.observation (
  series VARCHAR NOT NULL,
  period_start DATE NOT NULL,
  period_end DATE NOT NULL,
  revision INTEGER NOT NULL,
  low DECIMAL(18,4),
  high DECIMAL(18,4),
  value DECIMAL(18,4) NOT NULL,
  source VARCHAR NOT NULL,
  published_at TIMESTAMPTZ,
  fetched_at TIMESTAMPTZ NOT NULL,
  note VARCHAR,
  _file VARCHAR NOT NULL,
  _row BIGINT NOT NULL,
  _run VARCHAR NOT NULL,
  _hash UBIGINT NOT NULL,
  PRIMARY KEY (series, period_end, revision)
);
COMMENT ON TABLE market.observation IS '观测值 published values; a later publication is a new revision, never an overwrite';
COMMENT ON COLUMN market.observation.series IS '序列代码 market.series code';
COMMENT ON COLUMN market.observation.period_start IS '期初 first day of the period';
COMMENT ON COLUMN market.observation.period_end IS '期末 last day of the period';
COMMENT ON COLUMN market.observation.revision IS '修订号 order of arrival: 1 for the first value received, then 2, 3 …';
COMMENT ON COLUMN market.observation.low IS '低 low end of a published range, in the unit of the series';
COMMENT ON COLUMN market.observation.high IS '高 high end of a published range, in the unit of the series';
COMMENT ON COLUMN market.observation.value IS '数值 published value, or the middle of the range';
COMMENT ON COLUMN market.observation.source IS '来源 source id';
COMMENT ON COLUMN market.observation.published_at IS '发布时间 instant the publisher states';
COMMENT ON COLUMN market.observation.fetched_at IS '采集时间 instant the bytes were landed';
COMMENT ON COLUMN market.observation.note IS '备注 what the source says of the value, e.g. its page id';
COMMENT ON COLUMN market.observation._file IS '文件编号 landing id of the file the row came from';
COMMENT ON COLUMN market.observation._row IS '行号 row number in that file';
COMMENT ON COLUMN market.observation._run IS '运行编号 run that loaded the row';
COMMENT ON COLUMN market.observation._hash IS '内容摘要 hash of the published values';

CREATE VIEW market.latest AS
  SELECT * FROM market.observation
  QUALIFY row_number() OVER (PARTITION BY series, period_end ORDER BY published_at DESC NULLS LAST, revision DESC) = 1;
COMMENT ON VIEW market.latest IS '最新修订 the latest published revision of every observation, whatever the order of arrival';
