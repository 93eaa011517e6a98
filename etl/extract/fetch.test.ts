import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import type { HttpOrigin } from '../../data/origin-schema.ts';
import {
  raw,
  reply,
  reset,
  scriptedServer,
  silence,
  type Answer,
  type ScriptedServer,
} from '../testing/scripted-server.ts';
import { scriptedWeb, testClock, type TestClock } from '../testing/scripted-web.ts';
import type { Fetcher } from './fetch.ts';
import type { Web } from './web.ts';

let server: ScriptedServer;
let web: Web;
let clock: TestClock;
let fetcher: Fetcher;
beforeEach(async () => {
  server = await scriptedServer();
  clock = testClock();
  web = scriptedWeb({ bodyBytes: 1000 }, { clock });
  fetcher = web.fetcher(origin());
});
afterEach(async () => {
  await web.close();
  await server.close();
});

const origin = (changed: Partial<HttpOrigin> = {}) => ({
  url: `${server.url}/a`,
  allow_private: true,
  pace_ms: 0,
  method: 'get' as const,
  ...changed,
});
/** Requests without those for robots.txt. */
const asked = () => server.asked.filter(({ path }) => path !== '/robots.txt');
const get = (path = '/a') => fetcher.get(server.url + path);

test('a page comes with its status, headers and bytes; who asks says so', async () => {
  server.on('/a', reply(200, Buffer.from([0xc3, 0xba]), { etag: '"1"', 'set-cookie': 'session=1' }));
  const answer = await get();
  expect(answer).toMatchObject({ status: 200, url: `${server.url}/a`, headers: { etag: '"1"' } });
  expect(answer.headers).not.toHaveProperty('set-cookie');
  expect([...answer.body]).toEqual([0xc3, 0xba]);
  expect(asked()[0]?.headers['user-agent']).toMatch(/^Coalface\/\d+\.\d+\.\d+ \(.+\)$/);
  expect(asked()[0]?.headers).not.toHaveProperty('if-none-match');
});

test('what is known is asked for conditionally, and 304 is an answer', async () => {
  server.on('/a', reply(304));
  const known = { etag: '"1"', lastModified: 'Mon, 18 Jun 2012 01:30:00 GMT' };
  expect(await fetcher.get(`${server.url}/a`, known)).toMatchObject({ status: 304 });
  expect(asked()[0]?.headers).toMatchObject({
    'if-none-match': '"1"',
    'if-modified-since': known.lastModified,
  });
  await expect(get()).rejects.toMatchObject({ code: 'http_status' });
});

