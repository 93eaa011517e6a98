import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { CoalfaceError } from '../data/errors.ts';
import type { Home } from '../data/home.ts';
import { openLog } from '../data/log.ts';
import { loadSources } from '../data/source-file.ts';
import { MOST_UPLOAD_BYTES, UPLOAD_FRAME_BYTES } from '../data/uploads.ts';
import { Journal } from './journal.ts';
import { prepare } from './prepare.ts';
import { neverLoaded, startSchedules, type Schedules } from './schedule.ts';
import type { Output } from './terminal.ts';

const SERVER = fileURLToPath(new URL('../build/index.js', import.meta.url));
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1']);
const READY_WITHIN_MS = 60_000;
/** How long requests in flight may take to end when the server is told to stop. */
const DRAIN_S = 10;
/** After the drain the server closes its snapshots; one that still has not ended then is killed. */
const END_WITHIN_MS = (DRAIN_S + 5) * 1000;

/** Where the dashboard is served. */
export interface Address {
  host: string;
  port: number;
}

/**
 * Run an installation until a signal ends it: fill an empty home with the sample company and its first snapshot, start
 * the schedules, serve the dashboard, print `ready http://HOST:PORT`.
 * @returns the exit code
 * @throws CoalfaceError `not_built`, `server_failed`, `first_run_failed`
 */
export async function start(home: Home, address: Address, output: Output): Promise<number> {
  if (!existsSync(SERVER)) {
    throw new CoalfaceError('not_built', 'the web app is not built', {
      where: { file: SERVER },
      hint: 'run `npm start`, it builds what is needed',
    });
  }
  if (!LOOPBACK.has(address.host)) {
    output.write(
      `warning: no users are configured, so everyone who can reach ${address.host} can read everything\n`,
    );
  }
  await prepare(home);
  const stopped = stopSignal();
  const log = await openLog(home, 'schedules');
  const env = {
    ...process.env,
    COALFACE_HOME: home.root,
    HOST: address.host,
    PORT: String(address.port),
    SHUTDOWN_TIMEOUT: String(DRAIN_S),
    // of an upload; the server refuses other bodies above 512 KiB
    BODY_SIZE_LIMIT: String(MOST_UPLOAD_BYTES + 2 * UPLOAD_FRAME_BYTES),
    // DuckDB's work runs on libuv's threads: with the default four, eight heavy queries starve file access
    UV_THREADPOOL_SIZE: process.env['UV_THREADPOOL_SIZE'] ?? '16',
  };
  const sources = [...(await loadSources(home)).values()];
  let schedules: Schedules | undefined;
  const server = spawn(process.execPath, [SERVER], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = new Promise<number>((done) => server.once('exit', (code) => done(code ?? 1)));
  try {
    const url = `http://${address.host.includes(':') ? `[${address.host}]` : address.host}:${address.port}`;
    await Promise.race([ready(url), stopped, failed(ended, url)]);
    const journal = new Journal(home, () => new Date());
    const first = neverLoaded(sources, journal, env);
    journal.close();
    schedules = await startSchedules(home, sources, first, env, log);
    log.info({ url, sources: schedules.sources }, 'serving');
    output.write(`schedules: ${schedules.sources.join(', ')} (Asia/Shanghai)\nready ${url}\n`);
    return await Promise.race([stopped.then(() => 0), ended]);
  } finally {
    await schedules?.stop();
    await end(server, ended);
  }
}

/** Resolves when the process is told to stop. */
function stopSignal(): Promise<void> {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => done());
  });
}

async function ready(url: string): Promise<void> {
  for (let waited = 0; waited < READY_WITHIN_MS; waited += 100) {
    const answer = await fetch(`${url}/healthz`).catch(() => null);
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new CoalfaceError(
    'server_failed',
    `the web server did not answer within ${READY_WITHIN_MS / 1000} s`,
    { where: { url } },
  );
}

async function failed(ended: Promise<number>, url: string): Promise<never> {
  const code = await ended;
  throw new CoalfaceError('server_failed', `the web server ended with ${code} before it was ready`, {
    where: { url },
    hint: 'its message stands above; if the port is taken choose another, e.g. PORT=8421 npm start',
  });
}

async function end(server: ChildProcess, ended: Promise<number>): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  server.kill('SIGTERM');
  const timer = setTimeout(() => server.kill('SIGKILL'), END_WITHIN_MS);
  await ended;
  clearTimeout(timer);
}
