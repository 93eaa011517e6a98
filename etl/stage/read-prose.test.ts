import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { PUBLIC_FILES, samplePath } from '../testing/example-home.ts';
import { useStager } from '../testing/stager.ts';

const stage = useStager();

const NUMBER = '(?<value>\\d+(?:,\\d{3})*(?:\\.\\d+)?)';
const contract = (
  patterns: Record<string, string>,
  fact = `in: name, pattern: '\\d{4}-\\d{2}-\\d{2}'`,
  selector = '',
) => `
object: observation
reader: ${JSON.stringify({
  kind: 'prose',
  ...(selector && { selector }),
  patterns: Object.entries(patterns).map(([item, pattern]) => ({ item: item.replace(/#.*/, ''), pattern })),
})}
columns:
  day: { type: date, fact: { ${fact} }, required: true }
  item: { type: enum, from: [item], required: true, values: { stock: [stock], burn: [burn], output: [output], price: [price] } }
  value: { type: decimal, scale: 2, unit: 万吨, from: [value], unit_column: unit }
  unit: { type: text, from: [unit] }
  change: { type: decimal, scale: 2, from: [change] }
  pct: { type: decimal, scale: 2, from: [pct] }
  sentence: { type: text, from: [sentence] }
key: [day, item]
period: { of: day }
sentence: sentence
observations: [{ series: '{item}', value: value }]
`;
const STOCK = `秦皇岛港(?:煤炭)?库存${NUMBER}(?<unit>亿?万?吨)(?:,(?:周环比)?(?<dir>上升|下降|增加|减少)(?<change>[\\d.]+)万吨)?`;
const DAY = { name: 'weekly 2012-06-18.txt' };

test('each match is a record with its sentence; what falls is negative', async () => {
  const text =
    '本周港口平稳。截至 6月18日，秦皇岛港库存945.61 万吨，周环比下降１２.5万吨；曹妃甸港检修！\n下周再看。';
  const { good, furniture, records } = await stage(contract({ stock: STOCK }), text, DAY);
  expect(good).toEqual({
    2: {
      day: '2012-06-18',
      item: 'stock',
      value: 945.61,
      unit: '万吨',
      change: -12.5,
      // as written; the contract folds the width of every text
      sentence: '截至 6月18日,秦皇岛港库存945.61 万吨,周环比下降12.5万吨;曹妃甸港检修',
    },
  });
  expect({ furniture, records }).toEqual({ furniture: 1, records: 2 });
});

test('a unit in which the figure cannot be is kept aside, its sentence with it', async () => {
  const bounded = contract({ stock: STOCK }).replace('unit: 万吨', 'unit: 万吨, min: 10');
  const { good, reasons } = await stage(bounded, '秦皇岛港库存660吨，周环比下降21.5万吨。', DAY);
  expect([good, reasons]).toEqual([{}, { 2: ['out_of_range'] }]);
});

test('one sentence of several patterns, one pattern of several matches, one figure in other units', async () => {
  const patterns = {
    output: `产量${NUMBER}(?<unit>[亿万]吨),同比(?<dir>增长|下降)(?<pct>[\\d.]+)%`,
    burn: `日均(?:产量|耗煤)${NUMBER}(?<unit>[亿万]吨)`,
  };
  const text = '原煤产量3.6亿吨，同比下降7.7%，日均产量1 167万吨，日均耗煤1,100万吨，原油平稳。';
  const { good, reasons } = await stage(contract(patterns), text, DAY);
  expect(Object.values(good).map(({ item, value, pct }) => [item, value, pct])).toEqual([
    ['output', 36000, -7.7],
    ['burn', 1167, undefined],
  ]);
  expect(reasons).toEqual({ 4: ['duplicate_key'] });
});

test('of a page the article is read as it is seen, once, with facts beside it', async () => {
  const article =
    '<div class="txt"><p>一、港口<br>秦皇岛港<b>库存</b><span>9</span>45.61万吨</p><table><tr><td>表</td><td>1</td></tr></table></div>';
  const html = `<html><head><title>2012年6月18日煤炭动态</title></head><body><p>秦皇岛港库存1万吨</p>${article}${article}</body></html>`;
  const fact = `pattern: '^(.*日)煤炭动态'`;
  const { good } = await stage(contract({ stock: STOCK }, fact, '.txt'), html);
  expect(good).toEqual({
    2: { day: '2012-06-18', item: 'stock', value: 945.61, unit: '万吨', sentence: '秦皇岛港库存945.61万吨' },
  });
});

