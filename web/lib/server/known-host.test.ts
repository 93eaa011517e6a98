import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { isKnownHost } from './known-host.ts';
import { isThisMachine } from './this-machine.ts';

const request = (headers: Record<string, string>) => new Request('http://127.0.0.1/', { headers });

test.each([
  ['127.0.0.1:8420', undefined, true],
  ['[::1]:8420', undefined, true],
  ['10.1.2.3', undefined, true],
  ['localhost:8420', undefined, true],
  [`${hostname()}:8420`, undefined, true],
  ['coal.example.com', undefined, false],
  ['coal.example.com', 'other.example.com, COAL.example.com', true],
  ['localhost.evil.example', undefined, false],
  ['127.0.0.1.evil.example', 'coal.example.com', false],
  ['', '', false],
])('the server goes by the name %s with COALFACE_HOSTS=%s: %s', (host, names, known) => {
  expect(isKnownHost(request({ host }), names)).toBe(known);
});

test.each([
  ['127.0.0.1', {}, true],
  ['::ffff:127.0.0.9', {}, true],
  ['10.0.0.5', {}, false],
  ['127.0.0.1', { 'x-forwarded-for': '10.0.0.5' }, false],
])('a request from %s with %j is of this machine: %s', (address, headers, own) => {
  expect(isThisMachine(request(headers as Record<string, string>), address)).toBe(own);
});
