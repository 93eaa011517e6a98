CREATE SCHEMA plant;
-- one table for each object of data/objects; object-file.test.ts holds the two together

CREATE TABLE crm.activity (
  activity_id VARCHAR NOT NULL,
  account_code VARCHAR,
  account_name VARCHAR,
  subject VARCHAR,
  kind VARCHAR,
  happened_at TIMESTAMPTZ NOT NULL,
  body VARCHAR,
  next_at TIMESTAMPTZ,
  owner VARCHAR,
  account_id VARCHAR,
  extra JSON,
  _file VARCHAR NOT NULL,
  _row BIGINT NOT NULL,
  _run VARCHAR NOT NULL,
  _hash UBIGINT NOT NULL
);
COMMENT ON TABLE crm.activity IS '活动与拜访 Activity (事务管理); business key: activity_id';
COMMENT ON COLUMN crm.activity.activity_id IS '活动编号 activity code';
COMMENT ON COLUMN crm.activity.account_code IS '客户编号 customer code as exported';
COMMENT ON COLUMN crm.activity.account_name IS '客户名称 customer name as exported';
COMMENT ON COLUMN crm.activity.subject IS '主题 subject';
COMMENT ON COLUMN crm.activity.kind IS '活动类型 kind of activity';
COMMENT ON COLUMN crm.activity.happened_at IS '时间 when it took place (Asia/Shanghai)';
COMMENT ON COLUMN crm.activity.body IS '内容 what was said';
COMMENT ON COLUMN crm.activity.next_at IS '下次联系时间 next contact (Asia/Shanghai)';
COMMENT ON COLUMN crm.activity.owner IS '负责人 owner';
COMMENT ON COLUMN crm.activity.account_id IS '客户编号 account that the row was resolved to';
COMMENT ON COLUMN crm.activity.extra IS '未列入合同的列 cells of headers that the contract does not name, by header; NULL if there are none';
COMMENT ON COLUMN crm.activity._file IS '文件编号 landing id of the file the row came from';
COMMENT ON COLUMN crm.activity._row IS '行号 row number in that file';
COMMENT ON COLUMN crm.activity._run IS '运行编号 run that last changed the row';
COMMENT ON COLUMN crm.activity._hash IS '内容摘要 hash of the business columns';

CREATE TABLE sales.assay (
  assay_no VARCHAR NOT NULL,
  sample_no VARCHAR,
  ticket_no VARCHAR,
  sampled_on DATE NOT NULL,
  mt_pct DECIMAL(18,2),
  mad_pct DECIMAL(18,2),
  aad_pct DECIMAL(18,2),
  vdaf_pct DECIMAL(18,2),
  stad_pct DECIMAL(18,2),
  heat_kcal_kg DECIMAL(18,0),
  extra JSON,
  _file VARCHAR NOT NULL,
  _row BIGINT NOT NULL,
  _run VARCHAR NOT NULL,
  _hash UBIGINT NOT NULL
);
COMMENT ON TABLE sales.assay IS '煤质化验 Coal assay (商务管理); business key: assay_no';
COMMENT ON COLUMN sales.assay.assay_no IS '化验单号 assay number';
COMMENT ON COLUMN sales.assay.sample_no IS '采样编码 sample code';
COMMENT ON COLUMN sales.assay.ticket_no IS '磅单号 ticket or waybill of the lot';
COMMENT ON COLUMN sales.assay.sampled_on IS '采样日期 day of sampling';
COMMENT ON COLUMN sales.assay.mt_pct IS '全水(%) total moisture Mt, percent';
COMMENT ON COLUMN sales.assay.mad_pct IS '空干基水分(%) moisture Mad, percent';
COMMENT ON COLUMN sales.assay.aad_pct IS '空干基灰分(%) ash Aad, percent';
COMMENT ON COLUMN sales.assay.vdaf_pct IS '干燥无灰基挥发分(%) volatile matter Vdaf, percent';
COMMENT ON COLUMN sales.assay.stad_pct IS '空干基全硫(%) sulphur St,ad, percent';
COMMENT ON COLUMN sales.assay.heat_kcal_kg IS '收到基低位发热量(大卡/千克) net calorific value as received, kcal/kg';
COMMENT ON COLUMN sales.assay.extra IS '未列入合同的列 cells of headers that the contract does not name, by header; NULL if there are none';
COMMENT ON COLUMN sales.assay._file IS '文件编号 landing id of the file the row came from';
COMMENT ON COLUMN sales.assay._row IS '行号 row number in that file';
COMMENT ON COLUMN sales.assay._run IS '运行编号 run that last changed the row';
COMMENT ON COLUMN sales.assay._hash IS '内容摘要 hash of the business columns';

