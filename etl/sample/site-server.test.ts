import fs from 'node:fs/promises';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CoalfaceError } from '../../data/errors.ts';
import { serveSite } from './site-server.ts';
import type { Site } from './site-server.ts';

let folder: string;
let site: Site;

beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'coalface-site-'));
  await fs.mkdir(path.join(folder, 'site/port'), { recursive: true });
  await fs.writeFile(path.join(folder, 'site/port/index.html'), '<p>四港</p>');
  await fs.writeFile(path.join(folder, 'secret.txt'), 'secret');
  await fs.symlink(path.join(folder, 'secret.txt'), path.join(folder, 'site/link.txt'));
  site = await serveSite(path.join(folder, 'site'));
});

afterAll(async () => {
  await site.close();
  await fs.rm(folder, { recursive: true });
});

/** A raw request: fetch would tidy `..` away. */
function status(target: string, method = 'GET'): Promise<number | undefined> {
  const { hostname, port } = new URL(site.url);
  return new Promise((resolve, reject) => {
    const request = http.request({ hostname, port, path: target, method }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on('error', reject).end();
  });
}

test('serves a page with its type and tag, and 304 to who has it', async () => {
  const first = await fetch(`${site.url}/port/index.html`);
  expect(first.status).toBe(200);
  expect(first.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(await first.text()).toBe('<p>四港</p>');
  const etag = first.headers.get('etag') as string;
  const again = await fetch(`${site.url}/port/`, { headers: { 'if-none-match': `"other", W/${etag}` } });
  expect(again.status).toBe(304);
  const changed = await fetch(`${site.url}/port/`, { headers: { 'if-none-match': '"other"' } });
  expect(changed.status).toBe(200);
});

test('HEAD gives the headers alone', async () => {
  const head = await fetch(`${site.url}/port/index.html`, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '13', '']);
});

test.each([
  ['/none.html', 'GET', 404],
  ['/port', 'GET', 404],
  ['/../secret.txt', 'GET', 404],
  ['/%2e%2e/secret.txt', 'GET', 404],
  ['/..%2fsecret.txt', 'GET', 404],
  ['/link.txt', 'GET', 404],
  ['/%00', 'GET', 400],
  ['/%zz', 'GET', 400],
  ['/port/', 'POST', 405],
  ['/port/', 'DELETE', 405],
])('%s by %s is %i', async (target, method, expected) => {
  expect(await status(target, method)).toBe(expected);
});

test('a folder that is not there is a named error', async () => {
  await expect(serveSite(path.join(folder, 'none'))).rejects.toThrow(CoalfaceError);
  await expect(serveSite(path.join(folder, 'none'))).rejects.toMatchObject({ code: 'site_missing' });
});

test('a port that is taken is a named error', async () => {
  const port = Number(new URL(site.url).port);
  await expect(serveSite(folder, { port })).rejects.toMatchObject({ code: 'port_in_use' });
});
