import { afterEach, beforeEach, expect, test } from 'vitest';
import { reply, reset, scriptedServer, type ScriptedServer } from '../testing/scripted-server.ts';
import { openFetcher, type Fetcher } from './fetch.ts';

let server: ScriptedServer;
let fetcher: Fetcher;
beforeEach(async () => {
  server = await scriptedServer();
  fetcher = openFetcher({ allowPrivate: true, backoffMs: 1, bodyCap: 1000 });
});
afterEach(async () => {
  await fetcher.close();
  await server.close();
});

const paths = () => server.asked.map((one) => one.path);

test('a page comes with its status, headers and bytes', async () => {
  server.on('/a', reply(200, Buffer.from([0xc3, 0xba]), { etag: '"1"' }));
  const answer = await fetcher.get(`${server.url}/a`);
  expect(answer).toMatchObject({ status: 200, headers: { etag: '"1"' } });
  expect([...answer.body]).toEqual([0xc3, 0xba]);
  expect(server.asked[0]?.headers['user-agent']).toMatch(/^Coalface/);
  expect(server.asked[0]?.headers).not.toHaveProperty('if-none-match');
});

test('what is known is asked for conditionally, and 304 is an answer', async () => {
  server.on('/a', reply(304));
  const known = { etag: '"1"', lastModified: 'Mon, 18 Jun 2012 01:30:00 GMT' };
  expect(await fetcher.get(`${server.url}/a`, known)).toMatchObject({ status: 304 });
  expect(server.asked[0]?.headers).toMatchObject({
    'if-none-match': '"1"',
    'if-modified-since': known.lastModified,
  });
});

test.each([429, 500, 502, 503, 504])('%i is tried again', async (status) => {
  server.on('/a', reply(status), reply(200, 'ok'));
  expect((await fetcher.get(`${server.url}/a`)).body.toString()).toBe('ok');
  expect(server.asked).toHaveLength(2);
});

test('a cut connection is tried again', async () => {
  server.on('/a', reset, reset, reply(200, 'ok'));
  expect((await fetcher.get(`${server.url}/a`)).body.toString()).toBe('ok');
});

test('after three cut connections it gives up, with the cause', async () => {
  server.on('/a', reset);
  const failed = fetcher.get(`${server.url}/a`);
  await expect(failed).rejects.toMatchObject({
    code: 'fetch_failed',
    where: { url: `${server.url}/a` },
    cause: expect.any(Error) as Error,
  });
  expect(server.asked).toHaveLength(3);
});

test.each<[number, number]>([
  [404, 1],
  [403, 1],
  [204, 1],
  [503, 3],
])('%i is a named error after %i requests', async (status, requests) => {
  server.on('/a', reply(status));
  await expect(fetcher.get(`${server.url}/a`)).rejects.toMatchObject({
    code: 'http_status',
    where: { url: `${server.url}/a` },
  });
  expect(server.asked).toHaveLength(requests);
});

test('redirects are followed, relative ones too', async () => {
  server.on('/a', reply(301, '', { location: '/b/' }));
  server.on('/b/', reply(302, '', { location: 'c' }));
  server.on('/b/c', reply(200, 'there'));
  expect((await fetcher.get(`${server.url}/a`)).body.toString()).toBe('there');
});

test('redirects without end are given up', async () => {
  server.on('/a', reply(302, '', { location: '/b' }));
  server.on('/b', reply(302, '', { location: '/a' }));
  await expect(fetcher.get(`${server.url}/a`)).rejects.toMatchObject({ code: 'redirect_loop' });
  expect(paths()).toEqual(['/a', '/b', '/a', '/b', '/a', '/b']);
});

test.each<[string, string]>([
  ['file:///etc/passwd', 'address_refused'],
  ['ftp://127.0.0.1/a', 'address_refused'],
  ['http://[::1', 'bad_address'],
])('a redirect to %s is %s even where private addresses are allowed', async (location, code) => {
  server.on('/a', reply(302, '', { location }));
  await expect(fetcher.get(`${server.url}/a`)).rejects.toMatchObject({ code });
  expect(server.asked).toHaveLength(1);
});

test('a body at the cap is read; one byte more is refused at once, stated or not', async () => {
  server.on('/fits', reply(200, 'x'.repeat(1000)));
  server.on('/large', reply(200, 'x'.repeat(1001)));
  server.on('/streamed', (_request, response) => {
    response.writeHead(200);
    response.write('x'.repeat(600));
    response.end('x'.repeat(600));
  });
  expect((await fetcher.get(`${server.url}/fits`)).body).toHaveLength(1000);
  for (const path of ['/large', '/streamed']) {
    await expect(fetcher.get(server.url + path)).rejects.toMatchObject({
      code: 'body_too_large',
      where: { url: server.url + path },
    });
  }
  expect(paths()).toEqual(['/fits', '/large', '/streamed']);
});

test.each([
  'http://127.0.0.1:PORT/a',
  'http://localhost:PORT/a',
  'http://2130706433:PORT/a',
  'http://0x7f.1:PORT/a',
  'http://0.0.0.0:PORT/a',
  'http://[::1]:PORT/a',
  'http://[::ffff:127.0.0.1]:PORT/a',
  'http://10.1.2.3/a',
  'http://172.16.0.1/a',
  'http://192.168.1.1/a',
  'http://169.254.169.254/latest/meta-data',
  'http://[fe80::1]/a',
  'http://[fd00::1]/a',
  'file:///etc/passwd',
  'data:text/html,x',
])('%s is refused where private addresses are not allowed, without a request', async (address) => {
  server.on('/a', reply(200, 'secret'));
  const guarded = openFetcher({ allowPrivate: false, backoffMs: 1 });
  await expect(guarded.get(address.replace('PORT', String(server.port)))).rejects.toMatchObject({
    code: 'address_refused',
  });
  await guarded.close();
  expect(server.asked).toHaveLength(0);
});

test('what is no address is named', async () => {
  await expect(fetcher.get('http://')).rejects.toMatchObject({ code: 'bad_address' });
});
