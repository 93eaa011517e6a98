import iconv from 'iconv-lite';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { feedHome, type FeedHome } from '../testing/feed-home.ts';
import { nbsPage, type NbsRow } from '../testing/nbs-page.ts';
import {
  raw,
  reply,
  reset,
  scriptedServer,
  silence,
  type Answer,
  type ScriptedServer,
} from '../testing/scripted-server.ts';

/**
 * What becomes of a feed when its publisher's server misbehaves. A good page was published before; every fault ends in
 * its named outcome, and readers keep what they had.
 */
const GOOD = page('2026年8月下旬', '2026/09/04 09:30', '745.0', '注：上期为2026年8月中旬。');
const NEXT = page('2026年9月上旬', '2026/09/14 09:30', '751.2', '注：上期为2026年8月下旬。');
const KNOWN = ['NBS.Q5500 2026-08-31 745'];

function page(tenDays: string, published: string, price: string, note: string): string {
  const rows: NbsRow[] = [
    ['五、煤炭', '', '', '', ''],
    ['山西优混（5500大卡）', '吨', price, '-1.6', '-0.2'],
    ['焦煤（主焦煤）', '吨', '-', '-', '-'],
  ];
  return nbsPage({ tenDays, published, rows, note });
}

const TITLE = (tenDays: string) => `${tenDays}流通领域重要生产资料市场价格变动情况`;
const list = (...pages: [string, string][]) =>
  `<html><meta charset="utf-8"><ul>${pages.map(([href, title]) => `<li><a class="pc_1600" href="${href}">${title}</a><a class="mhide" href="${href}">${title}</a><span>2026-09-14</span></li>`).join('')}</ul></html>`;

let server: ScriptedServer;
let feed: FeedHome;
let before: string | null;
beforeEach(async () => {
  server = await scriptedServer();
  feed = await feedHome('nbs_prices', `${server.url}/sj/zxfb/`);
  server.on('/sj/zxfb/', reply(200, list(['./202609/a.html', TITLE('2026年8月下旬')])));
  server.on(
    '/sj/zxfb/rss.xml',
    reply(200, '<rss version="2.0"><channel><title>数据发布</title></channel></rss>'),
  );
  server.on('/sj/zxfb/202609/a.html', reply(200, GOOD));
  const first = await feed.run('2026-09-05T02:00:00Z');
  expect(first.errors).toEqual([]);
  before = await feed.snapshot();
  expect(await feed.values()).toEqual(KNOWN);
  server.on(
    '/sj/zxfb/',
    reply(
      200,
      list(['./202609/b.html', TITLE('2026年9月上旬')], ['./202609/a.html', TITLE('2026年8月下旬')]),
    ),
  );
});
afterEach(async () => {
  await feed.remove();
  await server.close();
});

const b = '/sj/zxfb/202609/b.html';
const slow: Answer = (_request, response) => {
  response.writeHead(200, { 'content-type': 'text/html' });
  response.write('<html>');
};
const redirect = (to: string) => reply(302, '', { location: to });
const gzipped = { 'content-encoding': 'gzip', 'content-type': 'text/html' };

const FAULTS: [string, Answer, string][] = [
  ['a server that never answers', silence, 'headers_timeout'],
  ['bytes that stop in the middle', slow, 'body_timeout'],
  ['a connection that is reset', reset, 'fetch_failed'],
  ['a server that is busy for an hour', reply(503, '', { 'retry-after': '3600' }), 'retry_later'],
  ['a server that stays broken', reply(500), 'server_error'],
  ['a page that is gone', reply(404), 'page_missing'],
  ['a redirect to itself', redirect('./b.html'), 'redirect_loop'],
  ['a redirect to a file', redirect('file:///etc/passwd'), 'address_refused'],
  [
    'a compressed page that inflates without end',
    reply(200, gzipSync(Buffer.alloc(20_000_000)), gzipped),
    'body_too_large',
  ],
  ['a compressed page that is cut', reply(200, gzipSync(NEXT).subarray(0, 700), gzipped), 'body_truncated'],
  [
    'a page shorter than it says',
    raw(`HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 99999\r\n\r\n${NEXT.slice(0, 900)}`),
    'body_truncated',
  ],
  ['an empty page', reply(200, ''), 'empty_body'],
  [
    'a page that asks for a login',
    reply(200, '<html><title>登录</title><form>用户名</form></html>'),
    'table_not_found',
  ],
  ['JSON in place of the page', reply(200, '{"code":403}'), 'unexpected_format'],
  [
    'a page without its table',
    reply(200, NEXT.replaceAll(/<table[\s\S]*?<\/table>/g, '')),
    'table_not_found',
  ],
  [
    'a table whose price has another name',
    reply(200, NEXT.replaceAll('本期价格', '成交均价')),
    'no_observations',
  ],
  ['a title that says no ten days', reply(200, NEXT.replaceAll('月上旬', '月')), 'fact_not_found'],
];

