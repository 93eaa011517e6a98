-- History: which statement of a row holds, and until when the row existed. A file that arrives late must change nothing
-- that a later one has said, so every row knows the date of the statement it stands on.

CREATE TABLE crm.account_change (
  account_code VARCHAR NOT NULL,
  account_name VARCHAR,
  field VARCHAR NOT NULL,
  value VARCHAR,
  valid_from DATE NOT NULL,
  valid_to DATE,
  account_id VARCHAR NOT NULL,
  extra JSON,
  _file VARCHAR NOT NULL,
  _row BIGINT NOT NULL,
  _run VARCHAR NOT NULL,
  _hash UBIGINT NOT NULL
);
COMMENT ON TABLE crm.account_change IS '客户变更 Account change (客户管理); business key: account_code, field, valid_from';
COMMENT ON COLUMN crm.account_change.account_code IS '客户编号 customer code as exported';
COMMENT ON COLUMN crm.account_change.account_name IS '客户名称 customer name as exported';
COMMENT ON COLUMN crm.account_change.field IS '变更项 what changed';
COMMENT ON COLUMN crm.account_change.value IS '变更后的值 value from then on';
COMMENT ON COLUMN crm.account_change.valid_from IS '生效日期 first day, inclusive';
COMMENT ON COLUMN crm.account_change.valid_to IS '失效日期 end day, exclusive';
COMMENT ON COLUMN crm.account_change.account_id IS '客户编号 account that the row was resolved to';
COMMENT ON COLUMN crm.account_change.extra IS '未列入合同的列 cells of headers that the contract does not name, by header; NULL if there are none';
COMMENT ON COLUMN crm.account_change._file IS '文件编号 landing id of the file the row came from';
COMMENT ON COLUMN crm.account_change._row IS '行号 row number in that file';
COMMENT ON COLUMN crm.account_change._run IS '运行编号 run that last changed the row';
COMMENT ON COLUMN crm.account_change._hash IS '内容摘要 hash of the business columns';

ALTER TABLE crm.account ADD COLUMN extra JSON;
COMMENT ON COLUMN crm.account.extra IS '未列入合同的列 cells of headers that the contract does not name, by header; NULL if there are none';

