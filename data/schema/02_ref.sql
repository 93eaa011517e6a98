CREATE SCHEMA ref;
-- ref: 参考数据 reference data, loaded from data/reference/*.csv

CREATE TABLE ref.province (province VARCHAR PRIMARY KEY, en VARCHAR NOT NULL, region VARCHAR NOT NULL, region_en VARCHAR NOT NULL, coastal BOOLEAN NOT NULL);
COMMENT ON TABLE ref.province IS '省级行政区 provincial units and the market region each belongs to';
COMMENT ON COLUMN ref.province.province IS '省份 short Chinese name';
COMMENT ON COLUMN ref.province.en IS '英文名 English name';
COMMENT ON COLUMN ref.province.region IS '大区 market region';
COMMENT ON COLUMN ref.province.region_en IS '大区英文名 market region in English';
COMMENT ON COLUMN ref.province.coastal IS '沿海 on the coast';

CREATE TABLE ref.grade (grade VARCHAR PRIMARY KEY, zh VARCHAR NOT NULL, en VARCHAR NOT NULL, heat_kcal_kg INTEGER NOT NULL);
COMMENT ON TABLE ref.grade IS '煤种 coal grades by net calorific value as received';
COMMENT ON COLUMN ref.grade.grade IS '煤种代码 grade code, e.g. Q5500';
COMMENT ON COLUMN ref.grade.zh IS '中文名 Chinese name';
COMMENT ON COLUMN ref.grade.en IS '英文名 English name';
COMMENT ON COLUMN ref.grade.heat_kcal_kg IS '发热量(大卡/千克) net calorific value as received, kcal/kg';

CREATE TABLE ref.port (port VARCHAR PRIMARY KEY, zh VARCHAR NOT NULL, en VARCHAR NOT NULL, capacity_wt DECIMAL(10,2), bohai4 BOOLEAN NOT NULL, source VARCHAR);
COMMENT ON TABLE ref.port IS '港口 coal loading ports';
COMMENT ON COLUMN ref.port.port IS '港口代码 port code';
COMMENT ON COLUMN ref.port.zh IS '中文名 Chinese name';
COMMENT ON COLUMN ref.port.en IS '英文名 English name';
COMMENT ON COLUMN ref.port.capacity_wt IS '堆存能力(万吨) yard capacity, 万吨';
COMMENT ON COLUMN ref.port.bohai4 IS '环渤海四港 one of the four Bohai-rim ports';
COMMENT ON COLUMN ref.port.source IS '依据 where the figures come from';

CREATE TABLE ref.industry (industry VARCHAR PRIMARY KEY, en VARCHAR NOT NULL, sort INTEGER NOT NULL);
COMMENT ON TABLE ref.industry IS '用煤行业 coal-consuming industries';
COMMENT ON COLUMN ref.industry.industry IS '行业 industry';
COMMENT ON COLUMN ref.industry.en IS '英文名 English name';
COMMENT ON COLUMN ref.industry.sort IS '排序 display order';

CREATE TABLE ref.record (series VARCHAR NOT NULL, period VARCHAR NOT NULL, value DECIMAL(18,4) NOT NULL, source VARCHAR NOT NULL, PRIMARY KEY (series, period));
COMMENT ON TABLE ref.record IS '历史记录 record values from before a series begins, each with its source';
COMMENT ON COLUMN ref.record.series IS '序列代码 market.series code';
COMMENT ON COLUMN ref.record.period IS '时期 period of the record as the source states it, e.g. 2008';
COMMENT ON COLUMN ref.record.value IS '数值 value in the unit of the series';
COMMENT ON COLUMN ref.record.source IS '依据 who states it';

CREATE TABLE ref.advantage_market (province VARCHAR NOT NULL, valid_from DATE NOT NULL, valid_to DATE, PRIMARY KEY (province, valid_from));
COMMENT ON TABLE ref.advantage_market IS '优势市场 provinces the company declares as advantage markets, with effective dates';
COMMENT ON COLUMN ref.advantage_market.province IS '省份 province of use';
COMMENT ON COLUMN ref.advantage_market.valid_from IS '生效日 first day, inclusive';
COMMENT ON COLUMN ref.advantage_market.valid_to IS '失效日 end day, exclusive; NULL while in force';

CREATE TABLE ref.event (kind VARCHAR NOT NULL, starts_on DATE NOT NULL, ends_on DATE NOT NULL, zh VARCHAR NOT NULL, en VARCHAR NOT NULL, source VARCHAR NOT NULL, PRIMARY KEY (kind, starts_on));
COMMENT ON TABLE ref.event IS '事件 maintenance windows, policies and other periods that charts annotate';
COMMENT ON COLUMN ref.event.kind IS '类别 daqin_maintenance, price_cap …';
COMMENT ON COLUMN ref.event.starts_on IS '开始日 first day';
COMMENT ON COLUMN ref.event.ends_on IS '结束日 last day';
COMMENT ON COLUMN ref.event.zh IS '中文名 Chinese label';
COMMENT ON COLUMN ref.event.en IS '英文名 English label';
COMMENT ON COLUMN ref.event.source IS '依据 who states it';
