import { expect, test } from 'vitest';
import type { Table } from '../table.ts';
import { chartFromHeader } from './from-header.ts';
import { categoryLabel, pointLabel } from './axes.ts';
import { chartOption } from './option.ts';
import { svgPicture } from './server-picture.ts';
import type { ChartSpec } from './spec.ts';
import { tipContent } from './tooltip.ts';

const SIZE = { width: 800, height: 320 };

const prices: ChartSpec = {
  kind: 'time',
  x: ['2012-06-16', '2012-06-17', '2012-06-18'],
  series: [
    {
      name: 'Q5500',
      type: 'line',
      tone: 'c1',
      values: [730, null, 725],
      band: { low: [725, null, 720], high: [735, null, 730] },
    },
  ],
  axis: { unit: 'cny_t', unitLabel: '元/吨' },
  marks: [{ value: 800, label: '限价', tone: 'mark' }],
  label: '价格',
};

test('a band is two stacked series behind its line, with gaps where the line has them', () => {
  const series = chartOption(prices, SIZE, 'zh-CN')['series'] as {
    name: string;
    data: [number, number | null][];
  }[];
  expect(series.map(({ name }) => name)).toEqual(['Q5500:low', 'Q5500:band', 'Q5500']);
  expect(series[1]?.data.map(([, height]) => height)).toEqual([10, null, 10]);
});

test('colours are CSS variables, so that one picture serves light, dark and print', () => {
  const svg = svgPicture(prices, 800, 320, 'zh-CN');
  expect(svg).toContain('var(--c1)');
  expect(svg).not.toMatch(/#[0-9a-f]{6}\b/i);
});

test('the server’s picture is a scalable SVG without style elements, drawn once', () => {
  const svg = svgPicture(prices, 800, 320, 'zh-CN');
  expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 800 320"/);
  expect(svg).not.toContain('<style');
  expect(svg).toContain('限价');
  expect(svgPicture(prices, 800, 320, 'zh-CN')).toBe(svg);
});

test('the attributes of a picture are well formed', () => {
  const tags = svgPicture(prices, 800, 320, 'zh-CN').match(/<[a-zA-Z][^>]*>/g) ?? [];
  expect(tags.filter((tag) => !/^<[a-zA-Z]+( [\w:-]+="[^"]*")* ?\/?>$/.test(tag))).toEqual([]);
});

test('names are text in a picture, whatever they hold', () => {
  const hostile: ChartSpec = {
    kind: 'category',
    x: ['<img src=x onerror=alert(1)>'],
    series: [
      { name: '"><script>alert(1)</script>', type: 'bar', tone: 'c1', values: [1] },
      { name: 'b', type: 'bar', tone: 'c2', values: [2] },
    ],
    axis: { unit: 'wt', unitLabel: '万吨' },
    label: '',
  };
  const svg = svgPicture(hostile, 800, 320, 'zh-CN');
  expect(svg).not.toMatch(/<(img|script)/);
});

test('a tooltip says value, range and unit, and leaves out what is missing', () => {
  expect(tipContent(prices, 2, 'zh-CN')).toEqual({
    title: '2012年6月18日',
    rows: [{ name: 'Q5500', value: '725 (720-730) 元/吨', colour: 'var(--c1)' }],
  });
  expect(tipContent(prices, 1, 'zh-CN').rows).toEqual([]);
});

test('months are written as months', () => {
  const spec: ChartSpec = { ...prices, kind: 'category', x: ['2012-06-01'] };
  expect([categoryLabel('2012-06-01', 'zh-CN'), categoryLabel('江海电力', 'en')]).toEqual([
    '2012-06',
    '江海电力',
  ]);
  expect(pointLabel(spec, 0, 'en')).toBe('Jun 2012');
});

test('a phone gets a legend instead of names at the ends of lines', () => {
  const spec: ChartSpec = {
    ...prices,
    series: [...prices.series, ...prices.series].map((s) => ({ ...s, endLabel: true })),
  };
  const legend = (width: number) =>
    (chartOption(spec, { width, height: 320 }, 'en')['legend'] as { show: boolean }).show;
  expect([legend(800), legend(360)]).toEqual([false, true]);
});

const mix: Table = {
  query: 'mix',
  snapshot: '20120618T100000000',
  asOf: '2012-06-18',
  params: { goal: 0.5 },
  sql: '',
  columns: [
    { name: 'month', zh: '月份', en: 'Month' },
    { name: 'province', zh: '省份', en: 'Province (Chinese)' },
    { name: 'province_en', zh: '省份(英文)', en: 'Province' },
    { name: 'share', zh: '占比', en: 'Share', unit: 'share' },
  ],
  data: {
    month: ['2012-05-01', '2012-05-01', '2012-06-01'],
    province: ['江苏', '浙江', '江苏'],
    province_en: ['Jiangsu', 'Zhejiang', 'Jiangsu'],
    share: [0.6, 0.4, 1],
  },
  rowCount: 3,
};
const header = { type: 'stacked', x: 'month', y: ['share'], series: 'province', mark: 'goal' } as const;

test('a header’s chart splits rows into series, in the language of the reader, with gaps for absent rows', () => {
  const spec = chartFromHeader({ ...header, y: [...header.y] }, mix, '构成', 'en');
  expect(spec?.kind).toBe('category');
  expect(spec?.series.map(({ name, values, stack }) => [name, values, stack])).toEqual([
    ['Jiangsu', [0.6, 1], 'all'],
    ['Zhejiang', [0.4, null], 'all'],
  ]);
  expect(spec?.marks?.[0]?.value).toBe(0.5);
});

test('there is no chart without rows or for a table', () => {
  expect(chartFromHeader({ ...header, y: [...header.y] }, { ...mix, rowCount: 0 }, '', 'en')).toBeNull();
  expect(chartFromHeader({ type: 'table', y: [] }, mix, '', 'en')).toBeNull();
});