ALTER TABLE sales.delivery ALTER COLUMN gross_t DROP NOT NULL;
ALTER TABLE sales.delivery ALTER COLUMN tare_t DROP NOT NULL;
ALTER TABLE sales.delivery ALTER COLUMN province DROP NOT NULL;
ALTER TABLE sales.delivery ALTER COLUMN gross_t TYPE DECIMAL(18,3);
ALTER TABLE sales.delivery ALTER COLUMN tare_t TYPE DECIMAL(18,3);
ALTER TABLE sales.delivery ALTER COLUMN net_t TYPE DECIMAL(18,3);
ALTER TABLE sales.delivery ALTER COLUMN price_cny_t TYPE DECIMAL(18,2);
ALTER TABLE sales.delivery ADD COLUMN origin VARCHAR DEFAULT 'weighbridge';
COMMENT ON COLUMN sales.delivery.origin IS '来源 weighbridge, rail or ship';
COMMENT ON COLUMN sales.delivery.ticket_no IS '单号 weighbridge ticket, rail waybill or bill of lading';
COMMENT ON COLUMN sales.delivery.weighed_at IS '过衡/装车/离港时间 instant of weighing, loading or departure';
COMMENT ON COLUMN sales.delivery.vehicle IS '车号/船名 wagon, plate or vessel';
ALTER TABLE sales.delivery ADD COLUMN voyage VARCHAR;
COMMENT ON COLUMN sales.delivery.voyage IS '航次 voyage';
COMMENT ON COLUMN sales.delivery.grade IS '煤种 coal grade (ref.grade)';
COMMENT ON COLUMN sales.delivery.mine IS '矿点 mine area';
ALTER TABLE sales.delivery ADD COLUMN from_station VARCHAR;
COMMENT ON COLUMN sales.delivery.from_station IS '发站/装港 station or port of loading';
ALTER TABLE sales.delivery ADD COLUMN to_station VARCHAR;
COMMENT ON COLUMN sales.delivery.to_station IS '到站/卸港 station or port of discharge';
COMMENT ON COLUMN sales.delivery.consignee IS '收货单位 consignee as printed';
ALTER TABLE sales.delivery ADD COLUMN account_code VARCHAR;
COMMENT ON COLUMN sales.delivery.account_code IS '客户编号 customer code as printed';
COMMENT ON COLUMN sales.delivery.province IS '到站省份 province of use; without one the use province of its customer';
COMMENT ON COLUMN sales.delivery.mode IS '运输方式 rail_water, rail or truck';
COMMENT ON COLUMN sales.delivery.gross_t IS '毛重(吨) gross weight, tonnes';
COMMENT ON COLUMN sales.delivery.tare_t IS '皮重(吨) tare weight, tonnes';
COMMENT ON COLUMN sales.delivery.net_t IS '净重(吨) net weight as printed, tonnes; waybill or loaded weight where nothing was weighed';
ALTER TABLE sales.delivery ADD COLUMN billed_t DECIMAL(18,3);
COMMENT ON COLUMN sales.delivery.billed_t IS '票重(吨) weight on the waybill, tonnes';
ALTER TABLE sales.delivery ADD COLUMN loss_t DECIMAL(18,3);
COMMENT ON COLUMN sales.delivery.loss_t IS '途损(吨) loss on the way, tonnes; negative for a gain';
COMMENT ON COLUMN sales.delivery.price_cny_t IS '含税单价(元/吨) price including VAT, CNY per tonne';
ALTER TABLE sales.delivery ADD COLUMN settled_t DECIMAL(18,3);
COMMENT ON COLUMN sales.delivery.settled_t IS '结算吨数(吨) settled weight, tonnes';
ALTER TABLE sales.delivery ADD COLUMN settled_kcal DECIMAL(18,0);
COMMENT ON COLUMN sales.delivery.settled_kcal IS '结算热值(大卡/千克) settled calorific value as received, kcal/kg';
ALTER TABLE sales.delivery ADD COLUMN remark VARCHAR;
COMMENT ON COLUMN sales.delivery.remark IS '备注 remark';
ALTER TABLE sales.delivery ADD COLUMN weigher VARCHAR;
COMMENT ON COLUMN sales.delivery.weigher IS '司磅员 who weighed';
ALTER TABLE sales.delivery ADD COLUMN extra JSON;
COMMENT ON COLUMN sales.delivery.extra IS '未列入合同的列 cells of headers that the contract does not name, by header; NULL if there are none';
COMMENT ON TABLE sales.delivery IS '发运 Delivery (商务管理); business key: origin, ticket_no';
COMMENT ON TABLE crm.account IS '客户 Account (客户管理); business key: account_id';

