import { expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { PUBLIC_FILES, samplePath } from '../testing/example-home.ts';
import { figures, reasons, trialOf } from '../testing/trial.ts';
import { CBFI_COAL } from './verified-figures.ts';

/** The table of the Shanghai Shipping Exchange: an index page holds a table of links beside it. */
function shippingPage(before: string, now: string, rows: string[][]): string {
  const row = (cells: string[]) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  return `<html><head><meta charset="utf-8"><title>上海航运交易所</title></head><body><table><tr><td>首页</td><td>运价指数</td></tr></table>
<div id="right"><table class="lb1"><tbody>
<tr><td>航线</td><td>参考船型</td><td>上期<br>${before}</td><td>本期<br>${now}</td><td>与上期比涨跌(%)</td></tr>
${rows.map(row).join('\n')}</tbody></table></div></body></html>`;
}

test('CBCFI: the day stands in the header, the index in the first row', async () => {
  const html = shippingPage('2026-08-20', '2026-08-21', [
    ['综合指数', '', '905.02', '913.15', '0.9'],
    ['秦皇岛-广州(5-6万DWT)', '元/吨', '42.1', '42.9', '1.9'],
  ]);
  const trial = await trialOf('sse_cbcfi', html);
  expect(figures(trial)).toEqual(['SSE.CBCFI 2026-08-21 913.15']);
  expect(trial.rows[0]).toMatchObject({ change_pct: '0.9000', base_end: '2026-08-20' });
});

test('CBFI is another series: the coal index and two lanes of its own table', async () => {
  const html = shippingPage('2025-12-31', '2026-01-09', [
    ['综合指数', '', '1010.1', '1003.2', '-0.7'],
    ['煤炭货种指数', '', '1001.4', '987.20', '-1.4'],
    ['秦皇岛-广州', '5-6万DWT', '900', '890', '-1.1'],
    ['粮食货种指数', '', '720.77', '716.26', '-0.6'],
  ]);
  expect(figures(await trialOf('sse_cbfi', html)).sort()).toEqual([
    'SSE.CBFI 2026-01-09 1003.2',
    'SSE.CBFI.QHD_GZ 2026-01-09 890',
    'SSE.CBFI.coal 2026-01-09 987.2',
  ]);
});

test.each(CBFI_COAL)('the coal index of CBFI of %s', async (day, index) => {
  const html = shippingPage('2011-01-07', day, [
    ['综合指数', '', '1010.1', '1003.2', '-0.7'],
    ['煤炭货种指数', '', '1001.4', index, '-1.4'],
  ]);
  expect(figures(await trialOf('sse_cbfi', html))).toContain(`SSE.CBFI.coal ${day} ${Number(index)}`);
});

test('a page of the exchange whose columns are no longer called so is refused', async () => {
  const html = shippingPage('2026-08-20', '2026-08-21', [['综合指数', '', '905.02', '913.15', '0.9']]);
  await expect(trialOf('sse_cbcfi', html.replaceAll('本期', '当日'))).rejects.toMatchObject({
    code: expect.stringMatching(/fact_not_found|table_not_found|column_not_found/) as string,
  });
});

const taiyuan = (rows: object[]) => JSON.stringify({ data: rows });
const index = (name: string, price: number | null, day: string) => ({
  INDEX_CODE: 'x',
  INDEX_NAME: name,
  CURRENT_PRICE: price,
  STAGE_DATE: day,
  TYPE: '1',
});

test('Taiyuan: the whole history in one answer, other coals passed over, a price of null is missing', async () => {
  const json = taiyuan([
    index('山西动力煤5500', 655, '2023-03-03'),
    index('山西动力煤5500', 648, '2023-03-10'),
    index('山西动力煤4500', null, '2023-03-10'),
    index('山西高硫焦精煤', 1948, '2023-03-10'),
  ]);
  const trial = await trialOf('ctctc_shanxi', json, { name: 'zhIndexDataAll' });
  expect(figures(trial)).toEqual(['CTCTC.SX5500 2023-03-03 655', 'CTCTC.SX5500 2023-03-10 648']);
  expect(trial.rows[0]?.['period_start']).toBe('2023-02-25');
});

test('Taiyuan: another answer than the index is refused, with what it was', async () => {
  await expect(trialOf('ctctc_shanxi', '<html><title>504 Gateway</title></html>')).rejects.toMatchObject({
    code: 'unexpected_format',
  });
  await expect(trialOf('ctctc_shanxi', '{"code":500,"msg":"系统繁忙"}')).rejects.toMatchObject({
    code: 'path_not_found',
  });
});

test.skipIf(PUBLIC_FILES.absent)(
  `Taiyuan: the saved weeks of Shanxi thermal coal${PUBLIC_FILES.note}`,
  async () => {
    const saved = JSON.parse(
      readFileSync(samplePath('ctctc/ctctc_shanxi_thermal_5500_2023-03_2026-07.json'), 'utf8'),
    ) as {
      date: string;
      price: number;
    }[];
    const json = taiyuan(saved.map(({ date, price }) => index('山西动力煤5500', price, date)));
    const trial = await trialOf('ctctc_shanxi', json, { name: 'zhIndexDataAll' });
    expect(trial.rows).toHaveLength(164);
    expect(trial.rows.map((row) => Number(row['value']))).toEqual(saved.map(({ price }) => price));
  },
);

const answer = (data: object[]) =>
  JSON.stringify({
    response: { total: String(data.length), dateFormat: 'YYYY-"Q"Q', frequency: 'quarterly', data },
    apiVersion: '2.1.8',
  });

test('EIA receipts: figures are texts with their units beside them; w is withheld, a number with two points is kept aside', async () => {
  const receipt = {
    period: '2023-Q1',
    mineStateId: 'WY',
    mineCountyId: '5',
    mineBasinId: 'PRB',
    mineMSHAId: '4800977',
    mineName: 'North Antelope Rochelle',
    mineTypeId: 'S',
    coalRankId: 'SUB',
    coalSupplier: 'PEABODY',
    contractType: 'C',
    transportationMode: 'RR',
    plantId: '1733',
    plantName: 'Monroe',
    plantStateId: 'MI',
    quantity: '100000',
    'quantity-units': 'short tons',
    price: '40.00',
    'price-units': 'dollars per short ton',
    'heat-content': '8800',
    'heat-content-units': 'Btu per pound',
    'ash-content': '4.5',
    'sulfur-content': '0.21',
  };
  const trial = await trialOf(
    'eia_receipts',
    answer([
      receipt,
      { ...receipt, plantId: '1734', price: 'w' },
      { ...receipt, plantId: '1735', price: '40.12.50' },
      { ...receipt, plantId: '1736', 'price-units': 'cents per million Btu' },
    ]),
    { name: 'receipts.json' },
  );
  expect(trial.rows).toHaveLength(2);
  expect(trial.rows[0]).toMatchObject({
    reported_for: '2023-03-31',
    receipts_t: '90718.474',
    price_usd_t: '44.0925',
    rank: 'SUB',
  });
  expect(Number(trial.rows[0]?.['heat_kcal_kg'])).toBeCloseTo((8800 * 2.326) / 4.1816, 1);
  expect(trial.rows[1]?.['price_usd_t']).toBeNull();
  expect(reasons(trial).map(([, codes]) => codes)).toEqual([['invalid_number'], ['unit_mismatch']]);
});

test('EIA production: the sum of all, in 万吨; its parts are passed over', async () => {
  const row = {
    period: 2021,
    stateRegionId: 'US',
    coalRankId: 'TOT',
    mineTypeId: 'ALL',
    production: 577431193,
    'production-units': 'short tons',
  };
  const trial = await trialOf(
    'eia_production',
    answer([row, { ...row, stateRegionId: 'WSC', production: 505 }]),
    {
      name: 'aggregate.json',
    },
  );
  expect(figures(trial)).toEqual([
    `EIA.US.production 2021-12-31 ${Math.round(57743.1193 * 0.90718474 * 10000) / 10000}`,
  ]);
});
