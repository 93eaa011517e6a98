import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import writeWorkbook from 'write-excel-file/node';
import { PUBLIC_FILES, samplePath } from '../testing/example-home.ts';
import { figures, reasons, trialOf } from '../testing/trial.ts';
import { FRED, IMPORTS, WORLD_BANK } from './verified-figures.ts';

/** Last day of `2026-02`. */
function monthEnd(month: string): string {
  return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10);
}

const workbook = async (sheets: Record<string, (string | number | null)[][]>): Promise<Buffer> =>
  writeWorkbook(
    Object.entries(sheets).map(([sheet, data]) => ({
      sheet,
      data: data.map((row) => row.map((value) => (value === null ? null : { value }))),
    })) as never,
  ).toBuffer();

test.each(['observation_date', 'DATE'])(
  'FRED: the first column is the month, called %s or not',
  async (title) => {
    const csv = [
      `${title},PCOALAUUSDM`,
      ...FRED.map(([month, price]) => `${month}-01,${price}0000000000`),
      '2026-03-01,.',
      '2026-04-01,',
    ];
    const trial = await trialOf('fred_coal', csv.join('\n'), { name: 'fredgraph.csv' });
    expect(figures(trial)).toEqual(
      FRED.map(([month, price]) => `FRED.PCOALAUUSDM ${monthEnd(month)} ${Number(price)}`),
    );
    expect(trial.rejected).toEqual([]);
    expect(trial.rows[0]?.['period_start']).toBe(`${FRED[0]?.[0]}-01`);
  },
);

test('FRED: a page of an error in place of the file is refused', async () => {
  const html =
    '<!DOCTYPE html><html><head><title>Service unavailable</title></head><body>try later</body></html>';
  await expect(trialOf('fred_coal', html, { name: 'fredgraph.csv' })).rejects.toMatchObject({
    code: 'unexpected_format',
  });
});

test.each([
  ['of 2026, without a row of codes', false],
  ['of 2023, with a row of codes', true],
])('World Bank: the workbook %s', async (_what, codes) => {
  const rows = WORLD_BANK.map(([month, aus, saf]) => [
    month.replace('-', 'M'),
    40.1,
    Number(aus),
    Number(saf),
  ]);
  const bytes = await workbook({
    AFOSHEET: [['hidden'], ['sheet']],
    'Monthly Prices': [
      ['World Bank Commodity Price Data (The Pink Sheet)'],
      ['monthly prices in nominal US dollars, 1960 to present'],
      [null],
      ['Updated on March 03, 2026'],
      [null, 'Crude oil, average', 'Coal, Australian', 'Coal, South African **'],
      [null, '($/bbl)', '($/mt)', '($/mt)'],
      ...(codes ? [[null, 'CRUDE_PETRO', 'COAL_AUS', 'COAL_SAFRICA']] : []),
      ['1960M01', 1.63, '…', '…'],
      ...rows,
    ],
    Description: [['Coal, Australian', 'port thermal, FOB Newcastle']],
  });
  const trial = await trialOf('world_bank_coal', bytes, { name: 'CMO-Historical-Data-Monthly.xlsx' });
  expect(figures(trial).sort()).toEqual(
    WORLD_BANK.flatMap(([month, aus, saf]) => [
      `WB.COAL_AUS ${monthEnd(month)} ${Number(aus)}`,
      `WB.COAL_SAFRICA ${monthEnd(month)} ${Number(saf)}`,
    ]).sort(),
  );
  expect(trial.rejected).toEqual([]);
});

test('World Bank: prices in another unit than dollars a tonne are refused', async () => {
  const bytes = await workbook({
    'Monthly Prices': [
      ['x'],
      [null, 'Coal, Australian', 'Coal, South African **'],
      [null, '($/bbl)', '($/mt)'],
      ['2026M01', 109.78, 90.56],
    ],
  });
  await expect(trialOf('world_bank_coal', bytes, { name: 'CMO.xlsx' })).rejects.toMatchObject({
    code: 'unit_mismatch',
  });
});