test.each(FAULTS)('%s', async (_what, answer, code) => {
  server.on(b, answer);
  const outcome = await feed.run('2026-09-14T02:00:00Z');
  expect(outcome.errors.map((error) => error.code)).toEqual([code]);
  expect(outcome.published).toBeNull();
  expect(await feed.snapshot()).toBe(before);
  expect(await feed.values()).toEqual(KNOWN);
  // and all is well once the server is
  server.on(b, reply(200, NEXT));
  const mended = await feed.run('2026-09-15T02:00:00Z');
  expect(mended.errors).toEqual([]);
  expect(await feed.values()).toEqual([...KNOWN, 'NBS.Q5500 2026-09-10 751.2']);
});

test('a busy server that says when is asked again then', async () => {
  server.on(b, reply(503, '', { 'retry-after': '5' }), reply(200, NEXT));
  const outcome = await feed.run('2026-09-14T02:00:00Z');
  expect(outcome.errors).toEqual([]);
  expect(await feed.values()).toContain('NBS.Q5500 2026-09-10 751.2');
});

test('a page that says it is UTF-8 and is GBK is read all the same', async () => {
  server.on(b, reply(200, iconv.encode(NEXT, 'gbk'), { 'content-type': 'text/html; charset=utf-8' }));
  expect((await feed.run('2026-09-14T02:00:00Z')).errors).toEqual([]);
  expect(await feed.values()).toContain('NBS.Q5500 2026-09-10 751.2');
});

test('a row twice counts once; one that says another price is kept aside, and the first stands', async () => {
  const row = /<tr[^>]*>(?:(?!<tr)[\s\S])*?山西优混[\s\S]*?<\/tr>/;
  const twice = NEXT.replaceAll(
    new RegExp(row, 'g'),
    (found) => found + found + found.replace('751.2', '752.1'),
  );
  server.on(b, reply(200, twice));
  const outcome = await feed.run('2026-09-14T02:00:00Z');
  expect(outcome.files[0]?.counts).toMatchObject({ inserted: 1, unchanged: 2, quarantined: 1 });
  expect(await feed.values()).toContain('NBS.Q5500 2026-09-10 751.2');
});

test.each([
  [
    'a page from the future',
    page('2027年9月上旬', '2026/09/14 09:30', '751.2', '注：上期为2026年8月下旬。'),
    'future_period',
  ],
])('%s is kept aside', async (_what, html) => {
  server.on(b, reply(200, html));
  const outcome = await feed.run('2026-09-14T02:00:00Z');
  expect(outcome.errors).toEqual([]);
  expect(outcome.files[0]?.counts).toMatchObject({ inserted: 0, quarantined: 1 });
  expect(await feed.values()).toEqual(KNOWN);
});

test('a price whose point has moved is kept aside', async () => {
  for (const [i, tenDays] of [
    '2026年3月上旬',
    '2026年3月中旬',
    '2026年3月下旬',
    '2026年4月上旬',
    '2026年4月中旬',
  ].entries()) {
    const href = `./202609/old${i}.html`;
    server.on(
      `/sj/zxfb/202609/old${i}.html`,
      reply(200, page(tenDays, '2026/05/04 09:30', `74${i}.0`, '注：上期为2026年2月下旬。')),
    );
    server.on('/sj/zxfb/', reply(200, list([href, TITLE(tenDays)])));
    expect((await feed.run(`2026-09-06T0${i}:00:00Z`)).errors).toEqual([]);
  }
  const known = await feed.values();
  server.on('/sj/zxfb/', reply(200, list(['./202609/b.html', TITLE('2026年9月上旬')])));
  server.on(b, reply(200, NEXT.replaceAll('751.2', '7512.0')));
  const outcome = await feed.run('2026-09-14T02:00:00Z');
  expect(outcome.files[0]?.counts).toMatchObject({ inserted: 0, quarantined: 1 });
  expect(await feed.values()).toEqual(known);
});

test('the list page and the feed may each fail; the pages that the other knows are loaded', async () => {
  server.on(b, reply(200, NEXT));
  server.on('/sj/zxfb/', reply(500));
  server.on(
    '/sj/zxfb/rss.xml',
    reply(
      200,
      `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>数据发布</title><item><title><![CDATA[${TITLE('2026年9月上旬')}]]></title><link>${server.url}${b}</link><pubDate>2026-09-14 09:30:00</pubDate></item></channel></rss>`,
    ),
  );
  const outcome = await feed.run('2026-09-14T02:00:00Z');
  expect(outcome.errors.map((error) => error.code)).toEqual(['server_error']);
  expect(await feed.values()).toContain('NBS.Q5500 2026-09-10 751.2');
});