test('lines that a program broke are one sentence, a title is another', async () => {
  const text =
    '秦皇岛港\n库存945万吨左右的水平线上港口方面近日来港船舶增加秦皇岛港库\n存660万吨，周环比下降21.5万吨。';
  const { good } = await stage(contract({ stock: STOCK }), text, DAY);
  expect(good[2]).toMatchObject({ value: 660, change: -21.5 });
});

test('a sentence without end is cut, and its figures are found', async () => {
  const text = `${'煤炭，'.repeat(900)}秦皇岛港库存660万吨`;
  const { good } = await stage(contract({ stock: STOCK }), text, DAY);
  expect(good[2]).toMatchObject({ value: 660 });
  expect(String(good[2]?.['sentence']).length).toBeLessThanOrEqual(2000);
});

test('another wording is an error that shows what there is', async () => {
  await expect(stage(contract({ stock: STOCK }), '港口停报。明日再看。', DAY)).rejects.toMatchObject({
    code: 'nothing_matched',
    hint: expect.stringContaining('“港口停报” “明日再看”') as string,
    where: { file: DAY.name, source: 'trial' },
  });
});

const sample = (name: string) => readFileSync(samplePath(name), 'utf8');

describe.skipIf(PUBLIC_FILES.absent)(`public articles${PUBLIC_FILES.note}`, () => {
  test('four ports add up to their total', async () => {
    const port = `(?:秦皇岛港|国投曹妃甸港|京唐港区|天津港)煤炭库存量${NUMBER}(?<unit>万吨)`;
    const columns = contract({ stock: port }).replace('key: [day, item]', 'key: [day, item, value]');
    const { good } = await stage(columns, sample('ports/bohai_four_ports_2013-02-24_inen.txt'), DAY);
    expect(Object.values(good).map(({ value }) => value)).toEqual([825.9, 238, 374, 186.4]);
  });

  test('a broker contradicts itself and drops 万: both sentences are records, the second of 660 吨 kept aside', async () => {
    const text = sample('ports/weekly_2019-11-15_broker_paragraph.txt');
    const columns = contract({
      stock: `秦皇岛港库存${NUMBER}(?<unit>万?吨),周环比(?<dir>上升|下降)(?<change>[\\d.]+)万吨`,
    })
      .replace('unit: 万吨', 'unit: 万吨, min: 10')
      .replace('key: [day, item]', 'key: [day, item, value]');
    const { good, reasons } = await stage(columns, text, DAY);
    expect(good[2]).toMatchObject({ value: 660, change: 21.5 });
    expect(reasons).toEqual({ 3: ['out_of_range'] });
  });

  test('output of the month, of the day and of the year so far', async () => {
    const text = sample('nbs/nbs_energy_production_2026-08.txt');
    const pattern = `原煤产量${NUMBER}(?<unit>[亿万]吨),同比(?<dir>增长|下降)(?<pct>[\\d.]+)%`;
    const columns = contract({ output: pattern }).replace('key: [day, item]', 'key: [day, item, value]');
    const { good } = await stage(columns, text, DAY);
    expect(Object.values(good).map(({ value, pct }) => [value, pct])).toEqual([
      [36000, -7.7],
      [306000, -3.3],
    ]);
  });

  test.each([
    ['freight/cbfi_2012-01-20_jctrans.txt', 1185.75, -2.7],
    ['freight/cbfi_2012-08-31_fareastcontainers.txt', 1237.27, 3],
  ])('the coal index of %s', async (name, value, pct) => {
    const columns = contract({
      price: String.raw`煤炭货种指数 ?\| ?[\d.]+ ?\| ?(?<value>[\d.]+) ?\| ?(?<pct>-?[\d.]+)%`,
    }).replace(', unit_column: unit', '');
    const { good } = await stage(columns, sample(name), DAY);
    expect(good[2]).toMatchObject({ value, pct });
  });
});