CREATE TABLE crm.campaign (
  campaign_id VARCHAR NOT NULL,
  name VARCHAR NOT NULL,
  kind VARCHAR,
  status VARCHAR,
  starts_on DATE,
  ends_on DATE,
  budget_cny DECIMAL(18,2),
  cost_cny DECIMAL(18,2),
  expected_cny DECIMAL(18,2),
  objective VARCHAR,
  extra JSON,
  _file VARCHAR NOT NULL,
  _row BIGINT NOT NULL,
  _run VARCHAR NOT NULL,
  _hash UBIGINT NOT NULL
);
COMMENT ON TABLE crm.campaign IS '市场活动 Campaign (事务管理); business key: campaign_id';
COMMENT ON COLUMN crm.campaign.campaign_id IS '活动编号 campaign code';
COMMENT ON COLUMN crm.campaign.name IS '名称 name';
COMMENT ON COLUMN crm.campaign.kind IS '类型 kind';
COMMENT ON COLUMN crm.campaign.status IS '状态 status';
COMMENT ON COLUMN crm.campaign.starts_on IS '开始日期 first day';
COMMENT ON COLUMN crm.campaign.ends_on IS '结束日期 last day';
COMMENT ON COLUMN crm.campaign.budget_cny IS '预算(元) budget, CNY';
COMMENT ON COLUMN crm.campaign.cost_cny IS '实际成本(元) actual cost, CNY';
COMMENT ON COLUMN crm.campaign.expected_cny IS '预计收入(元) expected revenue, CNY';
COMMENT ON COLUMN crm.campaign.objective IS '目的 objective';
COMMENT ON COLUMN crm.campaign.extra IS '未列入合同的列 cells of headers that the contract does not name, by header; NULL if there are none';
COMMENT ON COLUMN crm.campaign._file IS '文件编号 landing id of the file the row came from';
COMMENT ON COLUMN crm.campaign._row IS '行号 row number in that file';
COMMENT ON COLUMN crm.campaign._run IS '运行编号 run that last changed the row';
COMMENT ON COLUMN crm.campaign._hash IS '内容摘要 hash of the business columns';

CREATE TABLE crm.collection (
  collection_no VARCHAR NOT NULL,
  contract_no VARCHAR,
  account_code VARCHAR,
  account_name VARCHAR,
  received_on DATE NOT NULL,
  amount_cny DECIMAL(18,2) NOT NULL,
  method VARCHAR,
  matures_on DATE,
  instalment DECIMAL(18,0),
  account_id VARCHAR NOT NULL,
  extra JSON,
  _file VARCHAR NOT NULL,
  _row BIGINT NOT NULL,
  _run VARCHAR NOT NULL,
  _hash UBIGINT NOT NULL
);
COMMENT ON TABLE crm.collection IS '回款 Collection (商务管理); business key: collection_no';
COMMENT ON COLUMN crm.collection.collection_no IS '回款编号 receipt number';
COMMENT ON COLUMN crm.collection.contract_no IS '合同编号 contract number';
COMMENT ON COLUMN crm.collection.account_code IS '客户编号 customer code as exported';
COMMENT ON COLUMN crm.collection.account_name IS '客户名称 customer name as exported';
COMMENT ON COLUMN crm.collection.received_on IS '回款日期 day of receipt';
COMMENT ON COLUMN crm.collection.amount_cny IS '回款金额(元) amount, CNY; negative for a red-letter entry';
COMMENT ON COLUMN crm.collection.method IS '回款方式 instrument';
COMMENT ON COLUMN crm.collection.matures_on IS '票据到期日 maturity of the acceptance bill';
COMMENT ON COLUMN crm.collection.instalment IS '期数 number of the instalment';
COMMENT ON COLUMN crm.collection.account_id IS '客户编号 account that the row was resolved to';
COMMENT ON COLUMN crm.collection.extra IS '未列入合同的列 cells of headers that the contract does not name, by header; NULL if there are none';
COMMENT ON COLUMN crm.collection._file IS '文件编号 landing id of the file the row came from';
COMMENT ON COLUMN crm.collection._row IS '行号 row number in that file';
COMMENT ON COLUMN crm.collection._run IS '运行编号 run that last changed the row';
COMMENT ON COLUMN crm.collection._hash IS '内容摘要 hash of the business columns';

CREATE TABLE crm.collection_plan (
  contract_no VARCHAR NOT NULL,
  instalment DECIMAL(18,0) NOT NULL,
  account_code VARCHAR,
  account_name VARCHAR,
  due_on DATE NOT NULL,
  due_cny DECIMAL(18,2) NOT NULL,
  account_id VARCHAR,
  extra JSON,
  _file VARCHAR NOT NULL,
  _row BIGINT NOT NULL,
  _run VARCHAR NOT NULL,
  _hash UBIGINT NOT NULL
);
COMMENT ON TABLE crm.collection_plan IS '回款计划 Collection plan (商务管理); business key: contract_no, instalment';
COMMENT ON COLUMN crm.collection_plan.contract_no IS '合同编号 contract number';
COMMENT ON COLUMN crm.collection_plan.instalment IS '期数 number of the instalment';
COMMENT ON COLUMN crm.collection_plan.account_code IS '客户编号 customer code as exported';
COMMENT ON COLUMN crm.collection_plan.account_name IS '客户名称 customer name as exported';
COMMENT ON COLUMN crm.collection_plan.due_on IS '计划回款日期 due day';
COMMENT ON COLUMN crm.collection_plan.due_cny IS '计划回款金额(元) amount due, CNY';
COMMENT ON COLUMN crm.collection_plan.account_id IS '客户编号 account that the row was resolved to';
COMMENT ON COLUMN crm.collection_plan.extra IS '未列入合同的列 cells of headers that the contract does not name, by header; NULL if there are none';
COMMENT ON COLUMN crm.collection_plan._file IS '文件编号 landing id of the file the row came from';
COMMENT ON COLUMN crm.collection_plan._row IS '行号 row number in that file';
COMMENT ON COLUMN crm.collection_plan._run IS '运行编号 run that last changed the row';
COMMENT ON COLUMN crm.collection_plan._hash IS '内容摘要 hash of the business columns';