test.each<[string, (body: Buffer) => Buffer]>([
  ['gzip', gzipSync],
  ['br', brotliCompressSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
  ['gzip, br', (body) => brotliCompressSync(gzipSync(body))],
])('a body packed as %s is unpacked', async (coding, pack) => {
  server.on('/a', reply(200, pack(Buffer.from('秦皇岛')), { 'content-encoding': coding }));
  expect((await get()).body.toString()).toBe('秦皇岛');
});

test('a POST is sent with an empty body and the referer', async () => {
  server.on('/a', reply(200, '[]'));
  const posting = web.fetcher(origin({ method: 'post', referer: 'https://www.example.com/' }));
  await posting.get(`${server.url}/a`);
  expect(asked()).toMatchObject([
    { method: 'POST', headers: { 'content-length': '0', referer: 'https://www.example.com/' } },
  ]);
});

test.each([429, 500, 502, 503, 504])('%i is tried again, later each time', async (status) => {
  server.on('/a', reply(status), reply(status), reply(200, 'ok'));
  expect((await get()).body.toString()).toBe('ok');
  expect(clock.slept).toEqual([375, 750]);
});

test.each<[string, number]>([
  ['7', 7000],
  ['Tue, 19 Jun 2012 02:00:30 GMT', 30_000],
  ['Mon, 18 Jun 2012 02:00:30 GMT', 375],
  ['soon', 375],
])('503 with Retry-After %s is tried again after %i ms', async (wait, ms) => {
  server.on('/a', reply(503, '', { 'retry-after': wait }), reply(200, 'ok'));
  expect((await get()).body.toString()).toBe('ok');
  expect(clock.slept).toEqual([ms]);
});

test.each([503, 429])(
  '%i with a long Retry-After: the host is left alone, and it is said till when',
  async (status) => {
    server.on('/a', reply(status, '', { 'retry-after': '3600' }));
    await expect(get()).rejects.toMatchObject({
      code: 'retry_later',
      message: `the server answered ${status} and asks to come back at 2012-06-19T03:00:00.000Z`,
      retryAt: '2012-06-19T03:00:00.000Z',
    });
    await expect(get('/b')).rejects.toMatchObject({ code: 'retry_later' });
    expect(asked()).toHaveLength(1);
  },
);

test.each<[number, number, string]>([
  [404, 1, 'page_missing'],
  [410, 1, 'page_missing'],
  [403, 1, 'http_status'],
  [204, 1, 'http_status'],
  [304, 1, 'http_status'],
  [503, 3, 'server_error'],
])('%i is a named error after %i requests: %s', async (status, requests, code) => {
  server.on('/a', reply(status));
  await expect(get()).rejects.toMatchObject({ code, where: { url: `${server.url}/a` } });
  expect(asked()).toHaveLength(requests);
});

const head = 'HTTP/1.1 200 OK\r\n';
const slowBody: Answer = (_request, response) => void response.writeHead(200).write('x');
/** A byte now and then: no pause is long, but it never ends. */
const drip: Answer = (_request, response) => {
  response.writeHead(200);
  const timer = setInterval(() => response.write('x'), 10);
  response.once('close', () => clearInterval(timer));
};
const packed = (body: Buffer): Answer => reply(200, body, { 'content-encoding': 'gzip' });

test.each<[string, string, number, Answer]>([
  ['slow headers', 'headers_timeout', 3, silence],
  ['a body that stops', 'body_timeout', 3, slowBody],
  ['a body that never ends', 'body_timeout', 3, drip],
  ['a connection cut before the answer', 'fetch_failed', 3, reset],
  ['a connection cut in the headers', 'fetch_failed', 3, raw('HTTP/1.1 200 OK\r\nContent-')],
  [
    'a connection cut in the body',
    'body_truncated',
    3,
    (request, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('x', () => request.socket.resetAndDestroy());
    },
  ],
  ['fewer bytes than stated', 'body_truncated', 3, raw(`${head}Content-Length: 100\r\n\r\nxx`)],
  [
    'fewer bytes than stated, and the end of the connection announced',
    'body_truncated',
    3,
    raw(`${head}Connection: close\r\nContent-Length: 100\r\n\r\nxx`),
  ],
  [
    'a reset in a body whose length is not stated',
    'body_truncated',
    3,
    ({ socket }) => {
      socket.write(`${head}Connection: close\r\n\r\nhalf`, () =>
        setTimeout(() => socket.resetAndDestroy(), 20),
      );
    },
  ],
  ['a cut chunk', 'body_truncated', 3, raw(`${head}Transfer-Encoding: chunked\r\n\r\nff\r\nxx`)],
  [
    'chunks without the last one',
    'body_truncated',
    3,
    raw(`${head}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nxx\r\n`),
  ],
  ['cut gzip', 'body_truncated', 3, packed(gzipSync(randomBytes(500)).subarray(0, 300))],
  ['a gzip bomb', 'body_too_large', 1, packed(gzipSync(Buffer.alloc(900_000)))],
  ['a body above the cap', 'body_too_large', 1, reply(200, 'x'.repeat(1001))],
  ['plain text that is called gzip', 'bad_content_encoding', 1, packed(Buffer.from('<html>'))],
  ['an unknown coding', 'bad_content_encoding', 1, reply(200, 'x', { 'content-encoding': 'zip' })],
  [
    'gzip in gzip in gzip',
    'bad_content_encoding',
    1,
    reply(200, 'x', { 'content-encoding': 'gzip, gzip, gzip' }),
  ],
  ['huge headers', 'headers_too_large', 1, reply(200, '', { 'x-large': 'x'.repeat(100_000) })],
  ['an answer that is not HTTP', 'bad_answer', 1, raw('SSH-2.0-OpenSSH_9.6\r\n\r\n')],
])('%s is %s after %i requests', async (_what, code, requests, answer) => {
  server.on('/a', answer);
  const hasty = scriptedWeb({ headersMs: 50, bodyMs: 50, wholeMs: 150, bodyBytes: 1000 });
  await expect(hasty.fetcher(origin()).get(`${server.url}/a`)).rejects.toMatchObject({
    code,
    where: { url: `${server.url}/a` },
  });
  expect(asked()).toHaveLength(requests);
  await hasty.close();
});

test('a body at the cap is read, packed or not', async () => {
  server.on('/fits', reply(200, 'x'.repeat(1000)));
  server.on('/packed', packed(gzipSync('x'.repeat(1000))));
  for (const path of ['/fits', '/packed']) expect((await get(path)).body).toHaveLength(1000);
});

test('a host that three times gives no answer is not asked any more', async () => {
  server.on('/a', reset);
  for (let request = 0; request < 3; request += 1)
    await expect(get()).rejects.toMatchObject({ code: 'fetch_failed', cause: expect.any(Error) as Error });
  const requests = asked().length;
  await expect(get('/b')).rejects.toMatchObject({ code: 'host_unreachable' });
  expect(asked()).toHaveLength(requests);
});

test('redirects are followed, relative ones too, and the address that answered is told', async () => {
  server.on('/a', reply(301, '', { location: '/b/' }));
  server.on('/b/', reply(302, '', { location: 'c' }));
  server.on('/b/c', reply(200, 'there'));
  expect(await get()).toMatchObject({ url: `${server.url}/b/c`, body: Buffer.from('there') });
});

test('redirects that lead back, or on and on, are given up', async () => {
  server.on('/a', reply(302, '', { location: '/b' }));
  server.on('/b', reply(302, '', { location: '/a' }));
  await expect(get()).rejects.toMatchObject({ code: 'redirect_loop' });
  expect(asked().map(({ path }) => path)).toEqual(['/a', '/b']);
  for (let hop = 0; hop < 9; hop += 1) server.on(`/${hop}`, reply(302, '', { location: `/${hop + 1}` }));
  await expect(get('/0')).rejects.toMatchObject({ code: 'redirect_loop', message: 'more than 5 redirects' });
});

test.each<[string, string]>([
  ['file:///etc/passwd', 'address_refused'],
  ['ftp://127.0.0.1/a', 'address_refused'],
  ['http://user:secret@127.0.0.1/a', 'address_refused'],
  ['http://[::1', 'bad_address'],
])('a redirect to %s is %s even where private addresses are allowed', async (location, code) => {
  server.on('/a', reply(302, '', { location }));
  const failed = await get().catch((error: unknown) => error as Error);
  expect(failed).toMatchObject({ code });
  expect(asked()).toHaveLength(1);
});

test('a key is sent, and written down nowhere', async () => {
  const secret = { parameter: 'api_key', value: 'k3y+with/signs=' };
  const keyed = web.fetcher(origin(), secret);
  const echo: Answer = (request, response) =>
    void response.writeHead(200, { 'x-echo': request.url ?? '' }).end(`{"key":"${secret.value}"}`);
  const path = `/a?rows=5&${new URLSearchParams({ api_key: secret.value }).toString()}`;
  server.on(path, echo);
  const answer = await keyed.get(`${server.url}/a?rows=5`);
  expect(asked()[0]?.path).toBe(path);
  const forms = /k3y/;
  expect(answer.url).toBe(`${server.url}/a?rows=5&api_key=***`);
  expect(answer.body.toString()).toBe('{"key":"***"}');
  expect(JSON.stringify(answer.headers)).not.toMatch(forms);
  for (const fault of [
    reply(403),
    reset,
    reply(302, '', { location: `ftp://h/?k=${encodeURI(secret.value)}` }),
  ]) {
    server.on(path, fault);
    const failed = (await keyed.get(`${server.url}/a?rows=5`).catch((error: unknown) => error)) as Error & {
      describe(): string;
    };
    expect(failed.describe() + String(failed.stack) + String(failed.cause)).not.toMatch(forms);
  }
});
