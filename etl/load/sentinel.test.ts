import { describe, expect, test } from 'vitest';
import type { Source } from '../../data/source-file.ts';
import { useFeedLoader, type FeedLoad } from '../testing/feed-loader.ts';

const feed = useFeedLoader();

/** A source of one series, S by default monthly in 万吨, and what is said of it beyond that. */
async function monthly(more = '', series = ''): Promise<Source> {
  const [source] = await feed.sources(`
id: monthly
columns:
  month: { type: date, from: [月], required: true }
  value: { type: decimal, from: [数量], unit: 万吨 }
  change: { type: decimal, from: [增减] }
period: { of: month, kind: month }
observations: [{ series: S, value: value, change: change }]
series:
  S: { zh: 进口, en: imports, measure: imports, unit: 万吨, period: month${series} }
${more}`);
  if (!source) throw new Error('no source');
  return source;
}

const HEADER = '月,数量(万吨),增减';
/** Months from the one given, a value each; a pair is a value and its printed change. */
function months(from: string, values: readonly (number | string | [number, number])[]): string[] {
  const first = Date.parse(`${from}-01T00:00:00Z`);
  return values.map((value, i) => {
    const day = new Date(first);
    day.setUTCMonth(day.getUTCMonth() + i);
    return `${day.toISOString().slice(0, 10)},${Array.isArray(value) ? value.join(',') : `${value},`}`;
  });
}
const load = (
  source: Source,
  from: string,
  values: Parameters<typeof months>[1],
  name = from,
): Promise<FeedLoad> => feed.load(source, name, [HEADER, ...months(from, values)]);
const told = (found: FeedLoad) =>
  found.flags.map(({ code, series, period_end }) => [code, series, period_end]);
const aside = (found: FeedLoad) => found.rejected.map(({ row, reasons }) => [row, reasons[0]?.code]);
const LEVEL = [2400, 2600, 2500, 2550, 2450, 2520, 2480];

