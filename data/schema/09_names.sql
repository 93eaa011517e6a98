-- which company a name or code of a row means: evidence, decisions, and the pairs in use

CREATE TABLE crm.account_map (
  code VARCHAR,
  name VARCHAR,
  valid_from DATE,
  valid_to DATE,
  account_id VARCHAR,
  how VARCHAR NOT NULL,
  rivals VARCHAR[] NOT NULL
);
COMMENT ON TABLE crm.account_map IS '名称对照 what each pair of customer code and name found in the files means, by date; the periods of a pair do not overlap';
COMMENT ON COLUMN crm.account_map.code IS '客户编号 customer code as exported; NULL if none';
COMMENT ON COLUMN crm.account_map.name IS '单位名称 company name as exported; NULL if none';
COMMENT ON COLUMN crm.account_map.valid_from IS '生效日 first business date of this meaning, inclusive; NULL from the beginning';
COMMENT ON COLUMN crm.account_map.valid_to IS '失效日 end date of this meaning, exclusive; NULL for the meaning of today, which rows without a date take';
COMMENT ON COLUMN crm.account_map.account_id IS '客户编号 account that it means; NULL if none is known';
COMMENT ON COLUMN crm.account_map.how IS '依据 decision, code, credit_code, alias or name; without an account: unknown, ambiguous or conflict';
COMMENT ON COLUMN crm.account_map.rivals IS '相争客户 accounts between which an ambiguous name or a conflict stands; of a conflict the account of the code first';

CREATE TABLE crm.account_pending (
  file VARCHAR NOT NULL,
  source VARCHAR NOT NULL,
  code VARCHAR,
  name VARCHAR,
  reason VARCHAR NOT NULL,
  row_count BIGINT NOT NULL,
  first_day DATE,
  last_day DATE
);
COMMENT ON TABLE crm.account_pending IS '待认客户的行 rows kept aside because their customer is not known, by file and pair';
COMMENT ON COLUMN crm.account_pending.file IS '文件编号 landing id';
COMMENT ON COLUMN crm.account_pending.source IS '来源 source id';
COMMENT ON COLUMN crm.account_pending.code IS '客户编号 customer code as exported';
COMMENT ON COLUMN crm.account_pending.name IS '单位名称 company name as exported';
COMMENT ON COLUMN crm.account_pending.reason IS '原因 unknown, ambiguous or conflict';
COMMENT ON COLUMN crm.account_pending.row_count IS '行数 number of rows';
COMMENT ON COLUMN crm.account_pending.first_day IS '最早日期 earliest business date among them';
COMMENT ON COLUMN crm.account_pending.last_day IS '最晚日期 latest business date among them';

CREATE TABLE crm.account_decision (
  id BIGINT NOT NULL,
  kind VARCHAR NOT NULL,
  code VARCHAR,
  name VARCHAR,
  account_id VARCHAR NOT NULL,
  valid_from DATE,
  valid_to DATE,
  note VARCHAR,
  decided_at TIMESTAMPTZ NOT NULL,
  decided_by VARCHAR NOT NULL,
  undone_at TIMESTAMPTZ,
  undone_by VARCHAR
);
COMMENT ON TABLE crm.account_decision IS '客户认定记录 decisions of the review queue, undone ones included, as they stood when this snapshot was made';
COMMENT ON COLUMN crm.account_decision.id IS '认定编号 number of the decision';
COMMENT ON COLUMN crm.account_decision.kind IS '类别 alias (means the account), merge (is the same as the account), separate (is another company), parent (is a plant of the account)';
COMMENT ON COLUMN crm.account_decision.code IS '客户编号 customer code decided on';
COMMENT ON COLUMN crm.account_decision.name IS '单位名称 company name decided on';
COMMENT ON COLUMN crm.account_decision.account_id IS '认定客户编号 account that it was set in relation to';
COMMENT ON COLUMN crm.account_decision.valid_from IS '生效日 first business date that it holds for, inclusive; NULL from the beginning';
COMMENT ON COLUMN crm.account_decision.valid_to IS '失效日 end date, exclusive; NULL while in force';
COMMENT ON COLUMN crm.account_decision.note IS '说明 why';
COMMENT ON COLUMN crm.account_decision.decided_at IS '认定时间 instant of the decision';
COMMENT ON COLUMN crm.account_decision.decided_by IS '认定人 who decided';
COMMENT ON COLUMN crm.account_decision.undone_at IS '撤销时间 instant it was undone; NULL while it holds';
COMMENT ON COLUMN crm.account_decision.undone_by IS '撤销人 who undid it';

