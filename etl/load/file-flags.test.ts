import { expect, test } from 'vitest';
import { useFeedLoader, type FeedLoad } from '../testing/feed-loader.ts';

const feed = useFeedLoader();
const told = (found: FeedLoad) =>
  found.flags.map(({ code, series, period_end }) => [code, series, period_end]);

const PORTS = `
id: ports
columns:
  day: { type: date, from: [日期], required: true }
  port: { type: enum, from: [港口], required: true, values: { QHD: [秦皇岛], CFD: [曹妃甸], JT: [京唐] } }
  stock: { type: decimal, from: [场存], unit: 万吨 }
  ships: { type: decimal, scale: 0, from: [船], unit: 艘 }
period: { end: day }
observations:
  - { series: '{port}.stock', value: stock }
  - { series: '{port}.ships', value: ships, optional: true }
series:
  QHD.stock: { zh: 秦, en: Q, measure: stock, unit: 万吨, since: 2025-05-02 }
  CFD.stock: { zh: 曹, en: C, measure: stock, unit: 万吨 }
  JT.stock: { zh: 京, en: J, measure: stock, unit: 万吨, until: 2025-04-30 }
  QHD.ships: { zh: 秦船, en: Q, measure: anchored, unit: 艘 }
`;
const ports = async (...lines: string[]) => {
  const [source] = await feed.sources(PORTS);
  if (!source) throw new Error('no source');
  return feed.load(source, 'page', ['日期,港口,场存(万吨),船(艘)', ...lines]);
};

test('a series that it lacks for a period that it covers is flagged once; not one that is optional, not begun or ended', async () => {
  const found = await ports('2025-05-01,曹妃甸,300,', '2025-05-02,曹妃甸,300,', '2025-05-03,曹妃甸,300,');
  expect(told(found)).toEqual([['missing_series', 'QHD.stock', '2025-05-03']]);
  expect(found.flags[0]?.zh).toBe('文件缺少该序列 2 期,最近一期 2025-05-03');
});

test('a value outside the life of its series is flagged and kept', async () => {
  const found = await ports('2025-05-01,秦皇岛,500,', '2025-05-01,曹妃甸,300,', '2025-05-01,京唐,200,');
  expect(told(found)).toEqual([
    ['outside_series', 'JT.stock', '2025-05-01'],
    ['outside_series', 'QHD.stock', '2025-05-01'],
  ]);
  expect(found.counts.inserted).toBe(3);
});

test('periods that go neither up nor down are flagged on the file', async () => {
  const days = (...list: string[]) => list.map((day) => `2025-04-${day},曹妃甸,300,`);
  const order = async (...list: string[]) =>
    told(await ports(...days(...list))).filter(([code]) => code === 'out_of_order');
  expect(await order('01', '02', '03')).toEqual([]);
  expect(await order('03', '02', '01')).toEqual([]);
  expect(await order('01', '03', '02')).toEqual([['out_of_order', null, null]]);
});

test('the flags of a file that is read again take the place of the old ones', async () => {
  await ports('2025-05-03,曹妃甸,300,');
  expect(
    await feed.ask('SELECT code, source, series, period_end, _run IS NOT NULL FROM market.flag'),
  ).toEqual([['missing_series', 'ports', 'QHD.stock', '2025-05-03', 'true']]);
  await ports('2025-05-03,曹妃甸,300,', '2025-05-03,秦皇岛,500,');
  expect(await feed.ask('SELECT * FROM market.flag')).toEqual([]);
});

test('no rows, or rows without a value, are an error; rows that are all kept aside are not', async () => {
  await expect(ports()).rejects.toMatchObject({
    code: 'no_observations',
    message: 'the file has no data rows',
  });
  await expect(ports('2025-05-03,曹妃甸,,')).rejects.toMatchObject({
    code: 'no_observations',
    message: '1 rows, but no value in any of them',
  });
  const found = await ports('2025-05-03,天津,300,');
  expect(found.counts).toMatchObject({ inserted: 0, quarantined: 1 });
});