CREATE TABLE crm.complaint (
  complaint_no VARCHAR NOT NULL,
  account_code VARCHAR,
  account_name VARCHAR,
  kind VARCHAR,
  opened_at TIMESTAMPTZ NOT NULL,
  closed_at TIMESTAMPTZ,
  status VARCHAR,
  mine VARCHAR,
  grade VARCHAR,
  qty_t DECIMAL(18,3),
  claim_cny DECIMAL(18,2),
  result VARCHAR,
  account_id VARCHAR NOT NULL,
  extra JSON,
  _file VARCHAR NOT NULL,
  _row BIGINT NOT NULL,
  _run VARCHAR NOT NULL,
  _hash UBIGINT NOT NULL
);
COMMENT ON TABLE crm.complaint IS '投诉 Complaint (服务管理); business key: complaint_no';
COMMENT ON COLUMN crm.complaint.complaint_no IS '投诉编号 complaint number';
COMMENT ON COLUMN crm.complaint.account_code IS '客户编号 customer code as exported';
COMMENT ON COLUMN crm.complaint.account_name IS '客户名称 customer name as exported';
COMMENT ON COLUMN crm.complaint.kind IS '投诉类型 what is complained of';
COMMENT ON COLUMN crm.complaint.opened_at IS '投诉时间 when it was made (Asia/Shanghai)';
COMMENT ON COLUMN crm.complaint.closed_at IS '关闭时间 when it was settled (Asia/Shanghai)';
COMMENT ON COLUMN crm.complaint.status IS '状态 status';
COMMENT ON COLUMN crm.complaint.mine IS '矿点 mine area complained of';
COMMENT ON COLUMN crm.complaint.grade IS '煤种 coal grade as exported';
COMMENT ON COLUMN crm.complaint.qty_t IS '涉及吨数(吨) tonnes concerned';
COMMENT ON COLUMN crm.complaint.claim_cny IS '索赔金额(元) claim, CNY';
COMMENT ON COLUMN crm.complaint.result IS '处理结果 result';
COMMENT ON COLUMN crm.complaint.account_id IS '客户编号 account that the row was resolved to';
COMMENT ON COLUMN crm.complaint.extra IS '未列入合同的列 cells of headers that the contract does not name, by header; NULL if there are none';
COMMENT ON COLUMN crm.complaint._file IS '文件编号 landing id of the file the row came from';
COMMENT ON COLUMN crm.complaint._row IS '行号 row number in that file';
COMMENT ON COLUMN crm.complaint._run IS '运行编号 run that last changed the row';
COMMENT ON COLUMN crm.complaint._hash IS '内容摘要 hash of the business columns';

CREATE TABLE crm.contact (
  contact_id VARCHAR NOT NULL,
  account_code VARCHAR,
  account_name VARCHAR,
  name VARCHAR NOT NULL,
  title VARCHAR,
  department VARCHAR,
  decision_role VARCHAR,
  phone VARCHAR,
  account_id VARCHAR NOT NULL,
  extra JSON,
  _file VARCHAR NOT NULL,
  _row BIGINT NOT NULL,
  _run VARCHAR NOT NULL,
  _hash UBIGINT NOT NULL
);
COMMENT ON TABLE crm.contact IS '联系人 Contact (客户管理); business key: contact_id';
COMMENT ON COLUMN crm.contact.contact_id IS '联系人编号 contact code';
COMMENT ON COLUMN crm.contact.account_code IS '客户编号 customer code as exported';
COMMENT ON COLUMN crm.contact.account_name IS '客户名称 customer name as exported';
COMMENT ON COLUMN crm.contact.name IS '姓名 name';
COMMENT ON COLUMN crm.contact.title IS '职务 job title';
COMMENT ON COLUMN crm.contact.department IS '部门 department';
COMMENT ON COLUMN crm.contact.decision_role IS '决策角色 role in the decision';
COMMENT ON COLUMN crm.contact.phone IS '电话(已掩码) phone number with its middle digits masked at ingest';
COMMENT ON COLUMN crm.contact.account_id IS '客户编号 account that the row was resolved to';
COMMENT ON COLUMN crm.contact.extra IS '未列入合同的列 cells of headers that the contract does not name, by header; NULL if there are none';
COMMENT ON COLUMN crm.contact._file IS '文件编号 landing id of the file the row came from';
COMMENT ON COLUMN crm.contact._row IS '行号 row number in that file';
COMMENT ON COLUMN crm.contact._run IS '运行编号 run that last changed the row';
COMMENT ON COLUMN crm.contact._hash IS '内容摘要 hash of the business columns';

