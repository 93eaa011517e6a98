import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { homeAt } from '../../data/home.ts';
import type { HttpOrigin } from '../../data/origin-schema.ts';
import { Journal } from '../journal.ts';
import { landedFile } from '../../data/receipt.ts';
import { reply, scriptedServer, type ScriptedServer } from '../testing/scripted-server.ts';
import { scriptedWeb } from '../testing/scripted-web.ts';
import type { ExtractContext } from './extract.ts';
import { extractHttp } from './http.ts';
import { PageLedger } from './page-ledger.ts';

let server: ScriptedServer;
let context: ExtractContext;
let progress: string[];
beforeEach(async () => {
  server = await scriptedServer();
  progress = [];
  const home = homeAt(await mkdtemp(path.join(tmpdir(), 'coalface-http-')));
  const now = () => new Date('2012-06-19T02:00:00Z');
  const report = (done: number, total: number) => void progress.push(`${done}/${total}`);
  context = {
    home,
    journal: new Journal(home, now),
    pages: new PageLedger(home),
    web: scriptedWeb(),
    env: {},
    now,
    sampleSite: async () => server.url,
    progress: report,
  };
});
afterEach(async () => {
  await context.web.close();
  context.pages.close();
  context.journal.close();
  await rm(context.home.root, { recursive: true, force: true });
  await server.close();
});

const origin = (url = `${server.url}/port/index.html`, allowPrivate = true): HttpOrigin => ({
  kind: 'http',
  url,
  follow: { text: '煤炭动态', feeds: [], known: [], pages: 1 },
  published: ['meta[name="PubDate"]'],
  method: 'get',
  allow_private: allowPrivate,
  pace_ms: 0,
});
const page = (published: string) =>
  `<meta charset="utf-8"><meta name="PubDate" content="${published}"><p>四港</p>`;
const list = (...hrefs: string[]) =>
  `<meta charset="utf-8"><a href="/about">关于</a>${hrefs.map((href) => `<a href="${href}">６月煤炭动态</a>`).join('')}`;
const extract = (from = origin()) => extractHttp('port_bulletin', from, 'response.data', context);
/** Addresses that were asked for, without robots.txt. */
const asked = () => server.asked.map((one) => one.path).filter((one) => one !== '/robots.txt');
/** The pages of a run on another day: its own web, the same archive. */
const another = async (from = origin()) => {
  server.asked.length = 0;
  await context.web.close();
  context.web = scriptedWeb();
  return extract(from);
};

test('the pages that the list links to are archived, oldest link first, with their times', async () => {
  server.on('/port/index.html', reply(200, list('./b.html', 'a.html', './b.html')));
  server.on('/port/a.html', reply(200, page('2012-06-18 09:30:00')));
  server.on('/port/b.html', reply(200, page('2012/6/19')));
  const { receipts } = await extract();
  expect(receipts.map(({ name, url, publishedAt }) => ({ name, url, publishedAt }))).toEqual([
    // Beijing time
    { name: 'a.html', url: `${server.url}/port/a.html`, publishedAt: '2012-06-18T01:30:00.000Z' },
    { name: 'b.html', url: `${server.url}/port/b.html`, publishedAt: '2012-06-18T16:00:00.000Z' },
  ]);
  expect(await readFile(landedFile(context.home, receipts[0]?.sha256 ?? ''), 'utf8')).toBe(
    page('2012-06-18 09:30:00'),
  );
  expect(progress).toEqual(['0/2', '1/2', '2/2']);
});

test('a page that has not changed is not sent again, and keeps its receipt', async () => {
  server.on('/port/index.html', reply(200, list('a.html'), { etag: '"list"' }), reply(304));
  server.on('/port/a.html', reply(200, page('2012-06-18'), { etag: '"a"' }), reply(304));
  const first = await extract();
  expect(await extract()).toEqual(first);
  const conditions = server.asked.filter(({ path }) => path !== '/robots.txt');
  expect(conditions.map((one) => one.headers['if-none-match'])).toEqual([
    undefined,
    undefined,
    '"list"',
    '"a"',
  ]);
});

