import { readFile, readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { inject, expect, test } from 'vitest';
import { removeHome, serve, temporaryHome } from './installation.ts';

test('health, readiness and metrics of a server that serves', async () => {
  const url = inject('url');
  expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ ok: true });
  const ready = await fetch(`${url}/readyz`);
  expect(ready.status).toBe(200);
  expect(await ready.json()).toEqual({ ready: true, snapshot: expect.stringMatching(/^\d{8}T\d{9}$/) });
  expect(ready.headers.get('cache-control')).toBe('no-store');
  const metrics = await fetch(`${url}/metrics`);
  expect(metrics.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  const text = await metrics.text();
  expect(text).toMatch(/^coalface_runs_total\{status="ok"\} [1-9]/m);
  expect(text).toMatch(/^coalface_rows_total\{source="deliveries",outcome="inserted"\} [1-9]/m);
  expect(text).toMatch(/^coalface_feed_status\{source="\w+",status="\w+"\} 1$/m);
  expect(text).toMatch(/^coalface_snapshot_bytes [1-9]/m);
});

test('metrics are refused to who comes through a proxy, and given for the token', async () => {
  const home = inject('home');
  const server = await serve(home, { COALFACE_METRICS_TOKEN: 'a-long-token' });
  const status = async (headers: Record<string, string>) =>
    (await fetch(`${server.url}/metrics`, { headers })).status;
  expect(await status({ 'x-forwarded-for': '203.0.113.9' })).toBe(403);
  expect(await status({ 'x-forwarded-for': '203.0.113.9', authorization: 'Bearer a-long-token' })).toBe(200);
  expect(await status({ authorization: 'Bearer another' })).toBe(403);
  server.kill('SIGTERM');
  expect(await server.ended).toBe(0);
});

test('before the first publication the server is up and not ready', async () => {
  const home = await temporaryHome();
  const server = await serve(home);
  const ready = await fetch(`${server.url}/readyz`);
  expect(ready.status).toBe(503);
  expect(await ready.json()).toEqual({ ready: false, reason: 'no_snapshot' });
  expect((await fetch(`${server.url}/metrics`)).status).toBe(200);
  server.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  await removeHome(home);
});

/** A request whose last line is not sent yet, so that it is under way. @returns sends the rest and gives the answer */
async function begun(port: number, address: string): Promise<() => Promise<string>> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const closed = new Promise<void>((done, fail) => socket.once('close', () => done()).once('error', fail));
  await new Promise<void>((done) =>
    socket.write(`GET ${address} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n`, () => done()),
  );
  return async () => {
    socket.write('Connection: close\r\n\r\n');
    await closed;
    return text;
  };
}

test('told to stop, the server ends its streams, answers what is under way and takes no new request', async () => {
  const server = await serve(inject('home'));
  const stream = await fetch(`${server.url}/events`);
  const query = await begun(server.port, '/queries/port_stock/data.json?from=2012-02-01');
  const ready = await begun(server.port, '/readyz');
  // answered after the two have arrived
  await (await fetch(`${server.url}/healthz`)).json();

  server.kill('SIGTERM');
  expect(await stream.text()).toContain('event: snapshot');
  await expect
    .poll(() =>
      fetch(`${server.url}/healthz`).then(
        () => 'taken',
        () => 'refused',
      ),
    )
    .toBe('refused');
  const unready = await ready();
  expect(unready).toMatch(/^HTTP\/1\.1 503 /);
  expect(unready).toContain('{"ready":false,"reason":"shutting_down"}');
  const answer = await query();
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(answer).toContain('"query":"port_stock"');
  expect(await server.ended).toBe(0);
  expect(server.stderr()).toBe('');
});

test('each request is a line in the log of the server, with route, snapshot and queries', async () => {
  const { home, url } = { home: inject('home'), url: inject('url') };
  await (await fetch(`${url}/queries/port_stock/data.json?from=2012-01-01`)).text();
  const names = (await readdir(path.join(home, 'logs'))).filter((name) => name.startsWith('server.'));
  const lines = (await Promise.all(names.map((name) => readFile(path.join(home, 'logs', name), 'utf8'))))
    .join('')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines).toContainEqual(
    expect.objectContaining({
      msg: 'request',
      route: '/queries/[id]/data.json',
      status: 200,
      queries: [{ query: 'port_stock', cache: 'miss', ms: expect.any(Number) }],
    }),
  );
  const runs = (await readdir(path.join(home, 'logs'))).filter((name) => name.startsWith('run.'));
  expect(runs).not.toEqual([]);
});