CREATE TABLE crm.contract (
  contract_no VARCHAR NOT NULL,
  name VARCHAR,
  account_code VARCHAR,
  account_name VARCHAR,
  kind VARCHAR,
  starts_on DATE NOT NULL,
  ends_on DATE NOT NULL,
  signed_on DATE,
  qty_t DECIMAL(18,3),
  price_cny_t DECIMAL(18,2),
  basis VARCHAR,
  heat_kcal_kg DECIMAL(18,0),
  amount_cny DECIMAL(18,2),
  status VARCHAR,
  renew_on DATE,
  owner VARCHAR,
  account_id VARCHAR NOT NULL,
  extra JSON,
  _file VARCHAR NOT NULL,
  _row BIGINT NOT NULL,
  _run VARCHAR NOT NULL,
  _hash UBIGINT NOT NULL
);
COMMENT ON TABLE crm.contract IS '合同 Contract (商务管理); business key: contract_no';
COMMENT ON COLUMN crm.contract.contract_no IS '合同编号 contract number';
COMMENT ON COLUMN crm.contract.name IS '合同名称 name';
COMMENT ON COLUMN crm.contract.account_code IS '客户编号 customer code as exported';
COMMENT ON COLUMN crm.contract.account_name IS '客户名称 customer name as exported';
COMMENT ON COLUMN crm.contract.kind IS '合同类型 kind of contract';
COMMENT ON COLUMN crm.contract.starts_on IS '开始日期 first day';
COMMENT ON COLUMN crm.contract.ends_on IS '结束日期 last day';
COMMENT ON COLUMN crm.contract.signed_on IS '签订日期 day of signature';
COMMENT ON COLUMN crm.contract.qty_t IS '合同量(吨) contracted quantity, tonnes';
COMMENT ON COLUMN crm.contract.price_cny_t IS '合同单价(元/吨) base price incl. VAT, CNY per tonne';
COMMENT ON COLUMN crm.contract.basis IS '交货方式 price basis as exported';
COMMENT ON COLUMN crm.contract.heat_kcal_kg IS '合同热值(大卡/千克) base calorific value as received, kcal/kg';
COMMENT ON COLUMN crm.contract.amount_cny IS '合同金额(元) amount incl. VAT, CNY';
COMMENT ON COLUMN crm.contract.status IS '合同状态 status';
COMMENT ON COLUMN crm.contract.renew_on IS '续约提醒日期 day of the renewal reminder';
COMMENT ON COLUMN crm.contract.owner IS '负责人 owner';
COMMENT ON COLUMN crm.contract.account_id IS '客户编号 account that the row was resolved to';
COMMENT ON COLUMN crm.contract.extra IS '未列入合同的列 cells of headers that the contract does not name, by header; NULL if there are none';
COMMENT ON COLUMN crm.contract._file IS '文件编号 landing id of the file the row came from';
COMMENT ON COLUMN crm.contract._row IS '行号 row number in that file';
COMMENT ON COLUMN crm.contract._run IS '运行编号 run that last changed the row';
COMMENT ON COLUMN crm.contract._hash IS '内容摘要 hash of the business columns';

CREATE TABLE crm.contract_schedule (
  contract_no VARCHAR NOT NULL,
  month DATE NOT NULL,
  qty_t DECIMAL(18,3) NOT NULL,
  extra JSON,
  _file VARCHAR NOT NULL,
  _row BIGINT NOT NULL,
  _run VARCHAR NOT NULL,
  _hash UBIGINT NOT NULL
);
COMMENT ON TABLE crm.contract_schedule IS '合同月度计划 Monthly contract schedule (商务管理); business key: contract_no, month';
COMMENT ON COLUMN crm.contract_schedule.contract_no IS '合同编号 contract number';
COMMENT ON COLUMN crm.contract_schedule.month IS '月份 first day of the month';
COMMENT ON COLUMN crm.contract_schedule.qty_t IS '计划量(吨) scheduled quantity, tonnes';
COMMENT ON COLUMN crm.contract_schedule.extra IS '未列入合同的列 cells of headers that the contract does not name, by header; NULL if there are none';
COMMENT ON COLUMN crm.contract_schedule._file IS '文件编号 landing id of the file the row came from';
COMMENT ON COLUMN crm.contract_schedule._row IS '行号 row number in that file';
COMMENT ON COLUMN crm.contract_schedule._run IS '运行编号 run that last changed the row';
COMMENT ON COLUMN crm.contract_schedule._hash IS '内容摘要 hash of the business columns';

CREATE TABLE crm.crm_role (
  role_id VARCHAR NOT NULL,
  name VARCHAR NOT NULL,
  scope VARCHAR,
  extra JSON,
  _file VARCHAR NOT NULL,
  _row BIGINT NOT NULL,
  _run VARCHAR NOT NULL,
  _hash UBIGINT NOT NULL
);
COMMENT ON TABLE crm.crm_role IS 'CRM 角色 CRM role (权限管理); business key: role_id';
COMMENT ON COLUMN crm.crm_role.role_id IS '角色编号 role code';
COMMENT ON COLUMN crm.crm_role.name IS '角色名称 name';
COMMENT ON COLUMN crm.crm_role.scope IS '数据范围 what records it sees';
COMMENT ON COLUMN crm.crm_role.extra IS '未列入合同的列 cells of headers that the contract does not name, by header; NULL if there are none';
COMMENT ON COLUMN crm.crm_role._file IS '文件编号 landing id of the file the row came from';
COMMENT ON COLUMN crm.crm_role._row IS '行号 row number in that file';
COMMENT ON COLUMN crm.crm_role._run IS '运行编号 run that last changed the row';
COMMENT ON COLUMN crm.crm_role._hash IS '内容摘要 hash of the business columns';

