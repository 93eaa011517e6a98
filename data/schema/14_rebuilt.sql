CREATE TABLE meta.rebuilt (
  subject VARCHAR NOT NULL,
  month DATE NOT NULL,
  PRIMARY KEY (subject, month)
);
COMMENT ON TABLE meta.rebuilt IS '待检查月份 months whose marts were rebuilt and not yet checked; written in the transaction that rebuilds them, empty in a snapshot';
COMMENT ON COLUMN meta.rebuilt.subject IS '主题 delivery or market';
COMMENT ON COLUMN meta.rebuilt.month IS '月份 first day of the month';
