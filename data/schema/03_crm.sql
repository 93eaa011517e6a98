CREATE SCHEMA crm;
-- crm: 客户管理 customer records from the CRM export

CREATE TABLE crm.account (
  account_id VARCHAR PRIMARY KEY,
  name VARCHAR NOT NULL,
  short_name VARCHAR,
  parent_id VARCHAR,
  industry VARCHAR NOT NULL,
  tier VARCHAR,
  registered_province VARCHAR,
  use_province VARCHAR,
  uscc VARCHAR,
  credit_limit_cny DECIMAL(18,2),
  key_from DATE,
  key_to DATE,
  owner VARCHAR,
  status VARCHAR,
  _file VARCHAR NOT NULL,
  _row BIGINT NOT NULL,
  _run VARCHAR NOT NULL,
  _hash UBIGINT NOT NULL
);
COMMENT ON TABLE crm.account IS '客户 customers; one row per legal entity';
COMMENT ON COLUMN crm.account.account_id IS '客户编号 customer code of the CRM';
COMMENT ON COLUMN crm.account.name IS '客户名称 full registered name';
COMMENT ON COLUMN crm.account.short_name IS '客户简称 short name';
COMMENT ON COLUMN crm.account.parent_id IS '上级客户编号 code of the parent group';
COMMENT ON COLUMN crm.account.industry IS '行业 industry of use (ref.industry)';
COMMENT ON COLUMN crm.account.tier IS '客户级别 tier A, B or C in the CRM today';
COMMENT ON COLUMN crm.account.registered_province IS '注册省份 province of registration';
COMMENT ON COLUMN crm.account.use_province IS '用煤省份 province where the coal is burnt';
COMMENT ON COLUMN crm.account.uscc IS '统一社会信用代码 unified social credit code';
COMMENT ON COLUMN crm.account.credit_limit_cny IS '信用额度(元) credit limit, CNY';
COMMENT ON COLUMN crm.account.key_from IS '大户生效日 first day as a key account, inclusive';
COMMENT ON COLUMN crm.account.key_to IS '大户失效日 end day as a key account, exclusive';
COMMENT ON COLUMN crm.account.owner IS '负责人 account owner';
COMMENT ON COLUMN crm.account.status IS '成交状态 deal status';
COMMENT ON COLUMN crm.account._file IS '文件编号 landing id of the file the row came from';
COMMENT ON COLUMN crm.account._row IS '行号 row number in that file';
COMMENT ON COLUMN crm.account._run IS '运行编号 run that last changed the row';
COMMENT ON COLUMN crm.account._hash IS '内容摘要 hash of the business columns';

CREATE VIEW crm.key_account AS
  SELECT account_id, key_from AS valid_from, key_to AS valid_to FROM crm.account WHERE key_from IS NOT NULL;
COMMENT ON VIEW crm.key_account IS '大户名单 key-account membership with effective dates: valid_from inclusive, valid_to exclusive';
