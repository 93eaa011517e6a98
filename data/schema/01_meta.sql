CREATE SCHEMA meta;
-- meta: 来源与发布记录 provenance: which bytes, which run, which publication

CREATE TABLE meta.file (
  id VARCHAR PRIMARY KEY,
  source VARCHAR NOT NULL,
  name VARCHAR NOT NULL,
  url VARCHAR,
  sha256 VARCHAR NOT NULL,
  bytes BIGINT NOT NULL,
  received_at TIMESTAMPTZ NOT NULL,
  published_at TIMESTAMPTZ
);
COMMENT ON TABLE meta.file IS '原始文件 every landed file or page that contributed rows';
COMMENT ON COLUMN meta.file.id IS '文件编号 landing id: the first 16 hex digits of source + sha256';
COMMENT ON COLUMN meta.file.source IS '来源 source id (data/sources/*.yaml)';
COMMENT ON COLUMN meta.file.name IS '文件名 name as received';
COMMENT ON COLUMN meta.file.url IS '网址 address it was fetched from; NULL for a dropped file';
COMMENT ON COLUMN meta.file.sha256 IS '内容摘要 SHA-256 of the bytes';
COMMENT ON COLUMN meta.file.bytes IS '字节数 size in bytes';
COMMENT ON COLUMN meta.file.received_at IS '收到时间 instant the bytes were landed';
COMMENT ON COLUMN meta.file.published_at IS '发布时间 instant the publisher states, if any';

CREATE TABLE meta.load (
  run VARCHAR NOT NULL,
  file VARCHAR NOT NULL,
  source VARCHAR NOT NULL,
  rows_read BIGINT NOT NULL,
  inserted BIGINT NOT NULL,
  updated BIGINT NOT NULL,
  unchanged BIGINT NOT NULL,
  quarantined BIGINT NOT NULL,
  furniture BIGINT NOT NULL,
  first_day DATE,
  last_day DATE,
  loaded_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (run, file)
);
COMMENT ON TABLE meta.load IS '装载记录 one row per file and run; rows_read = inserted + updated + unchanged + quarantined + furniture, always';
COMMENT ON COLUMN meta.load.run IS '运行编号 run id';
COMMENT ON COLUMN meta.load.file IS '文件编号 landing id';
COMMENT ON COLUMN meta.load.source IS '来源 source id';
COMMENT ON COLUMN meta.load.rows_read IS '读入行数 rows counted in the file, independently of the loader';
COMMENT ON COLUMN meta.load.inserted IS '新增行数 rows new to the warehouse';
COMMENT ON COLUMN meta.load.updated IS '更正行数 rows that changed a known row (a new revision for observations)';
COMMENT ON COLUMN meta.load.unchanged IS '未变行数 rows already known with the same content';
COMMENT ON COLUMN meta.load.quarantined IS '隔离行数 rows kept aside with their reasons';
COMMENT ON COLUMN meta.load.furniture IS '表头表尾行数 recognised titles, headers, blank rows, totals and footers';
COMMENT ON COLUMN meta.load.first_day IS '最早日期 earliest business date among the good rows';
COMMENT ON COLUMN meta.load.last_day IS '最晚日期 latest business date among the good rows';
COMMENT ON COLUMN meta.load.loaded_at IS '装载时间 instant of the load';

CREATE TABLE meta.publication (
  snapshot VARCHAR PRIMARY KEY,
  published_at TIMESTAMPTZ NOT NULL,
  as_of DATE,
  runs VARCHAR[] NOT NULL
);
COMMENT ON TABLE meta.publication IS '发布记录 one row per published snapshot; the newest row describes the file it stands in';
COMMENT ON COLUMN meta.publication.snapshot IS '快照编号 snapshot id';
COMMENT ON COLUMN meta.publication.published_at IS '发布时间 instant of publication';
COMMENT ON COLUMN meta.publication.as_of IS '数据截止日 the last day that every live daily feed has reached: relative dates in queries count from it';
COMMENT ON COLUMN meta.publication.runs IS '运行编号 runs whose rows this snapshot was the first to show';

CREATE TABLE meta.touched (
  subject VARCHAR NOT NULL,
  month DATE NOT NULL,
  PRIMARY KEY (subject, month)
);
COMMENT ON TABLE meta.touched IS '待汇总月份 months whose facts changed since their marts were built; written in the transaction that loads the facts';
COMMENT ON COLUMN meta.touched.subject IS '主题 delivery or market';
COMMENT ON COLUMN meta.touched.month IS '月份 first day of the month';