test('a page whose archived bytes are gone is fetched whole again', async () => {
  server.on('/port/index.html', reply(200, list('a.html')));
  server.on('/port/a.html', reply(200, page('2012-06-18'), { etag: '"a"' }));
  const {
    receipts: [first],
  } = await extract();
  await rm(landedFile(context.home, first?.sha256 ?? ''));
  await extract();
  expect(server.asked.at(-1)?.headers).not.toHaveProperty('if-none-match');
  expect(await readFile(landedFile(context.home, first?.sha256 ?? ''), 'utf8')).toBe(page('2012-06-18'));
});

test('a page of the sample site is known by its path, whatever the port', async () => {
  server.on('/port/index.html', reply(200, list('a.html')));
  server.on('/port/a.html', reply(200, page('2012-06-18')));
  const {
    receipts: [receipt],
  } = await extract(origin('${SAMPLE_SITE}/port/index.html'));
  expect(receipt?.url).toBe('sample:/port/a.html');
});

test('a page that states no time, or that is named in another character set, is archived all the same', async () => {
  server.on('/port/index.html', reply(200, list('%B6%AF.html', '%E7%85%A4.html')));
  server.on('/port/%B6%AF.html', reply(200, '<p>无</p>'));
  server.on('/port/%E7%85%A4.html', reply(200, page('昨天')));
  const { receipts } = await extract();
  expect(receipts.map(({ name, publishedAt }) => [name, publishedAt])).toEqual([
    ['煤.html', null],
    ['%B6%AF.html', null],
  ]);
});

test('pages that cannot be had keep the others from nothing; what is gone is forgotten, the rest asked for again', async () => {
  server.on('/port/index.html', reply(200, list('good.html', 'gone.html', 'broken.html', 'empty.html')));
  server.on('/port/good.html', reply(200, page('2012-06-18')));
  server.on('/port/broken.html', reply(500), reply(500), reply(500), reply(200, page('2012-06-17')));
  server.on('/port/empty.html', reply(200, ''), reply(200, page('2012-06-16')));
  const first = await extract();
  expect(first.receipts.map(({ name }) => name)).toEqual(['good.html']);
  expect(first.errors.map(({ code, where }) => [code, where.url])).toEqual([
    ['empty_body', `${server.url}/port/empty.html`],
    ['server_error', `${server.url}/port/broken.html`],
    ['page_missing', `${server.url}/port/gone.html`],
  ]);
  // not on the list any more, but never had
  server.on('/port/index.html', reply(200, list('good.html')));
  const second = await another();
  expect(second.errors).toEqual([]);
  expect(second.receipts.map(({ name }) => name).sort()).toEqual(['broken.html', 'empty.html', 'good.html']);
  expect(asked()).not.toContain('/port/gone.html');
});

test('a host that asks to come back later is not asked for the other pages, which wait', async () => {
  server.on('/port/index.html', reply(200, list('c.html', 'b.html', 'a.html')));
  server.on('/port/a.html', reply(200, page('2012-06-16')));
  server.on('/port/b.html', reply(503, '', { 'retry-after': '7200' }), reply(200, page('2012-06-17')));
  server.on('/port/c.html', reply(200, page('2012-06-18')));
  const first = await extract();
  expect(first.errors.map(({ code }) => code)).toEqual(['retry_later']);
  expect(asked()).toEqual(['/port/index.html', '/port/a.html', '/port/b.html']);
  expect((await another()).receipts.map(({ name }) => name).sort()).toEqual(['a.html', 'b.html', 'c.html']);
});

/** Two list pages behind the first, which name two pages each; then none. */
const paged = (pages: number): HttpOrigin => ({
  ...origin(),
  follow: { text: '煤炭动态', feeds: [], known: [], next: 'index_{n}.html', pages },
});
const threeLists = () => {
  server.on('/port/index.html', reply(200, list('6.html', '5.html')));
  server.on('/port/index_1.html', reply(200, list('4.html', '3.html')));
  server.on('/port/index_2.html', reply(200, list('2.html', '1.html')));
  for (let n = 1; n <= 7; n += 1) server.on(`/port/${n}.html`, reply(200, page(`2012-06-0${n}`)));
};

