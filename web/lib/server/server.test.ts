import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { codingFor, compressed } from './compress.ts';
import { etagOf, matches } from './etag.ts';
import { endStreams, snapshotStream } from './events.ts';
import { mayChange } from './same-origin.ts';

test.each([
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip;q=1.0, br;q=0', 'gzip'],
  ['identity', undefined],
  [null, undefined],
])('of %s the coding is %s', (accept, coding) => {
  expect(codingFor(accept)).toBe(coding);
});

const page = (body: string, type = 'text/html') => new Response(body, { headers: { 'content-type': type } });

test('long texts are compressed and come out the same', async () => {
  const body = '煤'.repeat(2000);
  const br = await compressed(page(body), 'br');
  expect(br.headers.get('content-encoding')).toBe('br');
  expect(brotliDecompressSync(Buffer.from(await br.arrayBuffer())).toString()).toBe(body);
  const gz = await compressed(page(body), 'gzip');
  expect(gunzipSync(Buffer.from(await gz.arrayBuffer())).toString()).toBe(body);
});

test('an event stream and a short text are not', async () => {
  expect(
    (await compressed(page('x'.repeat(5000), 'text/event-stream'), 'br')).headers.has('content-encoding'),
  ).toBe(false);
  expect((await compressed(page('short'), 'br')).headers.has('content-encoding')).toBe(false);
});

test('an ETag differs as soon as one part does', () => {
  expect(etagOf(['a', 'b'])).toBe(etagOf(['a', 'b']));
  expect(etagOf(['a', 'b'])).not.toBe(etagOf(['ab']));
  const etag = etagOf([1]);
  expect([
    matches(`W/${etag}`, etag),
    matches(`"x", ${etag}`, etag),
    matches('"x"', etag),
    matches(null, etag),
  ]).toEqual([true, true, false, false]);
});

test.each([
  ['GET', { origin: 'http://evil.example' }, true],
  ['POST', {}, true],
  ['POST', { origin: 'http://127.0.0.1:8420' }, true],
  ['POST', { origin: 'https://127.0.0.1:8420' }, true],
  ['POST', { origin: 'http://127.0.0.1:9999' }, false],
  ['POST', { origin: 'null' }, false],
  ['POST', { 'sec-fetch-site': 'cross-site' }, false],
  ['DELETE', { 'sec-fetch-site': 'same-site' }, false],
])('%s with %j may change something: %s', (method, headers, may) => {
  const request = new Request('https://127.0.0.1:8420/x', {
    method,
    headers: { host: '127.0.0.1:8420', ...headers },
  });
  expect(mayChange(request)).toBe(may);
});

test('an event stream tells the snapshot in service, then each change, and ends with the server', async () => {
  let id = 'A';
  const listeners = new Set<() => void>();
  const source = {
    snapshot: () => ({ id }),
    onSwap(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const text = new Response(snapshotStream(source)).text();
  id = 'B';
  for (const listener of listeners) listener();
  endStreams();
  expect((await text).match(/data: .*/g)).toEqual(['data: A', 'data: B']);
  expect(listeners.size).toBe(0);
});
