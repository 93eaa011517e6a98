CREATE TABLE market.coal_receipt (
  receipt_no VARCHAR NOT NULL,
  reported_for DATE NOT NULL,
  mine_state VARCHAR,
  mine VARCHAR,
  mine_kind VARCHAR,
  "rank" VARCHAR,
  supplier VARCHAR,
  plant_state VARCHAR,
  plant VARCHAR,
  contract VARCHAR,
  transport VARCHAR,
  receipts_t DECIMAL(18,3),
  price_usd_t DECIMAL(18,4),
  heat_kcal_kg DECIMAL(18,1),
  ash_pct DECIMAL(18,2),
  sulfur_pct DECIMAL(18,2),
  deleted BOOLEAN,
  extra JSON,
  _file VARCHAR NOT NULL,
  _row BIGINT NOT NULL,
  _run VARCHAR NOT NULL,
  _hash UBIGINT NOT NULL,
  _version TIMESTAMPTZ,
  _deleted_on DATE
);
COMMENT ON TABLE market.coal_receipt IS '逐批来煤(公开申报) Coal receipts by mine and plant as published (市场行情); business key: receipt_no';
COMMENT ON COLUMN market.coal_receipt.receipt_no IS '批次编号 what tells receipts apart, put together by the source';
COMMENT ON COLUMN market.coal_receipt.reported_for IS '报告期末 last day of the month or quarter';
COMMENT ON COLUMN market.coal_receipt.mine_state IS '矿所在州省 state or province of the mine';
COMMENT ON COLUMN market.coal_receipt.mine IS '煤矿 mine';
COMMENT ON COLUMN market.coal_receipt.mine_kind IS '开采方式 kind of working';
COMMENT ON COLUMN market.coal_receipt."rank" IS '煤阶 rank of the coal as published';
COMMENT ON COLUMN market.coal_receipt.supplier IS '供应商 supplier';
COMMENT ON COLUMN market.coal_receipt.plant_state IS '电厂所在州省 state or province of the plant';
COMMENT ON COLUMN market.coal_receipt.plant IS '电厂 plant';
COMMENT ON COLUMN market.coal_receipt.contract IS '购煤方式 contract, spot … as published';
COMMENT ON COLUMN market.coal_receipt.transport IS '运输方式 mode of transport as published';
COMMENT ON COLUMN market.coal_receipt.receipts_t IS '来煤(吨) coal received, tonnes';
COMMENT ON COLUMN market.coal_receipt.price_usd_t IS '到厂价(美元/吨) delivered price, US dollars a tonne';
COMMENT ON COLUMN market.coal_receipt.heat_kcal_kg IS '热值(大卡/千克) heat value as received, kcal/kg';
COMMENT ON COLUMN market.coal_receipt.ash_pct IS '灰分(%) ash, %';
COMMENT ON COLUMN market.coal_receipt.sulfur_pct IS '硫分(%) sulphur, %';
COMMENT ON COLUMN market.coal_receipt.deleted IS '已删除标记 whether the export flags the row as deleted; false where it has no such column';
COMMENT ON COLUMN market.coal_receipt.extra IS '未列入合同的列 cells of headers that the contract does not name, by header; NULL if there are none';
COMMENT ON COLUMN market.coal_receipt._file IS '文件编号 landing id of the file the row came from';
COMMENT ON COLUMN market.coal_receipt._row IS '行号 row number in that file';
COMMENT ON COLUMN market.coal_receipt._run IS '运行编号 run that last changed the row';
COMMENT ON COLUMN market.coal_receipt._hash IS '内容摘要 hash of the business columns';
COMMENT ON COLUMN market.coal_receipt._version IS '陈述时点 instant of the newest file that states the row so';
COMMENT ON COLUMN market.coal_receipt._deleted_on IS '删除日期 day from which the source has the row no more; NULL while it exists';