test('the first run reads all list pages there are, later ones end at what is known', async () => {
  threeLists();
  const first = await extract(paged(50));
  expect(first.errors).toEqual([]);
  expect(asked()).toEqual([
    ...['index.html', 'index_1.html', 'index_2.html', 'index_3.html'].map((one) => `/port/${one}`),
    ...[1, 2, 3, 4, 5, 6].map((n) => `/port/${n}.html`),
  ]);
  server.on('/port/index.html', reply(200, list('7.html', '6.html')));
  const second = await another(paged(50));
  // the second list page only tells that there is nothing more
  expect(asked()).toEqual([
    ...['index.html', 'index_1.html'].map((one) => `/port/${one}`),
    ...[7, 3, 4, 6].map((n) => `/port/${n}.html`),
  ]);
  expect(second.receipts).toHaveLength(7);
});

test('pages that no list shows any more are asked for once, before the others', async () => {
  server.on('/port/index.html', reply(200, list('b.html')));
  server.on('/port/b.html', reply(200, page('2012-06-19')));
  server.on('/port/2011/a.html', reply(200, page('2011-06-19')));
  const follow = { text: '煤炭动态', feeds: [], known: ['2011/a.html', '2011/gone.html'], pages: 1 };
  const wanted = { ...origin(), follow };
  const first = await extract(wanted);
  expect(first.errors.map(({ code }) => code)).toEqual(['page_missing']);
  expect(asked()).toEqual(['/port/index.html', '/port/2011/gone.html', '/port/2011/a.html', '/port/b.html']);
  expect((await another(wanted)).errors).toEqual([]);
  expect(asked()).toEqual(['/port/index.html', '/port/b.html']);
});

test('who comes to want more list pages gets them', async () => {
  threeLists();
  expect((await extract(paged(1))).receipts).toHaveLength(2);
  expect((await another(paged(50))).receipts).toHaveLength(6);
});

test('a list page that fails does not end the search for good', async () => {
  threeLists();
  server.on('/port/index_1.html', reply(403), reply(200, list('4.html', '3.html')));
  const first = await extract(paged(50));
  expect(first.errors).toMatchObject([
    { code: 'http_status', where: { url: `${server.url}/port/index_1.html` } },
  ]);
  expect(first.receipts).toHaveLength(2);
  expect((await another(paged(50))).receipts).toHaveLength(6);
});

test('of many archived pages the newest ten are asked for again', async () => {
  const names = Array.from({ length: 14 }, (_one, n) => `${14 - n}.html`);
  server.on('/port/index.html', reply(200, list(...names)));
  for (const name of names) server.on(`/port/${name}`, reply(200, page('2012-06-18')));
  await extract();
  expect((await another()).receipts).not.toHaveLength(0);
  expect(asked()).toHaveLength(11);
  expect(asked()).not.toContain('/port/4.html');
});

test('a feed joins the list, says when its pages were published, and either may fail', async () => {
  const feed = `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>数据</title>
    <item><title><![CDATA[６月\u3000煤炭动态]]></title><link>${server.url}/port/new.html</link><pubDate>2012-06-19 09:30:00</pubDate></item>
    <item><title>其他</title><link>${server.url}/other.html</link></item></channel></rss>`;
  const fed: HttpOrigin = {
    ...origin(),
    follow: { text: '6月 煤炭动态|6月煤炭动态', feeds: ['/rss.xml'], known: [], pages: 1 },
  };
  server.on('/rss.xml', reply(500), reply(500), reply(500), reply(200, feed));
  server.on('/port/index.html', reply(200, list('a.html')), reply(403));
  server.on('/port/a.html', reply(200, page('2012-06-18')));
  server.on('/port/new.html', reply(200, '<p>无</p>'));
  const first = await extract(fed);
  expect([first.receipts.map(({ name }) => name), first.errors.map(({ where }) => where.url)]).toEqual([
    ['a.html'],
    [`${server.url}/rss.xml`],
  ]);
  const second = await another(fed);
  expect(second.errors.map(({ where }) => where.url)).toEqual([`${server.url}/port/index.html`]);
  expect(second.receipts.map(({ name, publishedAt }) => [name, publishedAt])).toEqual([
    ['a.html', '2012-06-17T16:00:00.000Z'],
    ['new.html', '2012-06-19T01:30:00.000Z'],
  ]);
});