describe('decimal_shift', () => {
  test.each([
    [10, '25000', '10 倍,疑为小数点错位'],
    [100, '250000', '100 倍,疑为小数点错位'],
    [1000, '2500000', '1000 倍,疑为千吨与吨混用'],
    [10_000, '25000000', '10000 倍,疑为万吨与吨混用'],
    [0.1, '250', '1/10,疑为小数点错位'],
    [0.0001, '0.25', '1/10000,疑为万吨与吨混用'],
  ])('a value %d times its level is kept aside, the factor named', async (_factor, value, zh) => {
    const source = await monthly();
    await load(source, '2025-01', LEVEL);
    const found = await load(source, '2025-08', [value]);
    expect(aside(found)).toEqual([[2, 'decimal_shift']]);
    expect(found.rejected[0]?.reasons[0]).toMatchObject({ columns: ['value'], zh: `约为近期水平的 ${zh}` });
    expect(found.counts).toEqual({ inserted: 0, updated: 0, unchanged: 0, quarantined: 1, furniture: 1 });
  });

  test.each([[700], [6000], [18_000], [35_000]])('%d is no shift of 2,500', async (value) => {
    const source = await monthly();
    await load(source, '2025-01', LEVEL);
    expect(aside(await load(source, '2025-08', [value]))).toEqual([]);
  });

  test('a reprint of it is kept aside too, and so is the same value for another day of the month', async () => {
    const source = await monthly();
    await load(source, '2025-01', LEVEL);
    const lines = ['2025-08-01,25000,', '2025-08-01,25000,', '2025-08-02,25000,', '2025-09-01,2500,'];
    const found = await feed.load(source, 'a', [HEADER, ...lines]);
    expect(aside(found)).toEqual([2, 3, 4].map((row) => [row, 'decimal_shift']));
    expect(found.counts).toMatchObject({ inserted: 1, unchanged: 0 });
  });

  test('a source that says so keeps it, flagged', async () => {
    const source = await monthly('sentinel: { shift: flag }');
    await load(source, '2025-01', LEVEL);
    const found = await load(source, '2025-08', [25_000_000]);
    expect(found.counts.inserted).toBe(1);
    expect(found.flags).toMatchObject([
      {
        code: 'decimal_shift',
        series: 'S',
        period_end: '2025-08-31',
        zh: '25000000 约为近期水平的 10000 倍,疑为万吨与吨混用(2500)',
        en: '25000000 is about 10000 times its recent level, as if 10 kt and t were confused (2500)',
      },
    ]);
  });

  test('the printed change acquits a value that it bears out, and no other', async () => {
    const source = await monthly();
    await load(source, '2025-01', LEVEL);
    expect(aside(await load(source, '2025-08', [[248, -2232]], 'a'))).toEqual([]);
    expect(aside(await load(source, '2025-09', [[25_100, 20]], 'b'))).toEqual([[2, 'decimal_shift']]);
  });

  test('fewer than five values, or none within two years, make no level', async () => {
    const source = await monthly();
    await load(source, '2025-01', LEVEL.slice(0, 4));
    expect(aside(await load(source, '2025-05', [25_000]))).toEqual([]);
    await feed.connection().run('DELETE FROM market.observation');
    await load(source, '2020-01', LEVEL);
    expect(aside(await load(source, '2025-05', [25_000]))).toEqual([]);
  });

  test('values after it are a level too, and a whole file in another unit does not vouch for itself', async () => {
    const source = await monthly();
    await load(source, '2025-06', LEVEL);
    expect(
      aside(
        await load(
          source,
          '2024-05',
          Array.from({ length: 12 }, () => 25_000_000),
        ),
      ),
    ).toHaveLength(12);
  });

  test('a first file is held against itself', async () => {
    const source = await monthly();
    expect(aside(await load(source, '2025-01', [...LEVEL, 25_000, ...LEVEL]))).toEqual([
      [9, 'decimal_shift'],
    ]);
  });

  test('another basis has another level', async () => {
    const source = await monthly('', ", breaks: [{ on: 2025-08-01, zh: 基期改为千, en: 'rebased' }]");
    await load(source, '2025-01', LEVEL);
    expect(aside(await load(source, '2025-08', [25_000, 25_100]))).toEqual([]);
  });

  test('the imports of December 2019 are real: kept and flagged, and the month after is judged by the median', async () => {
    const source = await monthly('sentinel: { shift: flag }');
    // customs, 万吨: the quota of 2019 was used up
    const year = [3350.2, 1764.1, 2348.1, 2530, 2746.7, 2709.7, 3288.7, 3295.2, 3028.8, 2568.5, 2078.1];
    await load(source, '2019-01', year);
    const december = await load(source, '2019-12', [277.2]);
    expect(december.counts).toMatchObject({ inserted: 1, quarantined: 0 });
    expect(told(december)).toContainEqual(['decimal_shift', 'S', '2019-12-31']);
    const march = await load(source, '2020-03', [2782.3, 3095, 2205.7]);
    expect(march.counts).toMatchObject({ inserted: 3, quarantined: 0 });
    expect(told(march).filter(([code]) => code === 'decimal_shift')).toEqual([]);
    expect(await feed.ask("SELECT value FROM market.latest WHERE period_end = '2019-12-31'")).toEqual([
      ['277.2000'],
    ]);
  });
});

