CREATE SCHEMA sales;
-- sales: 销售 shipments to customers

CREATE TABLE sales.delivery (
  ticket_no VARCHAR NOT NULL,
  delivered_on DATE NOT NULL,
  weighed_at TIMESTAMPTZ NOT NULL,
  account_id VARCHAR NOT NULL,
  consignee VARCHAR NOT NULL,
  grade VARCHAR NOT NULL,
  province VARCHAR NOT NULL,
  mode VARCHAR NOT NULL,
  mine VARCHAR,
  vehicle VARCHAR,
  gross_t DECIMAL(12,3) NOT NULL,
  tare_t DECIMAL(12,3) NOT NULL,
  net_t DECIMAL(12,3) NOT NULL,
  price_cny_t DECIMAL(10,2),
  _file VARCHAR NOT NULL,
  _row BIGINT NOT NULL,
  _run VARCHAR NOT NULL,
  _hash UBIGINT NOT NULL
);
COMMENT ON TABLE sales.delivery IS '发运 weighed deliveries, one row per weighbridge ticket; business key: ticket_no';
COMMENT ON COLUMN sales.delivery.ticket_no IS '磅单号 ticket number';
COMMENT ON COLUMN sales.delivery.delivered_on IS '发运日期 business date (Asia/Shanghai)';
COMMENT ON COLUMN sales.delivery.weighed_at IS '过衡时间 instant of weighing';
COMMENT ON COLUMN sales.delivery.account_id IS '客户编号 resolved account';
COMMENT ON COLUMN sales.delivery.consignee IS '收货单位 consignee as printed on the ticket';
COMMENT ON COLUMN sales.delivery.grade IS '煤种 coal grade (ref.grade)';
COMMENT ON COLUMN sales.delivery.province IS '到站省份 province of use';
COMMENT ON COLUMN sales.delivery.mode IS '运输方式 rail_water, rail or truck';
COMMENT ON COLUMN sales.delivery.mine IS '矿点 mine area';
COMMENT ON COLUMN sales.delivery.vehicle IS '车号/船名 wagon, plate or vessel';
COMMENT ON COLUMN sales.delivery.gross_t IS '毛重(吨) gross weight, tonnes';
COMMENT ON COLUMN sales.delivery.tare_t IS '皮重(吨) tare weight, tonnes';
COMMENT ON COLUMN sales.delivery.net_t IS '净重(吨) net weight as printed, tonnes';
COMMENT ON COLUMN sales.delivery.price_cny_t IS '含税单价(元/吨) price including VAT, CNY per tonne';
COMMENT ON COLUMN sales.delivery._file IS '文件编号 landing id of the file the row came from';
COMMENT ON COLUMN sales.delivery._row IS '行号 row number in that file';
COMMENT ON COLUMN sales.delivery._run IS '运行编号 run that last changed the row';
COMMENT ON COLUMN sales.delivery._hash IS '内容摘要 hash of the business columns';
