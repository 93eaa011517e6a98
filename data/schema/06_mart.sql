CREATE SCHEMA mart;
-- mart: 汇总层 tables at the grain that pages ask for; rebuilt month by month as facts change

CREATE TABLE mart.account_day (
  day DATE NOT NULL,
  account_id VARCHAR NOT NULL,
  net_t DECIMAL(18,3) NOT NULL,
  key_t DECIMAL(18,3) NOT NULL,
  amount_cny DECIMAL(18,2),
  priced_t DECIMAL(18,3) NOT NULL,
  tickets BIGINT NOT NULL
);
COMMENT ON TABLE mart.account_day IS '客户日发运 deliveries by day and account';
COMMENT ON COLUMN mart.account_day.day IS '日期 business date';
COMMENT ON COLUMN mart.account_day.account_id IS '客户编号 account';
COMMENT ON COLUMN mart.account_day.net_t IS '净重(吨) tonnes delivered';
COMMENT ON COLUMN mart.account_day.key_t IS '大户吨数(吨) tonnes delivered while the account was a key account';
COMMENT ON COLUMN mart.account_day.amount_cny IS '金额(元) sum of tonnes × price, CNY incl. VAT; NULL where no row has a price';
COMMENT ON COLUMN mart.account_day.priced_t IS '有价吨数(吨) tonnes of the rows that carry a price';
COMMENT ON COLUMN mart.account_day.tickets IS '磅单数 number of tickets';

CREATE TABLE mart.region_day (
  day DATE NOT NULL,
  province VARCHAR NOT NULL,
  net_t DECIMAL(18,3) NOT NULL,
  advantage_t DECIMAL(18,3) NOT NULL,
  tickets BIGINT NOT NULL
);
COMMENT ON TABLE mart.region_day IS '区域日发运 deliveries by day and province of use';
COMMENT ON COLUMN mart.region_day.day IS '日期 business date';
COMMENT ON COLUMN mart.region_day.province IS '省份 province of use';
COMMENT ON COLUMN mart.region_day.net_t IS '净重(吨) tonnes delivered';
COMMENT ON COLUMN mart.region_day.advantage_t IS '优势市场吨数(吨) tonnes delivered while the province was an advantage market';
COMMENT ON COLUMN mart.region_day.tickets IS '磅单数 number of tickets';

CREATE TABLE mart.account_month (
  month DATE NOT NULL,
  account_id VARCHAR NOT NULL,
  industry VARCHAR NOT NULL,
  grade VARCHAR NOT NULL,
  province VARCHAR NOT NULL,
  mode VARCHAR NOT NULL,
  net_t DECIMAL(18,3) NOT NULL,
  key_t DECIMAL(18,3) NOT NULL,
  advantage_t DECIMAL(18,3) NOT NULL,
  amount_cny DECIMAL(18,2),
  priced_t DECIMAL(18,3) NOT NULL,
  tickets BIGINT NOT NULL
);
COMMENT ON TABLE mart.account_month IS '客户月发运 deliveries by month, account, grade, province of use and transport mode';
COMMENT ON COLUMN mart.account_month.month IS '月份 first day of the month';
COMMENT ON COLUMN mart.account_month.account_id IS '客户编号 account';
COMMENT ON COLUMN mart.account_month.industry IS '行业 industry of the account';
COMMENT ON COLUMN mart.account_month.grade IS '煤种 coal grade';
COMMENT ON COLUMN mart.account_month.province IS '省份 province of use';
COMMENT ON COLUMN mart.account_month.mode IS '运输方式 rail_water, rail or truck';
COMMENT ON COLUMN mart.account_month.net_t IS '净重(吨) tonnes delivered';
COMMENT ON COLUMN mart.account_month.key_t IS '大户吨数(吨) tonnes delivered while the account was a key account';
COMMENT ON COLUMN mart.account_month.advantage_t IS '优势市场吨数(吨) tonnes delivered while the province was an advantage market';
COMMENT ON COLUMN mart.account_month.amount_cny IS '金额(元) sum of tonnes × price, CNY incl. VAT; NULL where no row has a price';
COMMENT ON COLUMN mart.account_month.priced_t IS '有价吨数(吨) tonnes of the rows that carry a price';
COMMENT ON COLUMN mart.account_month.tickets IS '磅单数 number of tickets';

CREATE TABLE mart.port_day (
  day DATE NOT NULL,
  port VARCHAR NOT NULL,
  stock_wt DECIMAL(10,2),
  rail_in_wt DECIMAL(10,2),
  ship_out_wt DECIMAL(10,2),
  anchored INTEGER
);
COMMENT ON TABLE mart.port_day IS '港口日动态 latest revision of the daily port figures';
COMMENT ON COLUMN mart.port_day.day IS '日期 date';
COMMENT ON COLUMN mart.port_day.port IS '港口代码 port (ref.port)';
COMMENT ON COLUMN mart.port_day.stock_wt IS '库存(万吨) yard stock at the end of the day, 万吨';
COMMENT ON COLUMN mart.port_day.rail_in_wt IS '铁路调入(万吨) rail arrivals of the day, 万吨';
COMMENT ON COLUMN mart.port_day.ship_out_wt IS '调出(万吨) loaded onto ships in the day, 万吨';
COMMENT ON COLUMN mart.port_day.anchored IS '锚地船舶(艘) vessels at anchorage';

CREATE TABLE mart.price_day (
  day DATE NOT NULL,
  grade VARCHAR NOT NULL,
  low_cny_t DECIMAL(10,2),
  high_cny_t DECIMAL(10,2),
  mid_cny_t DECIMAL(10,2) NOT NULL
);
COMMENT ON TABLE mart.price_day IS '秦皇岛平仓价 daily Qinhuangdao FOB price ranges by grade, latest revision';
COMMENT ON COLUMN mart.price_day.day IS '日期 quotation date';
COMMENT ON COLUMN mart.price_day.grade IS '煤种 coal grade (ref.grade)';
COMMENT ON COLUMN mart.price_day.low_cny_t IS '低(元/吨) low end, CNY/t incl. VAT';
COMMENT ON COLUMN mart.price_day.high_cny_t IS '高(元/吨) high end, CNY/t incl. VAT';
COMMENT ON COLUMN mart.price_day.mid_cny_t IS '中(元/吨) middle of the range, CNY/t incl. VAT';
