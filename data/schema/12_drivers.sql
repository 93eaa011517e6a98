CREATE TABLE ref.vat_rate (valid_from DATE PRIMARY KEY, rate DECIMAL(6,4) NOT NULL, source VARCHAR NOT NULL);
COMMENT ON TABLE ref.vat_rate IS '煤炭增值税率 VAT on coal, from the day on which it holds until the next';
COMMENT ON COLUMN ref.vat_rate.valid_from IS '生效日 first day';
COMMENT ON COLUMN ref.vat_rate.rate IS '税率 fraction: 0.17 is 17 %';
COMMENT ON COLUMN ref.vat_rate.source IS '依据 who states it';

CREATE TABLE ref.driver (
  driver VARCHAR NOT NULL,
  proxy VARCHAR NOT NULL,
  sort INTEGER NOT NULL,
  zh VARCHAR NOT NULL,
  en VARCHAR NOT NULL,
  proxy_zh VARCHAR NOT NULL,
  proxy_en VARCHAR NOT NULL,
  kind VARCHAR NOT NULL,
  series VARCHAR,
  sign INTEGER NOT NULL,
  comparison VARCHAR,
  absence_zh VARCHAR,
  absence_en VARCHAR,
  source VARCHAR NOT NULL,
  PRIMARY KEY (driver, proxy)
);
COMMENT ON TABLE ref.driver IS '需求因素 the six drivers of coal demand that the weekly briefing follows, each with its proxies';
COMMENT ON COLUMN ref.driver.driver IS '因素代码 macro, imports, hydro_gas, south, maintenance or weather';
COMMENT ON COLUMN ref.driver.proxy IS '代理指标代码 proxy id within its driver';
COMMENT ON COLUMN ref.driver.sort IS '排序 display order';
COMMENT ON COLUMN ref.driver.zh IS '因素 driver in Chinese';
COMMENT ON COLUMN ref.driver.en IS '因素英文名 driver in English';
COMMENT ON COLUMN ref.driver.proxy_zh IS '代理指标 proxy in Chinese';
COMMENT ON COLUMN ref.driver.proxy_en IS '代理指标英文名 proxy in English';
COMMENT ON COLUMN ref.driver.kind IS '取值方式 series: values of a series; parity: import advantage; maintenance: days of Daqin maintenance in the 30 days from the day asked for; none: declared absent';
COMMENT ON COLUMN ref.driver.series IS '序列代码 market.series code of a proxy of the kind series';
COMMENT ON COLUMN ref.driver.sign IS '方向 what a rise means for coal demand: 1 more, -1 less, 0 neither';
COMMENT ON COLUMN ref.driver.comparison IS '对比 wow: 7 days before; yoy: the same period of the year before; self: the value states a change itself';
COMMENT ON COLUMN ref.driver.absence_zh IS '缺失说明 why there is no figure, in Chinese';
COMMENT ON COLUMN ref.driver.absence_en IS '缺失说明(英文) why there is no figure, in English';
COMMENT ON COLUMN ref.driver.source IS '依据 who defines the driver and its sign';

-- every step of what imported coal costs in the south, delivered and duty paid, against domestic coal; an input that is
-- missing or too old makes all that follows from it NULL
CREATE MACRO market.import_parity(
  day, kcal := 6000, insurance := 0, duty := 0, vat := -1, port := 25, target := 5500,
  fob := 'NEWC.FOB.Q6000', freight := 'NEWC.GZ.FREIGHT', fx := 'COAST.USDCNY', domestic := 'QHD.FOB.Q5500', sea := 'QHD.GZ.FREIGHT'
) AS TABLE
  WITH held AS (SELECT series, period_end, value::DECIMAL(12, 4) AS value FROM market.fresh(day) WHERE fresh),
  price AS (
    SELECT any_value(value) FILTER (series = fob) AS fob_usd, any_value(period_end) FILTER (series = fob) AS fob_on,
      any_value(value) FILTER (series = freight) AS freight_usd, any_value(period_end) FILTER (series = freight) AS freight_on,
      any_value(value) FILTER (series = domestic) AS domestic_cny, any_value(period_end) FILTER (series = domestic) AS domestic_on,
      any_value(value) FILTER (series = sea) AS sea_cny, any_value(period_end) FILTER (series = sea) AS sea_on
    FROM held),
  -- the rate of the day of the price; of a price on a day without one, the last within five days
  rate AS (
    SELECT o.value::DECIMAL(12, 4) AS fx_rate, o.period_end AS fx_on
    FROM market.latest o, price
    WHERE o.series = fx AND o.period_end BETWEEN fob_on - 5 AND fob_on
    ORDER BY o.period_end DESC LIMIT 1),
  taxed AS (
    SELECT (CASE WHEN vat >= 0 THEN vat
      ELSE (SELECT v.rate FROM ref.vat_rate v WHERE v.valid_from <= day ORDER BY v.valid_from DESC LIMIT 1) END)::DECIMAL(8, 6) AS vat_rate),
  landed AS (
    SELECT *, ((fob_usd + freight_usd) * (1 + insurance::DECIMAL(8, 6)))::DECIMAL(18, 8) AS cif_usd
    FROM price LEFT JOIN rate ON true CROSS JOIN taxed),
  -- each step is kept to eight places: decimals have room for no more
  in_yuan AS (SELECT *, (cif_usd::DECIMAL(16, 8) * fx_rate)::DECIMAL(18, 8) AS cif_cny FROM landed),
  with_duty AS (SELECT *, (cif_cny * duty::DECIMAL(8, 6))::DECIMAL(18, 8) AS duty_cny FROM in_yuan),
  with_vat AS (SELECT *, ((cif_cny + duty_cny)::DECIMAL(18, 8) * vat_rate)::DECIMAL(18, 8) AS vat_cny FROM with_duty),
  delivered AS (SELECT *, cif_cny + duty_cny + vat_cny + port::DECIMAL(12, 4) AS ddp_cny FROM with_vat)
  SELECT fob_usd, fob_on, freight_usd, freight_on, cif_usd, fx_rate, fx_on, cif_cny, duty_cny, vat_rate, vat_cny,
    port::DECIMAL(12, 4) AS port_cny, ddp_cny::DECIMAL(18, 8) AS ddp_cny,
    -- in whole numbers, rounded half up: DuckDB divides decimals as floats
    ((((ddp_cny::DECIMAL(28, 8) * 100000000)::HUGEINT * target::HUGEINT + kcal::HUGEINT // 2) // kcal::HUGEINT)::DECIMAL(20, 0)
      * 0.00000001::DECIMAL(9, 8))::DECIMAL(18, 8) AS ddp_target_cny,
    domestic_cny, domestic_on, sea_cny, sea_on, (domestic_cny + sea_cny)::DECIMAL(18, 8) AS domestic_cif_cny,
    (domestic_cny + sea_cny - ddp_target_cny)::DECIMAL(18, 8) AS advantage_cny
  FROM delivered;
