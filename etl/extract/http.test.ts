import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { homeAt } from '../../data/home.ts';
import type { HttpOrigin } from '../../data/origin-schema.ts';
import { Journal } from '../journal.ts';
import { landedFile } from '../landing.ts';
import { reply, scriptedServer, type ScriptedServer } from '../testing/scripted-server.ts';
import type { ExtractContext } from './extract.ts';
import { extractHttp } from './http.ts';

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
    now,
    sampleSite: async () => server.url,
    progress: report,
  };
});
afterEach(async () => {
  context.journal.close();
  await rm(context.home.root, { recursive: true, force: true });
  await server.close();
});

const origin = (url = `${server.url}/port/index.html`, allowPrivate = true): HttpOrigin => ({
  kind: 'http',
  url,
  follow: { text: '煤炭动态', feeds: [], pages: 1 },
  published: ['meta[name="PubDate"]'],
  method: 'get',
  allow_private: allowPrivate,
  pace_ms: 0,
});
const page = (published: string) =>
  `<meta charset="utf-8"><meta name="PubDate" content="${published}"><p>四港</p>`;
const list = (...hrefs: string[]) =>
  `<meta charset="utf-8"><a href="/about">关于</a>${hrefs.map((href) => `<a href="${href}">６月煤炭动态</a>`).join('')}`;
const extract = (from = origin()) => extractHttp('port_bulletin', from, context);

test('the pages that the list links to are archived, oldest link first, with their times', async () => {
  server.on('/port/index.html', reply(200, list('./b.html', 'a.html', './b.html')));
  server.on('/port/a.html', reply(200, page('2012-06-18 09:30:00')));
  server.on('/port/b.html', reply(200, page('2012/6/19')));
  const receipts = await extract();
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
  expect(server.asked.map((one) => one.headers['if-none-match'])).toEqual([
    undefined,
    undefined,
    '"list"',
    '"a"',
  ]);
});

test('a page whose archived bytes are gone is fetched whole again', async () => {
  server.on('/port/index.html', reply(200, list('a.html')));
  server.on('/port/a.html', reply(200, page('2012-06-18'), { etag: '"a"' }));
  const [first] = await extract();
  await rm(landedFile(context.home, first?.sha256 ?? ''));
  await extract();
  expect(server.asked.at(-1)?.headers).not.toHaveProperty('if-none-match');
  expect(await readFile(landedFile(context.home, first?.sha256 ?? ''), 'utf8')).toBe(page('2012-06-18'));
});

test('a page of the sample site is known by its path, whatever the port', async () => {
  server.on('/port/index.html', reply(200, list('a.html')));
  server.on('/port/a.html', reply(200, page('2012-06-18')));
  const [receipt] = await extract(origin('${SAMPLE_SITE}/port/index.html'));
  expect(receipt?.url).toBe('sample:/port/a.html');
});

test('a page that states no time, or that is named in another character set, is archived all the same', async () => {
  server.on('/port/index.html', reply(200, list('%B6%AF.html', '%E7%85%A4.html')));
  server.on('/port/%B6%AF.html', reply(200, '<p>无</p>'));
  server.on('/port/%E7%85%A4.html', reply(200, page('昨天')));
  const receipts = await extract();
  expect(receipts.map(({ name, publishedAt }) => [name, publishedAt])).toEqual([
    ['煤.html', null],
    ['%B6%AF.html', null],
  ]);
});

test.each<[string, () => HttpOrigin, string]>([
  ['a list without such links', () => origin(), 'links_not_found'],
  [
    'a link that is no address',
    () => (server.on('/port/index.html', reply(200, list('http://['))), origin()),
    'bad_address',
  ],
  ['a missing list', () => origin(`${server.url}/no.html`), 'http_status'],
  [
    'a missing page',
    () => (server.on('/port/index.html', reply(200, list('gone.html'))), origin()),
    'http_status',
  ],
  [
    'a link to a local file',
    () => (server.on('/port/index.html', reply(200, list('file:///etc/passwd'))), origin()),
    'address_refused',
  ],
  ['a private address that is not allowed', () => origin(undefined, false), 'address_refused'],
])('%s is a named error with its address', async (_what, arrange, code) => {
  server.on('/port/index.html', reply(200, list()));
  await expect(extract(arrange())).rejects.toMatchObject({
    code,
    where: { url: expect.stringMatching(/^(http|file):/) as string },
  });
});
