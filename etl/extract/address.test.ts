import { afterEach, beforeEach, expect, test } from 'vitest';
import { reply, scriptedServer, type ScriptedServer } from '../testing/scripted-server.ts';
import { scriptedWeb } from '../testing/scripted-web.ts';
import type { Web } from './web.ts';

let server: ScriptedServer;
let web: Web;
beforeEach(async () => {
  server = await scriptedServer();
  server.on('/a', reply(200, 'secret'));
  web = scriptedWeb();
});
afterEach(async () => {
  await web.close();
  await server.close();
});

const guarded = () => ({ url: '', allow_private: false, pace_ms: 0, method: 'get' as const });

test.each([
  'http://127.0.0.1:PORT/a',
  'http://localhost:PORT/a',
  'http://2130706433:PORT/a',
  'http://0x7f.1:PORT/a',
  'http://0.0.0.0:PORT/a',
  'http://[::1]:PORT/a',
  'http://[::]:PORT/a',
  'http://[::ffff:127.0.0.1]:PORT/a',
  'http://[::127.0.0.1]:PORT/a',
  'http://[64:ff9b::127.0.0.1]/a',
  'http://[2002:7f00:1::]/a',
  'http://[2001:0:7f00:1::]/a',
  'http://10.1.2.3/a',
  'http://100.64.0.1/a',
  'http://172.16.0.1/a',
  'http://192.168.1.1/a',
  'http://169.254.169.254/latest/meta-data',
  'http://[::ffff:169.254.169.254]/latest/meta-data',
  'http://224.0.0.1/a',
  'http://255.255.255.255/a',
  'http://[fe80::1]/a',
  'http://[fd00:ec2::254]/a',
  'http://[ff02::1]/a',
  'http://user:pass@127.0.0.1:PORT/a',
  'file:///etc/passwd',
  'data:text/html,x',
  'javascript:alert(1)',
])('%s is refused where private addresses are not allowed, without a request', async (address) => {
  await expect(
    web.fetcher(guarded()).get(address.replace('PORT', String(server.port))),
  ).rejects.toMatchObject({ code: 'address_refused' });
  expect(server.asked).toHaveLength(0);
});

test('what is no address is named', async () => {
  await expect(web.fetcher(guarded()).get('http://')).rejects.toMatchObject({ code: 'bad_address' });
});

test('a password in an address is not repeated', async () => {
  const failed = await web
    .fetcher(guarded())
    .get('http://user:hush@example.com/')
    .catch((error: unknown) => error as { describe(): string });
  expect('describe' in failed && failed.describe()).not.toMatch(/hush|user:/);
});

test('a proxy of the environment is used, and asked for no private address', async () => {
  const behind = scriptedWeb({}, { env: { http_proxy: server.url } });
  server.on('http://203.0.114.1/robots.txt', reply(404));
  server.on('http://203.0.114.1/a', reply(200, 'by proxy'));
  expect((await behind.fetcher(guarded()).get('http://203.0.114.1/a')).body.toString()).toBe('by proxy');
  server.asked.length = 0;
  for (const address of ['http://10.0.0.1/a', 'http://localhost/a', 'http://[::1]/a']) {
    await expect(behind.fetcher(guarded()).get(address)).rejects.toMatchObject({ code: 'address_refused' });
  }
  expect(server.asked).toHaveLength(0);
  await behind.close();
});

test('a name that only the proxy knows is left to it', async () => {
  const behind = scriptedWeb({}, { env: { HTTP_PROXY: server.url } });
  server.on('http://bulletins.invalid/a', reply(200, 'by proxy'));
  expect((await behind.fetcher(guarded()).get('http://bulletins.invalid/a')).body.toString()).toBe(
    'by proxy',
  );
  await behind.close();
});

test('NO_PROXY and the site of the sample go straight', async () => {
  const proxy = await scriptedServer();
  const open = { ...guarded(), allow_private: true };
  const excepted = scriptedWeb({}, { env: { HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1' } });
  await excepted.fetcher(open).get(`${server.url}/a`);
  const behind = scriptedWeb({}, { env: { HTTP_PROXY: proxy.url } });
  await behind.fetcher({ ...open, url: '${SAMPLE_SITE}/a' }).get(`${server.url}/a`);
  expect(proxy.asked).toHaveLength(0);
  for (const one of [excepted, behind, proxy]) await one.close();
});
