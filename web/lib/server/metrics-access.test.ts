import { expect, test } from 'vitest';
import { mayScrape } from './metrics-access.ts';

test.each([
  ['this machine', '127.0.0.1', {}, undefined, true],
  ['this machine by IPv6', '::1', {}, undefined, true],
  ['this machine by mapped IPv4', '::ffff:127.0.0.1', {}, undefined, true],
  ['another machine', '10.0.0.7', {}, undefined, false],
  ['an address that only looks like it', '127.evil.example', {}, undefined, false],
  [
    'somebody through a proxy of this machine',
    '127.0.0.1',
    { 'x-forwarded-for': '10.0.0.7' },
    undefined,
    false,
  ],
  ['the token', '10.0.0.7', { authorization: 'Bearer long-secret' }, 'long-secret', true],
  ['the token through a proxy', '127.0.0.1', { authorization: 'Bearer s', forwarded: 'for=1' }, 's', true],
  ['a wrong token', '10.0.0.7', { authorization: 'Bearer long-secre' }, 'long-secret', false],
  ['a wrong token from this machine', '127.0.0.1', { authorization: 'Bearer x' }, 'long-secret', false],
  ['a token where none is set', '10.0.0.7', { authorization: 'Bearer x' }, undefined, false],
  ['an empty token where it is set empty', '10.0.0.7', { authorization: 'Bearer ' }, '', false],
])('%s (%s): %j, token %s: %s', (_who, address, headers, token, may) => {
  expect(mayScrape(new Request('http://127.0.0.1/metrics', { headers }), address, token)).toBe(may);
});