CREATE TABLE crm.crm_user (
  user_id VARCHAR NOT NULL,
  name VARCHAR NOT NULL,
  department VARCHAR,
  role VARCHAR,
  status VARCHAR,
  extra JSON,
  _file VARCHAR NOT NULL,
  _row BIGINT NOT NULL,
  _run VARCHAR NOT NULL,
  _hash UBIGINT NOT NULL
);
COMMENT ON TABLE crm.crm_user IS 'CRM 用户 CRM user (权限管理); business key: user_id';
COMMENT ON COLUMN crm.crm_user.user_id IS '用户编号 user code';
COMMENT ON COLUMN crm.crm_user.name IS '姓名 name as exported';
COMMENT ON COLUMN crm.crm_user.department IS '部门 department';
COMMENT ON COLUMN crm.crm_user.role IS '角色 role code or name';
COMMENT ON COLUMN crm.crm_user.status IS '在职状态 whether the person is still with the company';
COMMENT ON COLUMN crm.crm_user.extra IS '未列入合同的列 cells of headers that the contract does not name, by header; NULL if there are none';
COMMENT ON COLUMN crm.crm_user._file IS '文件编号 landing id of the file the row came from';
COMMENT ON COLUMN crm.crm_user._row IS '行号 row number in that file';
COMMENT ON COLUMN crm.crm_user._run IS '运行编号 run that last changed the row';
COMMENT ON COLUMN crm.crm_user._hash IS '内容摘要 hash of the business columns';

CREATE TABLE crm.opportunity (
  opportunity_no VARCHAR NOT NULL,
  name VARCHAR,
  account_code VARCHAR,
  account_name VARCHAR,
  stage VARCHAR NOT NULL,
  amount_cny DECIMAL(18,2),
  expected_t DECIMAL(18,3),
  probability DECIMAL(18,4),
  closes_on DATE,
  stage_at TIMESTAMPTZ,
  lost_reason VARCHAR,
  owner VARCHAR,
  created_at TIMESTAMPTZ,
  account_id VARCHAR,
  extra JSON,
  _file VARCHAR NOT NULL,
  _row BIGINT NOT NULL,
  _run VARCHAR NOT NULL,
  _hash UBIGINT NOT NULL
);
COMMENT ON TABLE crm.opportunity IS '商机 Opportunity (销售管理); business key: opportunity_no';
COMMENT ON COLUMN crm.opportunity.opportunity_no IS '商机编号 opportunity number';
COMMENT ON COLUMN crm.opportunity.name IS '商机名称 name';
COMMENT ON COLUMN crm.opportunity.account_code IS '客户编号 customer code as exported';
COMMENT ON COLUMN crm.opportunity.account_name IS '客户名称 customer name as exported';
COMMENT ON COLUMN crm.opportunity.stage IS '阶段 stage of the coal sales funnel';
COMMENT ON COLUMN crm.opportunity.amount_cny IS '商机金额(元) amount, CNY';
COMMENT ON COLUMN crm.opportunity.expected_t IS '预计数量(吨) expected quantity, tonnes';
COMMENT ON COLUMN crm.opportunity.probability IS '赢率 probability to win, 0–1';
COMMENT ON COLUMN crm.opportunity.closes_on IS '预计成交日期 expected or actual closing day';
COMMENT ON COLUMN crm.opportunity.stage_at IS '阶段更新时间 when the stage last changed (Asia/Shanghai)';
COMMENT ON COLUMN crm.opportunity.lost_reason IS '输单原因 why it was lost';
COMMENT ON COLUMN crm.opportunity.owner IS '负责人 owner';
COMMENT ON COLUMN crm.opportunity.created_at IS '创建时间 when it was created (Asia/Shanghai)';
COMMENT ON COLUMN crm.opportunity.account_id IS '客户编号 account that the row was resolved to';
COMMENT ON COLUMN crm.opportunity.extra IS '未列入合同的列 cells of headers that the contract does not name, by header; NULL if there are none';
COMMENT ON COLUMN crm.opportunity._file IS '文件编号 landing id of the file the row came from';
COMMENT ON COLUMN crm.opportunity._row IS '行号 row number in that file';
COMMENT ON COLUMN crm.opportunity._run IS '运行编号 run that last changed the row';
COMMENT ON COLUMN crm.opportunity._hash IS '内容摘要 hash of the business columns';

CREATE TABLE crm.opportunity_stage (
  opportunity_no VARCHAR NOT NULL,
  stage VARCHAR NOT NULL,
  entered_at TIMESTAMPTZ NOT NULL,
  changed_by VARCHAR,
  extra JSON,
  _file VARCHAR NOT NULL,
  _row BIGINT NOT NULL,
  _run VARCHAR NOT NULL,
  _hash UBIGINT NOT NULL
);
COMMENT ON TABLE crm.opportunity_stage IS '商机阶段历史 Opportunity stage history (销售管理); business key: opportunity_no, stage, entered_at';
COMMENT ON COLUMN crm.opportunity_stage.opportunity_no IS '商机编号 opportunity number';
COMMENT ON COLUMN crm.opportunity_stage.stage IS '阶段 stage that was entered';
COMMENT ON COLUMN crm.opportunity_stage.entered_at IS '进入时间 when the stage was entered (Asia/Shanghai)';
COMMENT ON COLUMN crm.opportunity_stage.changed_by IS '变更人 who moved it';
COMMENT ON COLUMN crm.opportunity_stage.extra IS '未列入合同的列 cells of headers that the contract does not name, by header; NULL if there are none';
COMMENT ON COLUMN crm.opportunity_stage._file IS '文件编号 landing id of the file the row came from';
COMMENT ON COLUMN crm.opportunity_stage._row IS '行号 row number in that file';
COMMENT ON COLUMN crm.opportunity_stage._run IS '运行编号 run that last changed the row';
COMMENT ON COLUMN crm.opportunity_stage._hash IS '内容摘要 hash of the business columns';

