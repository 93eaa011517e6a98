import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { PUBLIC_FILES, samplePath } from '../testing/example-home.ts';
import { useStager } from '../testing/stager.ts';

const stage = useStager();
const sample = (name: string) => readFileSync(samplePath(name));

describe.skipIf(PUBLIC_FILES.absent)(`public feeds are read by their contracts${PUBLIC_FILES.note}`, () => {
  test('the ten-day prices of a page that holds every table twice', async () => {
    const { good, reasons } = await stage(
      `
object: observation
reader: { kind: html_table, selector: .txt-content }
columns:
  ten_days: { type: period, required: true, fact: { selector: 'meta[name="ArticleTitle"]', pattern: '^(.+旬)流通' } }
  base: { type: period, required: true, fact: { pattern: '上期为(\\d{4}年\\d{1,2}月[上中下]旬)' } }
  grade: { type: enum, from: [产品名称], required: true, values: { Q5500: ['/山西优混.*5500/'], Q4500: ['/普通混煤.*4500/'] } }
  per: { type: text, from: [单位] }
  price: { type: decimal, unit: 元/吨, from: [本期价格], unit_column: per, min: 100, max: 3000 }
  change: { type: decimal, unit: 元/吨, from: [比上期价格涨跌], unit_column: per }
only: grade
period: { of: ten_days }
observations: [{ series: 'NBS.{grade}', value: price }]
`,
      sample('nbs/nbs_2025-11-late_t20251203_1961979.trs.reconstructed.html'),
    );
    expect(reasons).toEqual({});
    expect(Object.values(good)).toMatchObject([
      { grade: 'Q4500', ten_days: ['2025-11-21', '2025-11-30'], base: ['2025-11-11', '2025-11-20'] },
      { grade: 'Q5500', per: '吨' },
    ]);
  });

  test('the Pink Sheet: its hidden first sheet is passed over, both coals are read, 2022-09 is the highest', async () => {
    const { good, reasons, records, furniture } = await stage(
      `
object: observation
reader: { kind: workbook }
columns:
  month: { type: period, position: 1, required: true }
  newcastle: { type: decimal, unit: 美元/吨, from: ['/^Coal, Australian/'], min: 5, max: 1000 }
  richards_bay: { type: decimal, unit: 美元/吨, from: ['/^Coal, South African/'], min: 5, max: 1000 }
only: { column: month, pattern: '^\\d{4}M\\d{2}$' }
period: { of: month }
observations: [{ series: X, value: newcastle }]
`,
      sample('prices_intl/CMO-Historical-Data-Monthly_2023-10.xlsx'),
    );
    const rows = Object.values(good);
    expect([reasons, rows.length + furniture]).toEqual([{}, records]);
    expect(rows.at(-1)).toEqual({
      month: ['2023-03-01', '2023-03-31'],
      newcastle: 187.23,
      richards_bay: 136.84,
    });
    const highest = rows.toSorted((a, b) => Number(b['newcastle'] ?? 0) - Number(a['newcastle'] ?? 0))[0];
    expect(highest).toEqual({ month: ['2022-09-01', '2022-09-30'], newcastle: 430.81, richards_bay: 234.98 });
  });

  test('FRED: the date column by its place', async () => {
    const { good, reasons } = await stage(
      `
object: observation
reader: { kind: csv }
columns:
  month: { type: date, position: 1, required: true }
  price: { type: decimal, scale: 3, unit: 美元/吨, from: [PCOALAUUSDM] }
period: { of: month, kind: month }
observations: [{ series: X, value: price }]
`,
      sample('prices_intl/fred_PCOALAUUSDM_2026-02.csv'),
    );
    const rows = Object.values(good);
    expect([reasons, rows.length]).toEqual([{}, 410]);
    expect(rows.at(-1)).toEqual({ month: '2026-02-01', price: 122.209 });
  });

  test('EIA: measures beside their units, in short tons', async () => {
    const { good, reasons, records, furniture } = await stage(
      `
object: observation
reader: { kind: json }
columns:
  year: { type: period, from: [period], required: true }
  region: { type: text, from: [stateRegionId], required: true }
  rank: { type: text, from: [coalRankId] }
  mine_type: { type: text, from: [mineTypeId] }
  production: { type: decimal, scale: 2, unit: 吨, from: [production], unit_column: unit }
  unit: { type: text, from: [production-units] }
key: [year, region, rank, mine_type]
period: { of: year }
observations: [{ series: X, value: production }]
`,
      sample('eia/eia_v2_coal_aggregate_production_rows.json'),
    );
    expect([reasons, records, furniture]).toEqual([{}, 4723, 1]);
    expect(good[2]).toMatchObject({ year: ['2021-01-01', '2021-12-31'], region: 'WSC', unit: 'short tons' });
    // 505 short tons of 0.90718474 t
    expect(good[2]?.['production']).toBe(458.13);
  });

  test('an index of weeks as JSON', async () => {
    const { good, reasons } = await stage(
      `
object: observation
reader: { kind: json }
columns:
  day: { type: date, from: [date], required: true }
  price: { type: decimal, unit: 元/吨, from: [price] }
period: { of: day }
observations: [{ series: X, value: price }]
`,
      sample('ctctc/ctctc_shanxi_thermal_5500_2023-03_2026-07.json'),
    );
    expect([reasons, Object.keys(good).length, good[2]]).toEqual([
      {},
      164,
      { day: '2023-03-03', price: 655 },
    ]);
  });
});
