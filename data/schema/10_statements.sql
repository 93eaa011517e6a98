-- What must be remembered of statements that no longer hold, so that the order in which files arrive changes nothing.

CREATE TABLE meta.flag_statement (
  object VARCHAR NOT NULL,
  key UBIGINT NOT NULL,
  version TIMESTAMPTZ NOT NULL,
  deleted BOOLEAN NOT NULL
);
COMMENT ON TABLE meta.flag_statement IS '删除标记陈述 statements of rows that are flagged as deleted: the first flagged one after the last unflagged one dates the deletion';
COMMENT ON COLUMN meta.flag_statement.object IS '对象 object of the row';
COMMENT ON COLUMN meta.flag_statement.key IS '主键摘要 hash of its business key';
COMMENT ON COLUMN meta.flag_statement.version IS '陈述时点 instant of the statement';
COMMENT ON COLUMN meta.flag_statement.deleted IS '已删除标记 whether it flags the row as deleted';

CREATE TABLE meta.full_export_aside (
  file VARCHAR NOT NULL,
  key UBIGINT NOT NULL
);
COMMENT ON TABLE meta.full_export_aside IS '全量导出中的待核行 rows of full exports that are kept aside: such a row is not gone, its export only says nothing of it';
COMMENT ON COLUMN meta.full_export_aside.file IS '文件编号 landing id of the export';
COMMENT ON COLUMN meta.full_export_aside.key IS '主键摘要 hash of the business key of the row';