CREATE TABLE plant.receipt (
  plant VARCHAR NOT NULL,
  reported_for DATE NOT NULL,
  supplier VARCHAR NOT NULL,
  receipts_t DECIMAL(18,3) NOT NULL,
  extra JSON,
  _file VARCHAR NOT NULL,
  _row BIGINT NOT NULL,
  _run VARCHAR NOT NULL,
  _hash UBIGINT NOT NULL
);
COMMENT ON TABLE plant.receipt IS '驻厂来煤明细 Receipts at a plant by supplier (客户管理); business key: plant, reported_for, supplier';
COMMENT ON COLUMN plant.receipt.plant IS '电厂/用户 plant as reported';
COMMENT ON COLUMN plant.receipt.reported_for IS '日期 day';
COMMENT ON COLUMN plant.receipt.supplier IS '供应商 supplier as reported, our own group included';
COMMENT ON COLUMN plant.receipt.receipts_t IS '来煤(吨) coal received from the supplier, tonnes';
COMMENT ON COLUMN plant.receipt.extra IS '未列入合同的列 cells of headers that the contract does not name, by header; NULL if there are none';
COMMENT ON COLUMN plant.receipt._file IS '文件编号 landing id of the file the row came from';
COMMENT ON COLUMN plant.receipt._row IS '行号 row number in that file';
COMMENT ON COLUMN plant.receipt._run IS '运行编号 run that last changed the row';
COMMENT ON COLUMN plant.receipt._hash IS '内容摘要 hash of the business columns';

CREATE TABLE plant.report (
  plant VARCHAR NOT NULL,
  account_code VARCHAR,
  reported_for DATE NOT NULL,
  generation_wkwh DECIMAL(18,2),
  burn_t DECIMAL(18,3),
  receipts_t DECIMAL(18,3),
  stock_t DECIMAL(18,3),
  days DECIMAL(18,1),
  people VARCHAR,
  reporter VARCHAR,
  sent_at TIMESTAMPTZ,
  account_id VARCHAR,
  extra JSON,
  _file VARCHAR NOT NULL,
  _row BIGINT NOT NULL,
  _run VARCHAR NOT NULL,
  _hash UBIGINT NOT NULL
);
COMMENT ON TABLE plant.report IS '驻厂日报 Stationed daily report (客户管理); business key: plant, reported_for';
COMMENT ON COLUMN plant.report.plant IS '电厂/用户 plant as reported';
COMMENT ON COLUMN plant.report.account_code IS '客户编号 customer code as reported';
COMMENT ON COLUMN plant.report.reported_for IS '日期 day that the figures are of';
COMMENT ON COLUMN plant.report.generation_wkwh IS '发电量(万千瓦时) generation, 10 MWh';
COMMENT ON COLUMN plant.report.burn_t IS '耗煤(吨) coal burnt, tonnes';
COMMENT ON COLUMN plant.report.receipts_t IS '供煤(吨) coal received, tonnes';
COMMENT ON COLUMN plant.report.stock_t IS '存煤(吨) coal in stock at the end of the day, tonnes';
COMMENT ON COLUMN plant.report.days IS '可用天数(天) days of cover as reported';
COMMENT ON COLUMN plant.report.people IS '人事变动 changes of personnel';
COMMENT ON COLUMN plant.report.reporter IS '驻厂员 who reports';
COMMENT ON COLUMN plant.report.sent_at IS '报送时间 when it was sent (Asia/Shanghai)';
COMMENT ON COLUMN plant.report.account_id IS '客户编号 account that the row was resolved to';
COMMENT ON COLUMN plant.report.extra IS '未列入合同的列 cells of headers that the contract does not name, by header; NULL if there are none';
COMMENT ON COLUMN plant.report._file IS '文件编号 landing id of the file the row came from';
COMMENT ON COLUMN plant.report._row IS '行号 row number in that file';
COMMENT ON COLUMN plant.report._run IS '运行编号 run that last changed the row';
COMMENT ON COLUMN plant.report._hash IS '内容摘要 hash of the business columns';

CREATE TABLE crm.project_team (
  opportunity_no VARCHAR NOT NULL,
  member VARCHAR NOT NULL,
  role VARCHAR,
  department VARCHAR,
  joined_on DATE,
  extra JSON,
  _file VARCHAR NOT NULL,
  _row BIGINT NOT NULL,
  _run VARCHAR NOT NULL,
  _hash UBIGINT NOT NULL
);
COMMENT ON TABLE crm.project_team IS '项目团队 Project team member (销售管理); business key: opportunity_no, member';
COMMENT ON COLUMN crm.project_team.opportunity_no IS '商机编号 opportunity number';
COMMENT ON COLUMN crm.project_team.member IS '成员 name of the member';
COMMENT ON COLUMN crm.project_team.role IS '角色 role in the team';
COMMENT ON COLUMN crm.project_team.department IS '部门 department';
COMMENT ON COLUMN crm.project_team.joined_on IS '加入日期 first day';
COMMENT ON COLUMN crm.project_team.extra IS '未列入合同的列 cells of headers that the contract does not name, by header; NULL if there are none';
COMMENT ON COLUMN crm.project_team._file IS '文件编号 landing id of the file the row came from';
COMMENT ON COLUMN crm.project_team._row IS '行号 row number in that file';
COMMENT ON COLUMN crm.project_team._run IS '运行编号 run that last changed the row';
COMMENT ON COLUMN crm.project_team._hash IS '内容摘要 hash of the business columns';

