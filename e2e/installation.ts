import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** Nothing that is tested here asks the internet. */
const offline = () => ({ ...process.env, COALFACE_OFFLINE: '1' });

/** An installation started as a user starts it. */
export interface Installation {
  home: string;
  url: string;
  /** what it printed so far */
  output(): string;
  /** send a signal and wait for the end. @returns the exit code */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** A fresh folder for state, below the temporary folder. */
export function temporaryHome(): Promise<string> {
  return mkdtemp(path.join(tmpdir(), 'coalface-e2e-'));
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address ? address.port : 0;
}

/** `npm start` on a home, until it prints its ready line. @throws Error with what it printed if it ends before */
export async function npmStart(home: string): Promise<Installation> {
  const port = await freePort();
  const child = spawn('npm', ['start'], {
    cwd: ROOT,
    env: { ...offline(), COALFACE_HOME: home, PORT: String(port), HOST: '127.0.0.1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let text = '';
  const ended = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
  const url = await new Promise<string>((done, fail) => {
    const take = (chunk: Buffer) => {
      text += chunk.toString();
      const line = /^ready (http:\/\/\S+)$/m.exec(text);
      if (line?.[1]) done(line[1]);
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    void ended.then((code) => fail(new Error(`npm start ended with ${code}:\n${text}`)));
  });
  return { home, url, output: () => text, stop: (signal = 'SIGINT') => end(child, ended, signal) };
}

/** The web server of a home, without schedules, as a supervisor of the system would start it. */
export interface Served {
  url: string;
  port: number;
  ended: Promise<number | null>;
  stderr(): string;
  kill(signal: NodeJS.Signals): boolean;
}

/** Start the web server alone. @throws Error with what it printed if it does not answer */
export async function serve(home: string, env: Record<string, string> = {}): Promise<Served> {
  const port = await freePort();
  const child = spawn(process.execPath, [path.join(ROOT, 'build', 'index.js')], {
    env: { ...process.env, ...env, COALFACE_HOME: home, HOST: '127.0.0.1', PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries += 1) {
    if ((await fetch(`${url}/healthz`).catch(() => null))?.status === 200) break;
    if (tries > 300 || child.exitCode !== null) throw new Error(`the server does not answer:\n${stderr}`);
    await sleep(100);
  }
  return { url, port, ended, stderr: () => stderr, kill: (signal) => child.kill(signal) };
}

/** As a terminal does: the signal goes to the whole foreground group. */
async function end(
  child: ChildProcess,
  ended: Promise<number | null>,
  signal: NodeJS.Signals,
): Promise<number | null> {
  if (child.exitCode === null && child.pid) process.kill(-child.pid, signal);
  return ended;
}

/** Run a command of the command line. @returns its exit code and what it printed */
export async function coalface(
  home: string,
  ...args: string[]
): Promise<{ code: number | null; text: string }> {
  const child = spawn(process.execPath, [path.join(ROOT, 'etl', 'cli.ts'), ...args], {
    env: { ...offline(), COALFACE_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, text };
}

/** Delete a home. */
export function removeHome(home: string): Promise<void> {
  return rm(home, { recursive: true, force: true });
}
