import { expect, test } from 'vitest';
import { useStager } from '../testing/stager.ts';

const stage = useStager();

const TITLE = `selector: 'meta[name="ArticleTitle"]', pattern: '^(.+旬)流通领域'`;
/** The ten-day prices as a source of pages. */
const NBS = `
object: observation
reader: { kind: html_table }
columns:
  ten_days: { type: period, fact: { ${TITLE} }, required: true }
  base: { type: period, fact: { pattern: '上期为(\\d{4}年\\d{1,2}月[上中下]旬)' } }
  grade:
    type: enum
    from: [产品名称]
    required: true
    values:
      Q5800: ['/大同混煤.*5800/']
      Q5500: ['/山西优混.*5500/']
      Q5000: ['/山西大混.*5000/']
      Q4500: ['/普通混煤.*4500/']
      COKE: ['/^焦炭/']
  per: { type: text, from: [单位] }
  price: { type: decimal, scale: 2, unit: 元/吨, from: [本期价格], unit_column: per, min: 100, max: 5000 }
  change: { type: decimal, scale: 2, unit: 元/吨, from: [比上期价格涨跌], unit_column: per }
  pct: { type: decimal, scale: 2, unit: '%', from: [涨跌幅] }
only: grade
key: [grade, ten_days]
period: { of: ten_days }
base: base
observations: [{ series: 'NBS.{grade}', value: price, change: change, change_pct: pct }]
`;

const p = (...lines: string[]) => lines.map((line) => `<p style="margin:0pt">${line}</p>`).join('\n');
const span = (...parts: string[]) =>
  parts.map((part) => `<span style="font-family:宋体">${part}</span>`).join('');
const row = (...cells: string[]) => `<tr>\n${cells.map((cell) => `<td>\n${cell}</td>`).join('\n')}</tr>`;
const NONE = p('<span style="-aw-import:ignore">&nbsp;</span>');
const priced = (name: string, unit: string, price: string, change: string, pct: string) =>
  row(p(name), ...[unit, price, change, pct].map((cell) => p(span(cell))));
const HEAD = row(
  p(span('产品名称')),
  p(span('单位')),
  p(span('本期价格（元）')),
  p(span('比上期'), span('价格涨跌（元）')),
  p(span('涨跌幅'), `${span('（')}%${span('）')}`),
);
const PRICES = [
  row(p(span('一、黑色金属')), NONE, NONE, NONE, NONE),
  priced(span('螺纹钢（Φ20mm，HRB400E）'), '吨', '3168.4', '29.4', '0.9'),
  row(p(span('五、煤炭')), NONE, NONE, NONE, NONE),
  priced(span('山西优混（', '5500', '大卡', '）'), '吨', '697.7', '−13.5', '－1.9'),
  priced(span('大同混煤（5800大卡）'), '吨', '735.7', '-4.0', '-0.5'),
  priced(span('山西大混（', '　5000大卡）'), '千克', '0.5943', '0.0', '0.0'),
  priced(span('普通混煤（4500大卡）'), '吨', '-', '', '-'),
  priced(span('焦炭（准一级冶金焦）注2'), '吨', '1,480.2', '0.0', '0.0'),
  '<tr><td colspan="5"><p>注：上期为2025年12月中旬。</p></td></tr>',
  '<tr><td colspan="5"><p>2. 焦炭自2022年1月起调整为准一级冶金焦。</p></td></tr>',
].join('\n');
const ANNEX = `<table><tbody>${row(...['序号', '监测产品', '规格型号', '说明'].map((one) => p(one)))}
  ${row(p('31'), p('山西优混'), p('5500大卡'), p('秦皇岛港平仓'))}</tbody></table>`;
const article = `<div class="txt-content"><table class="trs_word_table"><thead>${HEAD}</thead><tbody>${PRICES}</tbody></table>${ANNEX}</div>`;
const PAGE = `<!DOCTYPE html><html><head><meta charset="UTF-8"><title> 国家统计局 </title>
  <meta name="ArticleTitle" content="2025年12月下旬流通领域重要生产资料市场价格变动情况"><meta name="PubDate" content="2026/01/04 09:30"></head>
  <body><h1><script>document.write('2025年11月下旬流通领域重要生产资料市场价格变动情况')</script></h1>
  <table><tr><td>首页</td><td>数据</td></tr></table>
  <div class="mhide">${article}</div><div class="pchide">${article}</div></body></html>`;

test('a page of ten-day prices: the first of four tables, its coals, its period and the one it compares with', async () => {
  const { good, reasons, records, furniture } = await stage(NBS, PAGE);
  const shared = { ten_days: ['2025-12-21', '2025-12-31'], base: ['2025-12-11', '2025-12-20'], per: '吨' };
  expect(Object.values(good)).toEqual([
    { ...shared, grade: 'Q5500', price: 697.7, change: -13.5, pct: -1.9 },
    { ...shared, grade: 'Q5800', price: 735.7, change: -4, pct: -0.5 },
    { ...shared, grade: 'Q5000', per: '千克', price: 594.3, change: 0, pct: 0 },
    { ...shared, grade: 'Q4500' },
    { ...shared, grade: 'COKE', price: 1480.2, change: 0, pct: 0 },
  ]);
  expect([reasons, records, furniture]).toEqual([{}, 11, 6]);
});

test('a basket without some coals, and a page without its note', async () => {
  const few = PAGE.replaceAll(
    /<tr>\s*<td>\s*<p[^>]*><span[^>]*>(大同|山西大|普通)混[^]*?<\/tr>/g,
    '',
  ).replaceAll('上期为2025年12月中旬', '价格为含税价');
  const { good, reasons } = await stage(NBS, few);
  expect(Object.values(good).map((one) => [one['grade'], one['base']])).toEqual([
    ['Q5500', undefined],
    ['COKE', undefined],
  ]);
  expect(reasons).toEqual({});
});

test('a title of something else refuses the page', async () => {
  const other = PAGE.replace('2025年12月下旬流通领域重要生产资料市场价格变动情况', '2025年12月能源生产情况');
  await expect(stage(NBS, other)).rejects.toMatchObject({
    code: 'fact_not_found',
    where: { column: 'ten_days' },
  });
});