CREATE TABLE crm.purchase (
  purchase_no VARCHAR NOT NULL,
  supplier VARCHAR NOT NULL,
  grade VARCHAR,
  received_on DATE NOT NULL,
  qty_t DECIMAL(18,3) NOT NULL,
  price_cny_t DECIMAL(18,2),
  freight_cny DECIMAL(18,2),
  heat_kcal_kg DECIMAL(18,0),
  extra JSON,
  _file VARCHAR NOT NULL,
  _row BIGINT NOT NULL,
  _run VARCHAR NOT NULL,
  _hash UBIGINT NOT NULL
);
COMMENT ON TABLE crm.purchase IS '采购 Purchase (采购管理); business key: purchase_no';
COMMENT ON COLUMN crm.purchase.purchase_no IS '采购单号 purchase number';
COMMENT ON COLUMN crm.purchase.supplier IS '供应商 supplier as exported';
COMMENT ON COLUMN crm.purchase.grade IS '煤种 coal grade as exported';
COMMENT ON COLUMN crm.purchase.received_on IS '到货日期 day of arrival';
COMMENT ON COLUMN crm.purchase.qty_t IS '采购数量(吨) quantity, tonnes';
COMMENT ON COLUMN crm.purchase.price_cny_t IS '采购单价(元/吨) price incl. VAT, CNY per tonne';
COMMENT ON COLUMN crm.purchase.freight_cny IS '运费(元) freight, CNY';
COMMENT ON COLUMN crm.purchase.heat_kcal_kg IS '化验热值(大卡/千克) calorific value as received, kcal/kg';
COMMENT ON COLUMN crm.purchase.extra IS '未列入合同的列 cells of headers that the contract does not name, by header; NULL if there are none';
COMMENT ON COLUMN crm.purchase._file IS '文件编号 landing id of the file the row came from';
COMMENT ON COLUMN crm.purchase._row IS '行号 row number in that file';
COMMENT ON COLUMN crm.purchase._run IS '运行编号 run that last changed the row';
COMMENT ON COLUMN crm.purchase._hash IS '内容摘要 hash of the business columns';

CREATE TABLE crm.quote (
  quote_no VARCHAR NOT NULL,
  account_code VARCHAR,
  account_name VARCHAR,
  opportunity_no VARCHAR,
  quoted_on DATE,
  valid_to DATE,
  status VARCHAR,
  grade VARCHAR,
  price_cny_t DECIMAL(18,2),
  qty_t DECIMAL(18,3),
  freight_cny DECIMAL(18,2),
  total_cny DECIMAL(18,2),
  terms VARCHAR,
  account_id VARCHAR NOT NULL,
  extra JSON,
  _file VARCHAR NOT NULL,
  _row BIGINT NOT NULL,
  _run VARCHAR NOT NULL,
  _hash UBIGINT NOT NULL
);
COMMENT ON TABLE crm.quote IS '报价单 Quote (销售管理); business key: quote_no';
COMMENT ON COLUMN crm.quote.quote_no IS '报价编号 quote number';
COMMENT ON COLUMN crm.quote.account_code IS '客户编号 customer code as exported';
COMMENT ON COLUMN crm.quote.account_name IS '客户名称 customer name as exported';
COMMENT ON COLUMN crm.quote.opportunity_no IS '商机编号 opportunity number';
COMMENT ON COLUMN crm.quote.quoted_on IS '报价日期 day of the quote';
COMMENT ON COLUMN crm.quote.valid_to IS '有效期至 last day of validity';
COMMENT ON COLUMN crm.quote.status IS '状态 status';
COMMENT ON COLUMN crm.quote.grade IS '煤种 coal grade as exported';
COMMENT ON COLUMN crm.quote.price_cny_t IS '单价(元/吨) price incl. VAT, CNY per tonne';
COMMENT ON COLUMN crm.quote.qty_t IS '数量(吨) quantity, tonnes';
COMMENT ON COLUMN crm.quote.freight_cny IS '运费(元) freight, CNY';
COMMENT ON COLUMN crm.quote.total_cny IS '总金额(元) total, CNY';
COMMENT ON COLUMN crm.quote.terms IS '付款条款 terms of payment';
COMMENT ON COLUMN crm.quote.account_id IS '客户编号 account that the row was resolved to';
COMMENT ON COLUMN crm.quote.extra IS '未列入合同的列 cells of headers that the contract does not name, by header; NULL if there are none';
COMMENT ON COLUMN crm.quote._file IS '文件编号 landing id of the file the row came from';
COMMENT ON COLUMN crm.quote._row IS '行号 row number in that file';
COMMENT ON COLUMN crm.quote._run IS '运行编号 run that last changed the row';
COMMENT ON COLUMN crm.quote._hash IS '内容摘要 hash of the business columns';

