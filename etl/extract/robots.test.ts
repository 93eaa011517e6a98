import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  reply,
  reset,
  scriptedServer,
  type Answer,
  type ScriptedServer,
} from '../testing/scripted-server.ts';
import { scriptedWeb, testClock, type TestClock } from '../testing/scripted-web.ts';
import type { Web } from './web.ts';

let server: ScriptedServer;
let clock: TestClock;
let web: Web;
beforeEach(async () => {
  server = await scriptedServer();
  clock = testClock();
  web = scriptedWeb({}, { clock });
  for (const path of ['/a', '/b', '/private/a']) server.on(path, reply(200, 'ok'));
});
afterEach(async () => {
  await web.close();
  await server.close();
});

const fetcher = (changed: { url?: string; pace_ms?: number } = {}) =>
  web.fetcher({ url: '', allow_private: true, pace_ms: 0, method: 'get', ...changed });
const robots = (text: string) => server.on('/robots.txt', reply(200, text));
const asked = () => server.asked.map(({ path }) => path);

test('what robots.txt refuses is not asked for, by our name before the star', async () => {
  robots('User-agent: *\nDisallow: /a\n\nUser-agent: coalface\nDisallow: /private/\n');
  await fetcher().get(`${server.url}/a`);
  await expect(fetcher().get(`${server.url}/private/a`)).rejects.toMatchObject({
    code: 'robots_refused',
    where: { url: `${server.url}/private/a` },
    hint: expect.stringContaining(`${server.url}/robots.txt`) as string,
  });
  expect(asked()).toEqual(['/robots.txt', '/a']);
});

test('a redirect to what robots.txt refuses is refused', async () => {
  robots('User-agent: *\nDisallow: /private/\n');
  server.on('/a', reply(302, '', { location: '/private/a' }));
  await expect(fetcher().get(`${server.url}/a`)).rejects.toMatchObject({ code: 'robots_refused' });
  expect(asked()).toEqual(['/robots.txt', '/a']);
});

const toAnother: Answer = reply(301, '', { location: '/other.txt' });

test.each<[string, string, Answer]>([
  ['is not there', 'ok', reply(404)],
  ['is forbidden', 'ok', reply(403)],
  ['is empty', 'ok', reply(200, '')],
  ['is another page', 'ok', reply(200, '<html><body>首页</body></html>')],
  ['leads round in a ring', 'ok', reply(302, '', { location: '/robots.txt' })],
  ['leads to another', 'robots_refused', toAnother],
  ['fails', 'robots_unreachable', reply(500)],
  ['is too much to ask', 'robots_unreachable', reply(429)],
  ['has no answer', 'robots_unreachable', reset],
  ['asks to come back', 'retry_later', reply(503, '', { 'retry-after': '900' })],
])('a robots.txt that %s: %s', async (_what, outcome, answer) => {
  server.on('/robots.txt', answer);
  server.on('/other.txt', reply(200, 'User-agent: *\nDisallow: /'));
  const got = fetcher().get(`${server.url}/a`);
  if (outcome === 'ok') expect((await got).body.toString()).toBe('ok');
  else await expect(got).rejects.toMatchObject({ code: outcome });
  expect(asked().includes('/a')).toBe(outcome === 'ok');
});

test('it is asked for once in a run, whatever source asks', async () => {
  robots('');
  await fetcher().get(`${server.url}/a`);
  await fetcher().get(`${server.url}/b`);
  expect(asked()).toEqual(['/robots.txt', '/a', '/b']);
});

test('the site of the sample is asked for none', async () => {
  robots('User-agent: *\nDisallow: /');
  await fetcher({ url: '${SAMPLE_SITE}/a' }).get(`${server.url}/a`);
  expect(asked()).toEqual(['/a']);
});

test.each([
  ['Crawl-delay: 5', 5000],
  ['Crawl-delay: 1', 2000],
  ['Crawl-delay: 86400', 30_000],
  ['Disallow:', 2000],
])('%s and a pace of 2 s: the host is asked every %i ms', async (line, ms) => {
  robots(`User-agent: *\n${line}\n`);
  await fetcher({ pace_ms: 2000 }).get(`${server.url}/a`);
  await fetcher({ pace_ms: 2000 }).get(`${server.url}/b`);
  expect(clock.slept.at(-1)).toBe(ms);
});