test('an answer in parts is archived part by part until all rows are there', async () => {
  const parts: HttpOrigin = {
    kind: 'http',
    url: `${server.url}/data/?start=2012`,
    paging: { offset: 'offset', length: 'length', rows: 3, total: 'response.total' },
    published: [],
    method: 'get',
    allow_private: true,
    pace_ms: 0,
  };
  const part = (...data: number[]) => reply(200, JSON.stringify({ response: { total: '5', data } }));
  server.on('/data/?start=2012&offset=0&length=3', part(1, 2));
  server.on('/data/?start=2012&offset=2&length=3', part(3, 4, 5));
  const { receipts, errors } = await extract(parts);
  expect(errors).toEqual([]);
  expect(receipts.map(({ name }) => name)).toEqual(['index_000000000', 'index_000000002']);

  server.on('/data/?start=2012&offset=2&length=3', reply(200, '<html>'));
  const cut = await another(parts);
  expect([cut.receipts.length, cut.errors.map(({ code }) => code)]).toEqual([2, ['bad_json']]);
  server.on('/data/?start=2012&offset=2&length=3', part());
  expect((await another(parts)).errors).toEqual([]);
  server.on('/data/?start=2012&offset=2&length=3', part(1, 2));
  expect((await another(parts)).errors.map(({ code }) => code)).toEqual(['paging_stuck']);
  server.on('/data/?start=2012&offset=0&length=3', reply(200, '{}'));
  expect((await another(parts)).errors.map(({ code }) => code)).toEqual(['paging_total']);
});

test('a key is in no receipt, nowhere in the archive and in no error', async () => {
  const key = 'k3y-of-the-user';
  context.env = { EXAMPLE_KEY: key };
  const keyed: HttpOrigin = {
    ...origin(`${server.url}/data`),
    follow: undefined,
    key: { env: 'EXAMPLE_KEY', query: 'api_key' },
  };
  server.on(`/data?api_key=${key}`, reply(200, `{"request":{"api_key":"${key}"}}`), reply(403));
  const { receipts } = await extract(keyed);
  const { errors } = await another(keyed);
  expect(errors).toMatchObject([{ code: 'http_status' }]);
  const state = await readFile(context.home.state, 'latin1');
  const landed = await readFile(landedFile(context.home, receipts[0]?.sha256 ?? ''), 'utf8');
  expect(JSON.stringify(receipts) + state + landed + errors[0]?.describe()).not.toContain('k3y');
});

test.each<[string, () => HttpOrigin, string]>([
  ['a list without such links', () => origin(), 'links_not_found'],
  [
    'a link that is no address',
    () => (server.on('/port/index.html', reply(200, list('http://['))), origin()),
    'bad_address',
  ],
  ['a missing list', () => origin(`${server.url}/no.html`), 'page_missing'],
  [
    'a missing page',
    () => (server.on('/port/index.html', reply(200, list('gone.html'))), origin()),
    'page_missing',
  ],
  [
    'a link to a local file',
    () => (server.on('/port/index.html', reply(200, list('file:///etc/passwd'))), origin()),
    'address_refused',
  ],
  ['a private address that is not allowed', () => origin(undefined, false), 'address_refused'],
])('%s is a named error with its address', async (_what, arrange, code) => {
  server.on('/port/index.html', reply(200, list()));
  const { receipts, errors } = await extract(arrange());
  expect(receipts).toEqual([]);
  expect(errors).toMatchObject([{ code, where: { url: expect.stringMatching(/^(http|file):/) as string } }]);
});