CREATE TABLE crm.return_visit (
  visit_no VARCHAR NOT NULL,
  account_code VARCHAR,
  account_name VARCHAR,
  visited_at TIMESTAMPTZ NOT NULL,
  form VARCHAR,
  satisfaction VARCHAR,
  feedback VARCHAR,
  case_no VARCHAR,
  account_id VARCHAR NOT NULL,
  extra JSON,
  _file VARCHAR NOT NULL,
  _row BIGINT NOT NULL,
  _run VARCHAR NOT NULL,
  _hash UBIGINT NOT NULL
);
COMMENT ON TABLE crm.return_visit IS '满意度回访 Satisfaction return visit (服务管理); business key: visit_no';
COMMENT ON COLUMN crm.return_visit.visit_no IS '回访编号 return-visit number';
COMMENT ON COLUMN crm.return_visit.account_code IS '客户编号 customer code as exported';
COMMENT ON COLUMN crm.return_visit.account_name IS '客户名称 customer name as exported';
COMMENT ON COLUMN crm.return_visit.visited_at IS '回访时间 when (Asia/Shanghai)';
COMMENT ON COLUMN crm.return_visit.form IS '回访形式 by what means';
COMMENT ON COLUMN crm.return_visit.satisfaction IS '客户满意度 satisfaction in five words';
COMMENT ON COLUMN crm.return_visit.feedback IS '客户反馈 what the customer said';
COMMENT ON COLUMN crm.return_visit.case_no IS '关联工单 case or complaint that it follows';
COMMENT ON COLUMN crm.return_visit.account_id IS '客户编号 account that the row was resolved to';
COMMENT ON COLUMN crm.return_visit.extra IS '未列入合同的列 cells of headers that the contract does not name, by header; NULL if there are none';
COMMENT ON COLUMN crm.return_visit._file IS '文件编号 landing id of the file the row came from';
COMMENT ON COLUMN crm.return_visit._row IS '行号 row number in that file';
COMMENT ON COLUMN crm.return_visit._run IS '运行编号 run that last changed the row';
COMMENT ON COLUMN crm.return_visit._hash IS '内容摘要 hash of the business columns';

CREATE TABLE crm.service_case (
  case_no VARCHAR NOT NULL,
  account_code VARCHAR,
  account_name VARCHAR,
  subject VARCHAR,
  kind VARCHAR,
  priority VARCHAR,
  status VARCHAR,
  opened_at TIMESTAMPTZ NOT NULL,
  closed_at TIMESTAMPTZ,
  result VARCHAR,
  account_id VARCHAR NOT NULL,
  extra JSON,
  _file VARCHAR NOT NULL,
  _row BIGINT NOT NULL,
  _run VARCHAR NOT NULL,
  _hash UBIGINT NOT NULL
);
COMMENT ON TABLE crm.service_case IS '服务工单 Service case (服务管理); business key: case_no';
COMMENT ON COLUMN crm.service_case.case_no IS '工单编号 case number';
COMMENT ON COLUMN crm.service_case.account_code IS '客户编号 customer code as exported';
COMMENT ON COLUMN crm.service_case.account_name IS '客户名称 customer name as exported';
COMMENT ON COLUMN crm.service_case.subject IS '主题 subject';
COMMENT ON COLUMN crm.service_case.kind IS '服务类型 kind of service';
COMMENT ON COLUMN crm.service_case.priority IS '优先级 priority';
COMMENT ON COLUMN crm.service_case.status IS '状态 status';
COMMENT ON COLUMN crm.service_case.opened_at IS '创建时间 when it was opened (Asia/Shanghai)';
COMMENT ON COLUMN crm.service_case.closed_at IS '关闭时间 when it was closed (Asia/Shanghai)';
COMMENT ON COLUMN crm.service_case.result IS '处理结果 result';
COMMENT ON COLUMN crm.service_case.account_id IS '客户编号 account that the row was resolved to';
COMMENT ON COLUMN crm.service_case.extra IS '未列入合同的列 cells of headers that the contract does not name, by header; NULL if there are none';
COMMENT ON COLUMN crm.service_case._file IS '文件编号 landing id of the file the row came from';
COMMENT ON COLUMN crm.service_case._row IS '行号 row number in that file';
COMMENT ON COLUMN crm.service_case._run IS '运行编号 run that last changed the row';
COMMENT ON COLUMN crm.service_case._hash IS '内容摘要 hash of the business columns';

CREATE TABLE crm.target (
  metric VARCHAR NOT NULL,
  period_start DATE NOT NULL,
  period_end DATE NOT NULL,
  owner VARCHAR NOT NULL,
  value DECIMAL(18,4) NOT NULL,
  unit VARCHAR NOT NULL,
  extra JSON,
  _file VARCHAR NOT NULL,
  _row BIGINT NOT NULL,
  _run VARCHAR NOT NULL,
  _hash UBIGINT NOT NULL
);
COMMENT ON TABLE crm.target IS '量化目标 Quantified target (汇总中心); business key: metric, period_start, period_end, owner';
COMMENT ON COLUMN crm.target.metric IS '指标 what is measured';
COMMENT ON COLUMN crm.target.period_start IS '期初 first day';
COMMENT ON COLUMN crm.target.period_end IS '期末 last day';
COMMENT ON COLUMN crm.target.owner IS '责任人 who answers for it';
COMMENT ON COLUMN crm.target.value IS '目标值 target in the unit stated, not negative';
COMMENT ON COLUMN crm.target.unit IS '单位 unit of the target as exported';
COMMENT ON COLUMN crm.target.extra IS '未列入合同的列 cells of headers that the contract does not name, by header; NULL if there are none';
COMMENT ON COLUMN crm.target._file IS '文件编号 landing id of the file the row came from';
COMMENT ON COLUMN crm.target._row IS '行号 row number in that file';
COMMENT ON COLUMN crm.target._run IS '运行编号 run that last changed the row';
COMMENT ON COLUMN crm.target._hash IS '内容摘要 hash of the business columns';
