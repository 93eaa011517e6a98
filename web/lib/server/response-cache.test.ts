import { expect, test } from 'vitest';
import { ResponseCache } from './response-cache.ts';

const answer = (body: string, status = 200) => new Response(body, { status, headers: { etag: '"x"' } });

test('an answer asked for by many at once is made once, and each gets a whole one', async () => {
  const cache = new ResponseCache(1000);
  let made = 0;
  const make = async () => answer(String((made += 1)));
  const all = await Promise.all([1, 2, 3].map(() => cache.get('k', make)));
  expect(await Promise.all(all.map((response) => response.text()))).toEqual(['1', '1', '1']);
  expect(await (await cache.get('k', make)).text()).toBe('1');
  expect(all[0]?.headers.get('etag')).toBe('"x"');
});

test('an answer other than 200 is not kept, and neither is a failure', async () => {
  const cache = new ResponseCache(1000);
  expect((await cache.get('k', async () => answer('no', 400))).status).toBe(400);
  await expect(cache.get('k', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
  expect(await (await cache.get('k', async () => answer('yes'))).text()).toBe('yes');
});

test('what was asked for longest ago makes room', async () => {
  const cache = new ResponseCache(40);
  for (const key of ['a', 'b', 'c', 'd']) await cache.get(key, async () => answer('0123456789'));
  await cache.get('a', async () => answer('again'));
  await cache.get('e', async () => answer('0123456789'));
  expect(await (await cache.get('a', async () => answer('made anew'))).text()).toBe('0123456789');
  expect(await (await cache.get('b', async () => answer('made anew'))).text()).toBe('made anew');
});
