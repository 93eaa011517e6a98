import { describe, expect, test } from 'vitest';
import { csvRecords, PUBLIC_FILES } from '../testing/example-home.ts';
import { useFeedLoader } from '../testing/feed-loader.ts';

const feed = useFeedLoader();
const GRADES = { Q5800: '5800大卡', Q5500: '5500大卡', Q5000: '5000大卡', Q4500: '4500大卡' };

describe.skipIf(PUBLIC_FILES.absent)(`four years of published ten-day prices${PUBLIC_FILES.note}`, () => {
  test('nothing is kept aside; the seven printed changes that are none are flagged, two off by rounding are not', async () => {
    const series = Object.keys(GRADES).map(
      (grade) => `  ${grade}: { zh: 价, en: price, measure: price, unit: 元/吨, period: ten_day }`,
    );
    const [source] = await feed.sources(`
id: ten_days
columns:
  last: { type: date, from: [期末], required: true }
  grade: { type: enum, from: [品种], required: true, values: { ${Object.keys(GRADES)
    .map((grade) => `${grade}: [${grade}]`)
    .join(', ')} } }
  price: { type: decimal, from: [价格], unit: 元/吨, required: true }
  change: { type: decimal, from: [涨跌] }
period: { of: last, kind: ten_day }
observations: [{ series: '{grade}', value: price, change: change }]
series:
${series.join('\n')}
`);
    if (!source) throw new Error('no source');
    const lines = csvRecords('nbs/nbs_price_items_2020-09_2024-12.csv').flatMap((row) => {
      const grade = Object.entries(GRADES).find(([, heat]) => row['good_name']?.includes(heat))?.[0];
      const day = Number(row['period']) * 10 - 9;
      return grade && row['current_price']
        ? [
            `${row['year']}-${row['month']}-${day},${grade},${row['current_price']},${row['price_change'] ?? ''}`,
          ]
        : [];
    });
    expect(lines).toHaveLength(4 * 151);
    const { counts, flags } = await feed.load(source, 'all', ['期末,品种,价格(元/吨),涨跌', ...lines]);
    expect(counts).toMatchObject({ inserted: 4 * 151, quarantined: 0 });
    const mismatches = flags.filter((one) => one.code === 'change_mismatch');
    expect(mismatches.map(({ series, period_end }) => `${period_end} ${series}`).sort()).toEqual([
      '2023-09-10 Q5000',
      '2024-06-20 Q5500',
      '2024-06-20 Q5800',
      '2024-06-30 Q4500',
      '2024-06-30 Q5000',
      '2024-06-30 Q5500',
      '2024-06-30 Q5800',
    ]);
    // the autumn of 2021 and the turns around it
    const outliers = flags.filter((one) => one.code === 'outlier');
    expect(outliers.length).toBeGreaterThan(4);
    expect(outliers.length).toBeLessThan(0.1 * lines.length);
    expect(outliers.some((one) => one.period_end?.startsWith('2021-1'))).toBe(true);
  });
});
