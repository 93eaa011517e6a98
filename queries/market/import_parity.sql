/*
title: { zh: '进口煤到岸平价:每一步计算', en: 'Import parity, every step of the arithmetic' }
answers: { zh: 进口煤到南方比国内煤便宜多少?怎么算出来的?, en: 'How much cheaper is imported coal in the south, and how does that come about?' }
params:
  at: { type: date, default: as_of, label: { zh: 截至, en: As of } }
  kcal: { type: integer, default: 6000, min: 3000, max: 8000, label: { zh: '进口煤发热量(大卡,收到基低位)', en: 'Heat value of the import (kcal NAR)' } }
  target: { type: integer, default: 5500, min: 3000, max: 8000, label: { zh: 折算到(大卡), en: Normalised to (kcal) } }
  insurance: { type: number, default: 0, min: 0, max: 0.1, label: { zh: 保险费率, en: Insurance rate } }
  duty: { type: number, default: 0, min: 0, max: 1, label: { zh: 关税税率, en: Import duty } }
  vat: { type: number, default: -1, min: -1, max: 1, label: { zh: '增值税率(负数为当日法定税率)', en: 'VAT (negative: the rate of the day)' } }
  port: { type: number, default: 25, min: 0, max: 500, label: { zh: '港杂费(元/吨)', en: Port costs (CNY/t) } }
  fob: { type: text, default: NEWC.FOB.Q6000, max: 60, label: { zh: '进口离岸价序列(美元/吨)', en: Series of the import FOB price (USD/t) } }
  freight: { type: text, default: NEWC.GZ.FREIGHT, max: 60, label: { zh: '国际海运费序列(美元/吨)', en: Series of the ocean freight (USD/t) } }
  fx: { type: text, default: COAST.USDCNY, max: 60, label: { zh: '汇率序列(元/美元)', en: Series of the exchange rate (CNY per USD) } }
  domestic: { type: text, default: QHD.FOB.Q5500, max: 60, label: { zh: '国内平仓价序列(元/吨)', en: Series of the domestic FOB price (CNY/t) } }
  sea: { type: text, default: QHD.GZ.FREIGHT, max: 60, label: { zh: '国内海运费序列(元/吨)', en: Series of the domestic sea freight (CNY/t) } }
columns:
  step: { zh: 步骤, en: Step }
  item: { zh: 代码, en: Code }
  zh: { zh: 项目, en: Item (Chinese) }
  en: { zh: 项目(英文), en: Item }
  value: { zh: 数值, en: Value, format: decimal2 }
  unit: { zh: 单位, en: Unit }
  rate: { zh: 费率或热值, en: Rate or heat value }
  series: { zh: 序列, en: Series }
  dated: { zh: 数据日期, en: Date of the figure }
  missing: { zh: 缺少的序列, en: Series missing }
chart: { type: table }
roles: [leader, strategist, analyst]
tags: [price, import]
*/
WITH parity AS (
  FROM market.import_parity($at, kcal := $kcal, insurance := $insurance, duty := $duty, vat := $vat, port := $port,
    target := $target, fob := $fob, freight := $freight, fx := $fx, domestic := $domestic, sea := $sea)
),
lacking AS (
  SELECT concat_ws(', ', CASE WHEN fob_usd IS NULL THEN $fob END, CASE WHEN freight_usd IS NULL THEN $freight END) AS usd,
    CASE WHEN fx_rate IS NULL THEN $fx END AS fx,
    concat_ws(', ', CASE WHEN domestic_cny IS NULL THEN $domestic END, CASE WHEN sea_cny IS NULL THEN $sea END) AS home
  FROM parity
),
missing AS (
  SELECT nullif(usd, '') AS usd, fx, nullif(concat_ws(', ', nullif(usd, ''), fx), '') AS landed, nullif(home, '') AS home,
    nullif(concat_ws(', ', nullif(usd, ''), fx, nullif(home, '')), '') AS everything
  FROM lacking
)
SELECT unnest(steps, recursive := true) FROM (
  SELECT [
    {step: 1, item: 'fob', zh: '进口煤离岸价', en: 'Import FOB price', value: fob_usd::DECIMAL(18, 4), unit: '美元/吨', rate: $kcal || ' kcal', series: $fob, dated: fob_on, missing: CASE WHEN fob_usd IS NULL THEN $fob END},
    {step: 2, item: 'freight', zh: '国际海运费', en: 'Ocean freight', value: freight_usd::DECIMAL(18, 4), unit: '美元/吨', rate: NULL, series: $freight, dated: freight_on, missing: CASE WHEN freight_usd IS NULL THEN $freight END},
    {step: 3, item: 'cif', zh: '到岸价(含保险)', en: 'CIF with insurance', value: cif_usd::DECIMAL(18, 4), unit: '美元/吨', rate: $insurance::DECIMAL(8, 6)::VARCHAR, series: NULL, dated: fob_on, missing: m.usd},
    {step: 4, item: 'fx', zh: '汇率(价格当日)', en: 'Exchange rate on the day of the price', value: fx_rate::DECIMAL(18, 4), unit: '元/美元', rate: NULL, series: $fx, dated: fx_on, missing: m.fx},
    {step: 5, item: 'cif_cny', zh: '到岸价(人民币)', en: 'CIF in yuan', value: cif_cny::DECIMAL(18, 4), unit: '元/吨', rate: NULL, series: NULL, dated: fob_on, missing: m.landed},
    {step: 6, item: 'duty', zh: '关税', en: 'Import duty', value: duty_cny::DECIMAL(18, 4), unit: '元/吨', rate: $duty::DECIMAL(8, 6)::VARCHAR, series: NULL, dated: fob_on, missing: m.landed},
    {step: 7, item: 'vat', zh: '增值税', en: 'VAT', value: vat_cny::DECIMAL(18, 4), unit: '元/吨', rate: vat_rate::VARCHAR, series: NULL, dated: fob_on, missing: m.landed},
    {step: 8, item: 'port', zh: '港杂费', en: 'Port costs', value: port_cny::DECIMAL(18, 4), unit: '元/吨', rate: NULL, series: NULL, dated: NULL, missing: NULL},
    {step: 9, item: 'ddp', zh: '完税到港价', en: 'Delivered, duty paid', value: ddp_cny::DECIMAL(18, 4), unit: '元/吨', rate: $kcal || ' kcal', series: NULL, dated: fob_on, missing: m.landed},
    {step: 10, item: 'ddp_target', zh: '完税到港价(折算)', en: 'Delivered, duty paid, normalised', value: ddp_target_cny::DECIMAL(18, 4), unit: '元/吨', rate: $target || ' kcal', series: NULL, dated: fob_on, missing: m.landed},
    {step: 11, item: 'domestic', zh: '国内平仓价', en: 'Domestic FOB price', value: domestic_cny::DECIMAL(18, 4), unit: '元/吨', rate: NULL, series: $domestic, dated: domestic_on, missing: CASE WHEN domestic_cny IS NULL THEN $domestic END},
    {step: 12, item: 'sea', zh: '国内海运费(北方至南方)', en: 'Sea freight north to south', value: sea_cny::DECIMAL(18, 4), unit: '元/吨', rate: NULL, series: $sea, dated: sea_on, missing: CASE WHEN sea_cny IS NULL THEN $sea END},
    {step: 13, item: 'domestic_cif', zh: '国内煤南方到岸价', en: 'Domestic CIF south', value: domestic_cif_cny::DECIMAL(18, 4), unit: '元/吨', rate: NULL, series: NULL, dated: domestic_on, missing: m.home},
    {step: 14, item: 'advantage', zh: '进口煤价格优势(正为进口便宜)', en: 'Import advantage (positive: imports are cheaper)', value: advantage_cny::DECIMAL(18, 4), unit: '元/吨', rate: $target || ' kcal', series: NULL, dated: NULL, missing: m.everything}
  ] AS steps
  FROM parity CROSS JOIN missing m
)
