import { expect, test } from 'vitest';
import { nbsPage, type NbsRow } from '../testing/nbs-page.ts';
import { figures, reasons, trialOf } from '../testing/trial.ts';
import { NBS_FIGURES } from './nbs-figures.ts';

const COALS = [
  '普通混煤（4500大卡）',
  '山西大混（5000大卡）',
  '山西优混（5500大卡）',
  '大同混煤（5800大卡）',
];
const SERIES = ['NBS.Q4500', 'NBS.Q5000', 'NBS.Q5500', 'NBS.Q5800'];

/** The rows of a page around some prices of steam coal: other goods, headings of classes, coals without a grade. */
function rowsAround(prices: readonly (string | null)[]): NbsRow[] {
  return [
    ['一、黑色金属', '', '', '', ''],
    ['螺纹钢（Φ20mm，HRB400E）', '吨', '3168.4', '29.4', '0.9'],
    ['五、煤炭', '', '', '', ''],
    ['无烟煤（洗中块）', '吨', '901.2', '-1.0', '-0.1'],
    ...COALS.flatMap((name, i): NbsRow[] => {
      const price = prices[i];
      return price ? [[name, '吨', price, '-1.6', '-0.2']] : [];
    }),
    ['焦煤（主焦煤）', '吨', '1550.0', '20.0', '1.3'],
    ['焦炭（准一级冶金焦）', '吨', '1480.4', '0.0', '0.0'],
    ['七、农产品（主要用于加工）', '', '', '', ''],
    ['生猪（外三元）', '千克', '11.6', '-0.2', '-1.7'],
  ];
}

const page = (tenDays: string, rows: NbsRow[], more: Partial<Parameters<typeof nbsPage>[0]> = {}) =>
  nbsPage({ tenDays, rows, published: '2026/09/24 09:30', note: '注：上期为2020年1月上旬。', ...more });

/** Last day of `2021年1月上旬`. */
function lastDay(tenDays: string): string {
  const [, year, month, third] = /^(\d{4})年(\d{1,2})月([上中下])旬$/.exec(tenDays) ?? [];
  const day =
    third === '下'
      ? new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()
      : third === '上'
        ? 10
        : 20;
  return `${year}-${String(month).padStart(2, '0')}-${day}`;
}

test.each(NBS_FIGURES)(
  '$tenDays is read off its page as it was printed ($page)',
  async ({ tenDays, prices }) => {
    const era = tenDays < '2023' ? 'word' : 'editor';
    const trial = await trialOf('nbs_prices', page(tenDays, rowsAround(prices), { era }));
    const printed = prices.flatMap((price, i) =>
      price ? [`${SERIES[i]} ${lastDay(tenDays)} ${Number(price)}`] : [],
    );
    expect(figures(trial).filter((line) => line.startsWith('NBS.Q'))).toEqual(printed);
    expect(trial.rejected).toEqual([]);
  },
);

test('the change, the percentage and the ten days they compare with are kept as printed', async () => {
  // the ten days before were never issued: 637.5 stands nowhere
  const rows = rowsAround(['1', '1', '585.5', '1']).map((row): NbsRow =>
    row[0].startsWith('山西优混') ? ['山西优混（5500大卡）', '吨', '585.5', '－52.0', '−8.2'] : row,
  );
  const trial = await trialOf(
    'nbs_prices',
    page('2021年2月下旬', rows, { note: '注：上期为2021年2月中旬。' }),
  );
  expect(trial.rows.find((row) => row['series'] === 'NBS.Q5500')).toMatchObject({
    period_start: '2021-02-21',
    period_end: '2021-02-28',
    value: '585.5000',
    change: '-52.0000',
    change_pct: '-8.2000',
    base_end: '2021-02-20',
  });
});

test('goods keep their series when a name drifts, and get another when the good itself is another', async () => {
  const named = async (name: string) =>
    figures(
      await trialOf('nbs_prices', page('2022年1月上旬', [[name, '吨', '900', '1', '0.1']], { era: 'word' })),
    );
  expect(await named('无烟煤（2号洗中块）')).toEqual(['NBS.anthracite 2022-01-10 900']);
  expect(await named('无烟煤（洗中块）')).toEqual(['NBS.anthracite 2022-01-10 900']);
  expect(await named('焦炭（准一级冶金焦）注2')).toEqual(['NBS.coke_quasi1 2022-01-10 900']);
  expect(await named('焦炭（二级冶金焦）')).toEqual(['NBS.coke_2 2022-01-10 900']);
  expect(await named('焦煤（1/3焦煤）')).toEqual(['NBS.coking_third 2022-01-10 900']);
  expect(await named('焦煤（主焦煤）')).toEqual(['NBS.coking 2022-01-10 900']);
  expect(await named('山西优混 (5500 大卡)')).toEqual(['NBS.Q5500 2022-01-10 900']);
});

test('from 2026 on the other steam coals are not missed, before they are', async () => {
  const only5500 = rowsAround([null, null, '694.2', null]);
  const missed = async (tenDays: string) =>
    (await trialOf('nbs_prices', page(tenDays, only5500))).flags
      .filter(({ code }) => code === 'missing_series')
      .map(({ series }) => series);
  expect(await missed('2026年1月上旬')).toEqual([]);
  expect(await missed('2025年12月下旬')).toEqual(['NBS.Q4500', 'NBS.Q5000', 'NBS.Q5800']);
});

test('a price that is a dash or blank is missing, no zero', async () => {
  const rows: NbsRow[] = [
    ['山西优混（5500大卡）', '吨', '-', '-', '-'],
    ['山西大混（5000大卡）', '吨', '', '', ''],
    ['普通混煤（4500大卡）', '吨', '1,147.1', '-1.6', '-0.2'],
  ];
  const trial = await trialOf('nbs_prices', page('2022年10月中旬', rows));
  expect(figures(trial)).toEqual(['NBS.Q4500 2022-10-20 1147.1']);
});

test('a coal priced by another unit than the tonne, or by none, is kept aside', async () => {
  const rows: NbsRow[] = [
    ['山西优混（5500大卡）', '千克', '0.7', '0', '0'],
    ['山西大混（5000大卡）', '', '600', '0', '0'],
  ];
  const trial = await trialOf('nbs_prices', page('2022年10月中旬', rows));
  expect(figures(trial)).toEqual([]);
  expect(reasons(trial).map(([, codes]) => codes)).toEqual([
    ['unknown_value'],
    ['required', 'unit_unknown', 'unit_unknown'],
  ]);
});

test.each<[string, (html: string) => string, string]>([
  [
    'a page whose price column has another name',
    (html) => html.replaceAll('本期价格', '成交均价'),
    'no_observations',
  ],
  ['a page without its table', (html) => html.replaceAll(/<table[\s\S]*?<\/table>/g, ''), 'table_not_found'],
  ['a page whose title says no ten days', (html) => html.replaceAll('月下旬', '月'), 'fact_not_found'],
  [
    'a page of a login',
    () => '<html><title>登录</title><body><form>用户名</form></body></html>',
    'table_not_found',
  ],
  ['JSON in place of the page', () => '{"code": 403}', 'unexpected_format'],
])('%s is refused as such', async (_what, spoil, code) => {
  const html = spoil(page('2025年11月下旬', rowsAround(['1', '1', '827.5', '1'])));
  await expect(trialOf('nbs_prices', html)).rejects.toMatchObject({ code });
});