test.skipIf(PUBLIC_FILES.absent)(
  `the files of FRED and the World Bank as they were published${PUBLIC_FILES.note}`,
  async () => {
    const fred = await trialOf(
      'fred_coal',
      readFileSync(samplePath('prices_intl/fred_PCOALAUUSDM_2026-02.csv')),
      {
        name: 'fredgraph.csv',
      },
    );
    expect(fred.rows).toHaveLength(410);
    const lines = figures(fred).map((line) => {
      const [, day = '', value] = line.split(' ');
      return `${day.slice(0, 7)} ${Number(value).toFixed(3)}`;
    });
    for (const [month, price] of FRED) expect(lines).toContain(`${month} ${price}`);
    const bank = await trialOf(
      'world_bank_coal',
      readFileSync(samplePath('prices_intl/CMO-Historical-Data-Monthly_2023-10.xlsx')),
      { name: 'CMO-Historical-Data-Monthly.xlsx' },
    );
    const found = new Map(
      bank.rows.map((row) => [`${row['series']} ${row['period_end']}`, Number(row['value'])]),
    );
    for (const [month, aus, saf] of WORLD_BANK.filter(([one]) => one <= '2023-03')) {
      expect(found.get(`WB.COAL_AUS ${monthEnd(month)}`)).toBeCloseTo(Number(aus), 2);
      expect(found.get(`WB.COAL_SAFRICA ${monthEnd(month)}`)).toBeCloseTo(Number(saf), 2);
    }
    expect(
      Math.max(...[...found].flatMap(([key, value]) => (key.startsWith('WB.COAL_AUS') ? [value] : []))),
    ).toBeCloseTo(430.81, 2);
    expect(bank.rejected).toEqual([]);
  },
  60_000,
);

test('imports: months down, years across, one record a month; the low of December 2019 is flagged and kept', async () => {
  const years = ['2019', '2020'];
  const by = new Map(IMPORTS);
  const sheet = [
    ['煤及褐煤进口量', null, null],
    ['单位：万吨', null, null],
    ['月份', '2019年', '2020年'],
    ...Array.from({ length: 12 }, (_, i) => {
      const month = String(i + 1).padStart(2, '0');
      return [`${i + 1}月`, ...years.map((year) => Number(by.get(`${year}-${month}`) ?? 2400 + i))];
    }),
  ];
  const trial = await trialOf('coal_imports', await workbook({ 进口: sheet }), { name: '进口.xlsx' });
  const lines = figures(trial);
  for (const [month, value] of IMPORTS)
    expect(lines).toContain(`CN.customs.imports ${monthEnd(month)} ${Number(value)}`);
  expect(lines).toHaveLength(24);
  expect(
    trial.flags.filter(({ code }) => code === 'decimal_shift').map(({ period_end }) => period_end),
  ).toEqual(['2019-12-31']);
});

test('the workbook of a terminal: five rows of labels, one column a series; 0 and #N/A are missing, a wrong unit is kept aside', async () => {
  const sheet = [
    [
      '指标名称',
      '秦皇岛港:平仓价:动力末煤(Q5500,山西产)',
      '煤炭库存:秦皇岛港',
      '煤炭库存:主流港口',
      '不相干指标',
    ],
    ['频率', '日', '日', '周', '日'],
    ['单位', '元/吨', '万吨', '点', '点'],
    ['指标ID', 'S5101377', 'S5103725', 'S5134687', 'M0000001'],
    ['来源', '煤炭网', '港务集团', '煤炭网', '其他'],
    ['2021-01-15', 1003, 491, 5100, 1],
    ['2021-01-22', '#N/A', 493, 0, 2],
    ['2021-01-23', 0, 494, null, 3],
  ];
  const bytes = await workbook({ 导出: sheet });
  const prices = await trialOf('vendor_prices', bytes, { name: 'export.xlsx' });
  expect(figures(prices)).toEqual(['WIND.QHD.Q5500 2021-01-15 1003']);
  expect(prices.rejected).toEqual([]);
  const stocks = await trialOf('vendor_stocks', bytes, { name: 'export.xlsx' });
  expect(figures(stocks).sort()).toEqual([
    'WIND.QHD.stock 2021-01-15 491',
    'WIND.QHD.stock 2021-01-22 493',
    'WIND.QHD.stock 2021-01-23 494',
  ]);
  expect(new Set(reasons(stocks).flatMap(([, codes]) => codes))).toEqual(new Set(['unit_mismatch']));
});