ALTER TABLE crm.account ADD COLUMN deleted BOOLEAN;
ALTER TABLE crm.account ADD COLUMN _version TIMESTAMPTZ;
ALTER TABLE crm.account ADD COLUMN _deleted_on DATE;
COMMENT ON COLUMN crm.account.deleted IS '已删除标记 whether the export flags the row as deleted; false where it has no such column';
COMMENT ON COLUMN crm.account._version IS '陈述时点 instant of the newest file that states the row so';
COMMENT ON COLUMN crm.account._deleted_on IS '删除日期 day from which the source has the row no more; NULL while it exists';
ALTER TABLE crm.account_change ADD COLUMN deleted BOOLEAN;
ALTER TABLE crm.account_change ADD COLUMN _version TIMESTAMPTZ;
ALTER TABLE crm.account_change ADD COLUMN _deleted_on DATE;
COMMENT ON COLUMN crm.account_change.deleted IS '已删除标记 whether the export flags the row as deleted; false where it has no such column';
COMMENT ON COLUMN crm.account_change._version IS '陈述时点 instant of the newest file that states the row so';
COMMENT ON COLUMN crm.account_change._deleted_on IS '删除日期 day from which the source has the row no more; NULL while it exists';
ALTER TABLE crm.activity ADD COLUMN deleted BOOLEAN;
ALTER TABLE crm.activity ADD COLUMN _version TIMESTAMPTZ;
ALTER TABLE crm.activity ADD COLUMN _deleted_on DATE;
COMMENT ON COLUMN crm.activity.deleted IS '已删除标记 whether the export flags the row as deleted; false where it has no such column';
COMMENT ON COLUMN crm.activity._version IS '陈述时点 instant of the newest file that states the row so';
COMMENT ON COLUMN crm.activity._deleted_on IS '删除日期 day from which the source has the row no more; NULL while it exists';
ALTER TABLE crm.campaign ADD COLUMN deleted BOOLEAN;
ALTER TABLE crm.campaign ADD COLUMN _version TIMESTAMPTZ;
ALTER TABLE crm.campaign ADD COLUMN _deleted_on DATE;
COMMENT ON COLUMN crm.campaign.deleted IS '已删除标记 whether the export flags the row as deleted; false where it has no such column';
COMMENT ON COLUMN crm.campaign._version IS '陈述时点 instant of the newest file that states the row so';
COMMENT ON COLUMN crm.campaign._deleted_on IS '删除日期 day from which the source has the row no more; NULL while it exists';
ALTER TABLE crm.collection ADD COLUMN deleted BOOLEAN;
ALTER TABLE crm.collection ADD COLUMN _version TIMESTAMPTZ;
ALTER TABLE crm.collection ADD COLUMN _deleted_on DATE;
COMMENT ON COLUMN crm.collection.deleted IS '已删除标记 whether the export flags the row as deleted; false where it has no such column';
COMMENT ON COLUMN crm.collection._version IS '陈述时点 instant of the newest file that states the row so';
COMMENT ON COLUMN crm.collection._deleted_on IS '删除日期 day from which the source has the row no more; NULL while it exists';
ALTER TABLE crm.collection_plan ADD COLUMN deleted BOOLEAN;
ALTER TABLE crm.collection_plan ADD COLUMN _version TIMESTAMPTZ;
ALTER TABLE crm.collection_plan ADD COLUMN _deleted_on DATE;
COMMENT ON COLUMN crm.collection_plan.deleted IS '已删除标记 whether the export flags the row as deleted; false where it has no such column';
COMMENT ON COLUMN crm.collection_plan._version IS '陈述时点 instant of the newest file that states the row so';
COMMENT ON COLUMN crm.collection_plan._deleted_on IS '删除日期 day from which the source has the row no more; NULL while it exists';
ALTER TABLE crm.complaint ADD COLUMN deleted BOOLEAN;
ALTER TABLE crm.complaint ADD COLUMN _version TIMESTAMPTZ;
ALTER TABLE crm.complaint ADD COLUMN _deleted_on DATE;
COMMENT ON COLUMN crm.complaint.deleted IS '已删除标记 whether the export flags the row as deleted; false where it has no such column';
COMMENT ON COLUMN crm.complaint._version IS '陈述时点 instant of the newest file that states the row so';
COMMENT ON COLUMN crm.complaint._deleted_on IS '删除日期 day from which the source has the row no more; NULL while it exists';
ALTER TABLE crm.contact ADD COLUMN deleted BOOLEAN;
ALTER TABLE crm.contact ADD COLUMN _version TIMESTAMPTZ;
ALTER TABLE crm.contact ADD COLUMN _deleted_on DATE;
COMMENT ON COLUMN crm.contact.deleted IS '已删除标记 whether the export flags the row as deleted; false where it has no such column';
COMMENT ON COLUMN crm.contact._version IS '陈述时点 instant of the newest file that states the row so';
COMMENT ON COLUMN crm.contact._deleted_on IS '删除日期 day from which the source has the row no more; NULL while it exists';
ALTER TABLE crm.contract ADD COLUMN deleted BOOLEAN;
ALTER TABLE crm.contract ADD COLUMN _version TIMESTAMPTZ;
ALTER TABLE crm.contract ADD COLUMN _deleted_on DATE;
COMMENT ON COLUMN crm.contract.deleted IS '已删除标记 whether the export flags the row as deleted; false where it has no such column';
COMMENT ON COLUMN crm.contract._version IS '陈述时点 instant of the newest file that states the row so';
COMMENT ON COLUMN crm.contract._deleted_on IS '删除日期 day from which the source has the row no more; NULL while it exists';
ALTER TABLE crm.contract_schedule ADD COLUMN deleted BOOLEAN;
ALTER TABLE crm.contract_schedule ADD COLUMN _version TIMESTAMPTZ;
ALTER TABLE crm.contract_schedule ADD COLUMN _deleted_on DATE;
COMMENT ON COLUMN crm.contract_schedule.deleted IS '已删除标记 whether the export flags the row as deleted; false where it has no such column';
COMMENT ON COLUMN crm.contract_schedule._version IS '陈述时点 instant of the newest file that states the row so';
COMMENT ON COLUMN crm.contract_schedule._deleted_on IS '删除日期 day from which the source has the row no more; NULL while it exists';
ALTER TABLE crm.crm_role ADD COLUMN deleted BOOLEAN;
ALTER TABLE crm.crm_role ADD COLUMN _version TIMESTAMPTZ;
ALTER TABLE crm.crm_role ADD COLUMN _deleted_on DATE;
COMMENT ON COLUMN crm.crm_role.deleted IS '已删除标记 whether the export flags the row as deleted; false where it has no such column';
COMMENT ON COLUMN crm.crm_role._version IS '陈述时点 instant of the newest file that states the row so';
COMMENT ON COLUMN crm.crm_role._deleted_on IS '删除日期 day from which the source has the row no more; NULL while it exists';
ALTER TABLE crm.crm_user ADD COLUMN deleted BOOLEAN;
ALTER TABLE crm.crm_user ADD COLUMN _version TIMESTAMPTZ;
ALTER TABLE crm.crm_user ADD COLUMN _deleted_on DATE;
COMMENT ON COLUMN crm.crm_user.deleted IS '已删除标记 whether the export flags the row as deleted; false where it has no such column';
COMMENT ON COLUMN crm.crm_user._version IS '陈述时点 instant of the newest file that states the row so';
COMMENT ON COLUMN crm.crm_user._deleted_on IS '删除日期 day from which the source has the row no more; NULL while it exists';
ALTER TABLE crm.opportunity ADD COLUMN deleted BOOLEAN;
ALTER TABLE crm.opportunity ADD COLUMN _version TIMESTAMPTZ;
ALTER TABLE crm.opportunity ADD COLUMN _deleted_on DATE;
COMMENT ON COLUMN crm.opportunity.deleted IS '已删除标记 whether the export flags the row as deleted; false where it has no such column';
COMMENT ON COLUMN crm.opportunity._version IS '陈述时点 instant of the newest file that states the row so';
COMMENT ON COLUMN crm.opportunity._deleted_on IS '删除日期 day from which the source has the row no more; NULL while it exists';
ALTER TABLE crm.opportunity_stage ADD COLUMN deleted BOOLEAN;
ALTER TABLE crm.opportunity_stage ADD COLUMN _version TIMESTAMPTZ;
ALTER TABLE crm.opportunity_stage ADD COLUMN _deleted_on DATE;
COMMENT ON COLUMN crm.opportunity_stage.deleted IS '已删除标记 whether the export flags the row as deleted; false where it has no such column';
COMMENT ON COLUMN crm.opportunity_stage._version IS '陈述时点 instant of the newest file that states the row so';
COMMENT ON COLUMN crm.opportunity_stage._deleted_on IS '删除日期 day from which the source has the row no more; NULL while it exists';
ALTER TABLE crm.project_team ADD COLUMN deleted BOOLEAN;
ALTER TABLE crm.project_team ADD COLUMN _version TIMESTAMPTZ;
ALTER TABLE crm.project_team ADD COLUMN _deleted_on DATE;
COMMENT ON COLUMN crm.project_team.deleted IS '已删除标记 whether the export flags the row as deleted; false where it has no such column';
COMMENT ON COLUMN crm.project_team._version IS '陈述时点 instant of the newest file that states the row so';
COMMENT ON COLUMN crm.project_team._deleted_on IS '删除日期 day from which the source has the row no more; NULL while it exists';
ALTER TABLE crm.purchase ADD COLUMN deleted BOOLEAN;
ALTER TABLE crm.purchase ADD COLUMN _version TIMESTAMPTZ;
ALTER TABLE crm.purchase ADD COLUMN _deleted_on DATE;
COMMENT ON COLUMN crm.purchase.deleted IS '已删除标记 whether the export flags the row as deleted; false where it has no such column';
COMMENT ON COLUMN crm.purchase._version IS '陈述时点 instant of the newest file that states the row so';
COMMENT ON COLUMN crm.purchase._deleted_on IS '删除日期 day from which the source has the row no more; NULL while it exists';
ALTER TABLE crm.quote ADD COLUMN deleted BOOLEAN;
ALTER TABLE crm.quote ADD COLUMN _version TIMESTAMPTZ;
ALTER TABLE crm.quote ADD COLUMN _deleted_on DATE;
COMMENT ON COLUMN crm.quote.deleted IS '已删除标记 whether the export flags the row as deleted; false where it has no such column';
COMMENT ON COLUMN crm.quote._version IS '陈述时点 instant of the newest file that states the row so';
COMMENT ON COLUMN crm.quote._deleted_on IS '删除日期 day from which the source has the row no more; NULL while it exists';
ALTER TABLE crm.return_visit ADD COLUMN deleted BOOLEAN;
ALTER TABLE crm.return_visit ADD COLUMN _version TIMESTAMPTZ;
ALTER TABLE crm.return_visit ADD COLUMN _deleted_on DATE;
COMMENT ON COLUMN crm.return_visit.deleted IS '已删除标记 whether the export flags the row as deleted; false where it has no such column';
COMMENT ON COLUMN crm.return_visit._version IS '陈述时点 instant of the newest file that states the row so';
COMMENT ON COLUMN crm.return_visit._deleted_on IS '删除日期 day from which the source has the row no more; NULL while it exists';
ALTER TABLE crm.service_case ADD COLUMN deleted BOOLEAN;
ALTER TABLE crm.service_case ADD COLUMN _version TIMESTAMPTZ;
ALTER TABLE crm.service_case ADD COLUMN _deleted_on DATE;
COMMENT ON COLUMN crm.service_case.deleted IS '已删除标记 whether the export flags the row as deleted; false where it has no such column';
COMMENT ON COLUMN crm.service_case._version IS '陈述时点 instant of the newest file that states the row so';
COMMENT ON COLUMN crm.service_case._deleted_on IS '删除日期 day from which the source has the row no more; NULL while it exists';
ALTER TABLE crm.target ADD COLUMN deleted BOOLEAN;
ALTER TABLE crm.target ADD COLUMN _version TIMESTAMPTZ;
ALTER TABLE crm.target ADD COLUMN _deleted_on DATE;
COMMENT ON COLUMN crm.target.deleted IS '已删除标记 whether the export flags the row as deleted; false where it has no such column';
COMMENT ON COLUMN crm.target._version IS '陈述时点 instant of the newest file that states the row so';
COMMENT ON COLUMN crm.target._deleted_on IS '删除日期 day from which the source has the row no more; NULL while it exists';
ALTER TABLE plant.receipt ADD COLUMN deleted BOOLEAN;
ALTER TABLE plant.receipt ADD COLUMN _version TIMESTAMPTZ;
ALTER TABLE plant.receipt ADD COLUMN _deleted_on DATE;
COMMENT ON COLUMN plant.receipt.deleted IS '已删除标记 whether the export flags the row as deleted; false where it has no such column';
COMMENT ON COLUMN plant.receipt._version IS '陈述时点 instant of the newest file that states the row so';
COMMENT ON COLUMN plant.receipt._deleted_on IS '删除日期 day from which the source has the row no more; NULL while it exists';
ALTER TABLE plant.report ADD COLUMN deleted BOOLEAN;
ALTER TABLE plant.report ADD COLUMN _version TIMESTAMPTZ;
ALTER TABLE plant.report ADD COLUMN _deleted_on DATE;
COMMENT ON COLUMN plant.report.deleted IS '已删除标记 whether the export flags the row as deleted; false where it has no such column';
COMMENT ON COLUMN plant.report._version IS '陈述时点 instant of the newest file that states the row so';
COMMENT ON COLUMN plant.report._deleted_on IS '删除日期 day from which the source has the row no more; NULL while it exists';
ALTER TABLE sales.assay ADD COLUMN deleted BOOLEAN;
ALTER TABLE sales.assay ADD COLUMN _version TIMESTAMPTZ;
ALTER TABLE sales.assay ADD COLUMN _deleted_on DATE;
COMMENT ON COLUMN sales.assay.deleted IS '已删除标记 whether the export flags the row as deleted; false where it has no such column';
COMMENT ON COLUMN sales.assay._version IS '陈述时点 instant of the newest file that states the row so';
COMMENT ON COLUMN sales.assay._deleted_on IS '删除日期 day from which the source has the row no more; NULL while it exists';
ALTER TABLE sales.delivery ADD COLUMN deleted BOOLEAN;
ALTER TABLE sales.delivery ADD COLUMN _version TIMESTAMPTZ;
ALTER TABLE sales.delivery ADD COLUMN _deleted_on DATE;
COMMENT ON COLUMN sales.delivery.deleted IS '已删除标记 whether the export flags the row as deleted; false where it has no such column';
COMMENT ON COLUMN sales.delivery._version IS '陈述时点 instant of the newest file that states the row so';
COMMENT ON COLUMN sales.delivery._deleted_on IS '删除日期 day from which the source has the row no more; NULL while it exists';

CREATE TABLE meta.full_export (
  source VARCHAR NOT NULL,
  object VARCHAR NOT NULL,
  version TIMESTAMPTZ NOT NULL,
  file VARCHAR NOT NULL,
  PRIMARY KEY (source, version, file)
);
COMMENT ON TABLE meta.full_export IS '全量导出 exports that hold every row of their source: a row that an older file stated and this one lacks is deleted';
COMMENT ON COLUMN meta.full_export.source IS '来源 source id';
COMMENT ON COLUMN meta.full_export.object IS '对象 object of data/objects whose rows the source holds';
COMMENT ON COLUMN meta.full_export.version IS '陈述时点 instant of the export';
COMMENT ON COLUMN meta.full_export.file IS '文件编号 landing id';

CREATE OR REPLACE VIEW crm.key_account AS
  SELECT account_id, key_from AS valid_from, key_to AS valid_to FROM crm.account WHERE key_from IS NOT NULL
  UNION ALL
  SELECT account_id, valid_from, valid_to FROM crm.account_change WHERE field = 'key' AND _deleted_on IS NULL;
COMMENT ON VIEW crm.key_account IS '大户名单 key-account membership with effective dates: valid_from inclusive, valid_to exclusive';
