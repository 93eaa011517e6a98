import { mkdir, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import { spawn, type ChildProcess } from 'node:child_process';
import { reply, scriptedServer } from '../etl/testing/scripted-server.ts';
import { ROOT } from './installation.ts';

/** A source whose site answers a page only when a test lets it. */
export interface SlowSource {
  id: string;
  /** pages that are asked for and not answered yet */
  waiting(): number;
  /** answer the page that waits */
  release(): void;
  close(): Promise<void>;
}

/** Give a home a source of three pages on a loopback server that keeps its visitor waiting. */
export async function slowSource(home: string, id: string): Promise<SlowSource> {
  const server = await scriptedServer();
  const held: { n: number; response: ServerResponse }[] = [];
  server.on(
    '/list.html',
    reply(
      200,
      `<html><head><meta charset="utf-8"></head><body><ul>${[1, 2, 3].map((n) => `<li><a href="./${n}.csv">角色表 ${n}</a></li>`).join('')}</ul></body></html>`,
      { 'content-type': 'text/html; charset=utf-8' },
    ),
  );
  for (const n of [1, 2, 3]) server.on(`/${n}.csv`, (_request, response) => void held.push({ n, response }));
  await mkdir(path.join(home, 'sources'), { recursive: true });
  await writeFile(
    path.join(home, 'sources', `${id}.yaml`),
    `id: ${id}
title: { zh: 慢角色表, en: Slow roles }
object: crm_role
origin: { kind: http, url: '${server.url}/list.html', follow: { text: 角色表 }, allow_private: true, pace_ms: 0 }
`,
  );
  return {
    id,
    waiting: () => held.length,
    release() {
      const next = held.shift();
      next?.response
        .writeHead(200, { 'content-type': 'text/csv; charset=utf-8' })
        .end(`角色编号,角色名称\n${id}${next.n},角色${next.n}\n`);
    },
    close: () => server.close(),
  };
}

/** A run in a process of its own, that may ask the loopback server. */
export interface StartedRun {
  child: ChildProcess;
  /** @returns the exit code; null if a signal ended it */
  ended: Promise<number | null>;
  output(): string;
}

/** Start `coalface etl run SOURCE`. */
export function startRun(home: string, source: string): StartedRun {
  const { COALFACE_OFFLINE: _offline, ...env } = process.env;
  const child = spawn(process.execPath, [path.join(ROOT, 'etl', 'cli.ts'), 'etl', 'run', source], {
    env: { ...env, COALFACE_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return {
    child,
    ended: new Promise((done) => child.once('close', done)),
    output: () => text,
  };
}