CREATE TABLE crm.company_alias (
  alias VARCHAR,
  code VARCHAR,
  form VARCHAR,
  account_id VARCHAR NOT NULL,
  valid_from DATE,
  valid_to DATE,
  origin VARCHAR NOT NULL,
  decision BIGINT,
  note VARCHAR
);
COMMENT ON TABLE crm.company_alias IS '客户名称与别名 every name and code that stands for an account, who says so and for which dates';
COMMENT ON COLUMN crm.company_alias.alias IS '名称 name as stated; NULL for a code';
COMMENT ON COLUMN crm.company_alias.code IS '编号 code that stands for the account; NULL for a name';
COMMENT ON COLUMN crm.company_alias.form IS '规范形式 the name without its legal form, as names are compared';
COMMENT ON COLUMN crm.company_alias.account_id IS '客户编号 account';
COMMENT ON COLUMN crm.company_alias.valid_from IS '生效日 first business date, inclusive; NULL from the beginning';
COMMENT ON COLUMN crm.company_alias.valid_to IS '失效日 end date, exclusive; NULL while in force';
COMMENT ON COLUMN crm.company_alias.origin IS '来源 name or short_name (account export), reference (company_alias.csv of the installation) or decision';
COMMENT ON COLUMN crm.company_alias.decision IS '认定编号 decision that says so';
COMMENT ON COLUMN crm.company_alias.note IS '说明 note of the alias file or the decision';

CREATE VIEW crm.account_parent AS
  SELECT a.account_id, coalesce(d.account_id, a.parent_id) AS parent_id,
    CASE WHEN d.account_id IS NULL THEN 'export' ELSE 'decision' END AS origin
  FROM crm.account AS a
  LEFT JOIN crm.account_decision AS d ON d.kind = 'parent' AND d.undone_at IS NULL AND d.code = a.account_id
  WHERE coalesce(d.account_id, a.parent_id) IS NOT NULL;
COMMENT ON VIEW crm.account_parent IS '上级客户 the group that each plant or subsidiary belongs to: as exported, unless a decision says otherwise (origin: export or decision)';

CREATE TABLE meta.restage (
  file VARCHAR PRIMARY KEY,
  source VARCHAR NOT NULL
);
COMMENT ON TABLE meta.restage IS '待重读文件 landed files to be staged again because names in them have another meaning now; struck off when they are loaded';
COMMENT ON COLUMN meta.restage.file IS '文件编号 landing id';
COMMENT ON COLUMN meta.restage.source IS '来源 source id';

CREATE TABLE meta.resolution (
  run VARCHAR PRIMARY KEY,
  resolved_at TIMESTAMPTZ NOT NULL,
  pairs BIGINT NOT NULL,
  moved BIGINT NOT NULL,
  removed BIGINT NOT NULL,
  files BIGINT NOT NULL
);
COMMENT ON TABLE meta.resolution IS '重新认定记录 one row per run in which accounts, aliases or decisions had changed what names mean or how they are recorded';
COMMENT ON COLUMN meta.resolution.run IS '运行编号 run id';
COMMENT ON COLUMN meta.resolution.resolved_at IS '时间 instant';
COMMENT ON COLUMN meta.resolution.pairs IS '改认数 pairs of code and name that mean another account now';
COMMENT ON COLUMN meta.resolution.moved IS '改属行数 rows that went to another account';
COMMENT ON COLUMN meta.resolution.removed IS '撤出行数 rows that name no known account any more; they are kept aside when their file is read again';
COMMENT ON COLUMN meta.resolution.files IS '重读文件数 files to be read again';