describe('outlier', () => {
  const WAVES = Array.from({ length: 14 }, (_, i) => 500 + 10 * (i % 3));

  test('a change of many usual ones is flagged and kept', async () => {
    const source = await monthly();
    await load(source, '2024-01', WAVES);
    const found = await load(source, '2025-03', [515, 900]);
    expect(told(found)).toEqual([['outlier', 'S', '2025-04-30']]);
    expect(found.flags[0]?.zh).toMatch(/^较上一值变动 385,为通常波动的 [\d.]+ 倍$/);
    expect(found.counts).toMatchObject({ inserted: 2, quarantined: 0 });
  });

  test('the source says how many', async () => {
    const source = await monthly('sentinel: { outlier: 1000 }');
    await load(source, '2024-01', WAVES);
    expect(told(await load(source, '2025-03', [515, 900]))).toEqual([]);
  });

  test('fewer than twelve changes say nothing', async () => {
    const source = await monthly();
    await load(source, '2024-01', WAVES.slice(0, 12));
    expect(told(await load(source, '2025-01', [900]))).toEqual([]);
  });

  test('the first small step of a price that stood still is none', async () => {
    const source = await monthly();
    await load(
      source,
      '2024-01',
      Array.from({ length: 14 }, () => 500),
    );
    expect(told(await load(source, '2025-03', [514]))).toEqual([]);
    expect(told(await load(source, '2025-04', [600]))).toEqual([['outlier', 'S', '2025-04-30']]);
  });

  test('no change is formed across a break', async () => {
    const source = await monthly('', ", breaks: [{ on: 2025-03-01, zh: 换, en: 'new' }]");
    await load(source, '2024-01', WAVES);
    expect(told(await load(source, '2025-03', [[900, 400]]))).toEqual([]);
  });
});

describe('change_mismatch', () => {
  test('a printed change that is not the difference is flagged; one digit of rounding is none', async () => {
    const source = await monthly();
    await load(source, '2025-01', [2500.4]);
    expect(told(await load(source, '2025-02', [[2510.2, 9.7]]))).toEqual([]);
    const found = await load(source, '2025-03', [[2520.2, 9.7]]);
    expect(told(found)).toEqual([['change_mismatch', 'S', '2025-03-31']]);
    expect(found.flags[0]?.zh).toBe('公布涨跌 9.7,与 2025-02-28 的值相减为 10');
    expect(found.counts.inserted).toBe(1);
  });

  test('nothing is said while the period before is unknown', async () => {
    const source = await monthly();
    await load(source, '2025-01', [2500]);
    expect(told(await load(source, '2025-03', [[2600, 1]]))).toEqual([]);
  });

  test('the file names the period that it compares with', async () => {
    const [source] = await feed.sources(`
id: named
columns:
  month: { type: date, from: [月], required: true }
  value: { type: decimal, from: [数量], unit: 万吨 }
  change: { type: decimal, from: [增减] }
  base: { type: date, from: [上期] }
period: { of: month, kind: month }
base: base
observations: [{ series: S, value: value, change: change }]
series: { S: { zh: 进口, en: imports, measure: imports, unit: 万吨, period: month } }
`);
    if (!source) throw new Error('no source');
    const lines = [`${HEADER},上期`, '2025-01-01,2500,,', '2025-02-01,2600,,'];
    await feed.load(source, 'a', lines);
    const next = (base: string) =>
      feed.load(source, 'b', [lines[0] ?? '', `2025-03-01,2700,200,${base}`]).then(told);
    expect(await next('2025-01-31')).toEqual([]);
    expect(await next('2025-02-28')).toEqual([['change_mismatch', 'S', '2025-03-31']]);
    expect(await next('2024-12-31')).toEqual([]);
  });
});

describe('future_period', () => {
  const published = async (day: string, at?: string) => {
    const source = await monthly();
    return aside(await feed.load(source, day, [HEADER, `${day},2500,`], at));
  };

  test('a period that begins after the day after publication is kept aside; one that runs or begins next day is not', async () => {
    expect(await published('2025-03-01', '2025-02-20T00:00:00Z')).toEqual([[2, 'future_period']]);
    expect(await published('2025-02-01', '2025-02-20T00:00:00Z')).toEqual([]);
    const source = await monthly();
    const twice = await feed.load(
      source,
      'b',
      [HEADER, '2025-03-01,2500,', '2025-03-01,2500,'],
      '2025-02-20T00:00:00Z',
    );
    expect(aside(twice)).toEqual([2, 3].map((row) => [row, 'future_period']));
    // 28 February in Beijing
    expect(await published('2025-03-01', '2025-02-27T16:30:00Z')).toEqual([]);
  });

  test('without a time of publication that of receipt counts', async () => {
    expect(await published('2026-06-01')).toEqual([]);
    expect(await published('2026-08-01')).toEqual([[2, 'future_period']]);
  });
});
