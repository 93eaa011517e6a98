import { utils } from '@e965/xlsx';
import { expect, test } from 'vitest';
import { useStager } from '../testing/stager.ts';
import { book, bytesOf } from '../testing/table-reader.ts';

const stage = useStager();

const contract = (fact: string, more = 'required: true') => `
object: observation
reader: { kind: table }
columns:
  day: { type: date, fact: { ${fact} }, ${more} }
  port: { type: text, from: [港口], required: true }
  stock_wt: { type: decimal, unit: 万吨, from: [场存] }
key: [day, port]
period: { of: day }
observations: [{ series: X, value: stock_wt }]
`;
const TABLE = '<table><tr><th>港口</th><th>场存</th></tr><tr><td>秦皇岛</td><td>945.61</td></tr></table>';
const page = (body: string, head = '') =>
  `<html><head><meta charset="utf-8">${head}</head><body>${body}${TABLE}</body></html>`;
const row = (day: string) => ({ 2: { day, port: '秦皇岛', stock_wt: 945.61 } });

test.each<[string, string, string]>([
  [
    'the text of the page, over spans and full width',
    `pattern: '数据截至:(\\d{4}年\\d{1,2}月\\d{1,2}日)'`,
    page('<p>数据<b>截至</b>：２０１２年<span>6</span>月18日</p>'),
  ],
  [
    'an attribute, where the title is written by a script',
    `selector: 'meta[name="ArticleTitle"]', pattern: '\\d{4}-\\d{2}-\\d{2}'`,
    page(
      '<h1><script>var title = "2012-06-17"; document.write(title)</script></h1>',
      '<meta name="ArticleTitle" content="港口存煤 2012-06-18">',
    ),
  ],
  [
    'the first element of several in which the pattern is found',
    `selector: '.info p', pattern: '^发布:(.*)$'`,
    page('<div class="info"><p>作者</p><p>发布：2012-06-18</p><p>发布：2012-06-19</p></div>'),
  ],
  [
    'a named attribute',
    `selector: time, attribute: datetime`,
    page('<time datetime="2012-06-18">今天</time>'),
  ],
  ['the title of the page', `pattern: '\\d{8}'`, page('', '<title>日报 20120618</title>')],
  [
    'the first records of a text',
    `pattern: '制表日期:(\\S+)'`,
    '制表日期：2012-06-18,\n港口,场存\n秦皇岛,945.61',
  ],
])('a fact in %s', async (what, fact, content) => {
  const { good } = await stage(contract(fact), content);
  expect(Object.values(good), what).toEqual(Object.values(row('2012-06-18')));
});

test.each<[string, string, object]>([
  ['name', `in: name, pattern: '(\\d{8})\\.html'`, { name: 'stock_20120618.html' }],
  ['url', `in: url, pattern: '/(\\d{4}-\\d{2}-\\d{2})/'`, { url: 'http://127.0.0.1/2012-06-18/a.html' }],
  // 16:30 in Greenwich is the next day in Shanghai
  ['published', 'in: published', { publishedAt: '2012-06-17T16:30:00Z' }],
  ['received', 'in: received', { receivedAt: '2012-06-17T16:00:00Z' }],
])('a fact in the %s', async (_where, fact, known) => {
  expect((await stage(contract(fact), page(''), known)).good).toEqual(row('2012-06-18'));
});

test('a fact of JSON beside its records, and one above a grid', async () => {
  const json = JSON.stringify({ updated: '2012-06-18', rows: [{ 港口: '秦皇岛', 场存: 945.61 }] });
  const inJson = contract(`pattern: '"updated":"([^"]+)"'`).replace('kind: table', 'kind: json, path: rows');
  expect((await stage(inJson, json)).good).toEqual(row('2012-06-18'));
  const grid = utils.aoa_to_sheet([['截至2012年6月18日'], ['港口', '场存'], ['秦皇岛', 945.61]]);
  const inGrid = contract(`pattern: '截至(.*日)'`).replace(
    'kind: table',
    'kind: workbook, unpivot: { above: [指标], left: [港口] }',
  );
  const { good } = await stage(inGrid.replace('[场存]', '[value]'), bytesOf(book({ a: grid })));
  expect(good).toEqual(row('2012-06-18'));
});

test('a selector that is none is the fault of the source', async () => {
  await expect(stage(contract(`selector: 'p[[', pattern: '\\d+'`), page(''))).rejects.toMatchObject({
    code: 'bad_source',
  });
});

test('a bad row is kept aside with its texts, the fact not among them', async () => {
  const { good, reasons } = await stage(
    contract(`in: name, pattern: '\\d{8}'`),
    ['港口,场存', '秦皇岛,x', ',1'],
    {
      name: '20120618.csv',
    },
  );
  expect(good).toEqual({});
  expect(reasons).toEqual({ 2: ['invalid_number'], 3: ['required'] });
});

test.each([
  ['is not there', `pattern: '截至(.*)日'`, page(''), /day.*is not in the text by \/截至/],
  ['is no day', `pattern: '截至(.*)日'`, page('<p>截至今日</p>'), /cannot be “今”/],
  ['has no element', `selector: '#day'`, page(''), /is not in #day/],
  ['is not known', 'in: published', page(''), /is not in published/],
])('a required fact that %s refuses the file', async (_what, fact, content, message) => {
  await expect(stage(contract(fact), content, { name: 'p.html' })).rejects.toMatchObject({
    code: 'fact_not_found',
    message: expect.stringMatching(message) as string,
    where: { file: 'p.html', source: 'trial', column: 'day' },
  });
});

test('an optional fact that is not there is nothing', async () => {
  const optional = contract(`pattern: '截至(.*)日'`, 'required: false').replace(
    'key: [day, port]',
    'key: [port]',
  );
  expect((await stage(optional, page(''))).good).toEqual({ 2: { port: '秦皇岛', stock_wt: 945.61 } });
});

test('a fact outside its bounds is not believed', async () => {
  const columns = `${contract('in: name', 'required: true')}`.replace(
    'day: {',
    "heat: { type: decimal, scale: 0, unit: 大卡, min: 1000, max: 9000, required: true, fact: { in: url, pattern: 'q=(\\d+)' } }\n  day: {",
  );
  const name = '2012-06-18';
  await expect(stage(columns, page(''), { name, url: 'http://127.0.0.1/?q=55' })).rejects.toMatchObject({
    code: 'fact_not_found',
    where: { column: 'heat' },
  });
  expect((await stage(columns, page(''), { name, url: 'http://127.0.0.1/?q=5500' })).good[2]).toMatchObject({
    heat: 5500,
    day: '2012-06-18',
  });
});
