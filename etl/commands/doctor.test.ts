import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const CLI = fileURLToPath(new URL('../cli.ts', import.meta.url));

let home: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'coalface-doctor-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

function doctor(...args: string[]): Promise<{ code: number; out: string }> {
  const env = { ...process.env, COALFACE_HOME: home, NO_COLOR: '1' };
  return new Promise((done) =>
    execFile(process.execPath, [CLI, 'doctor', ...args], { env }, (error, out) =>
      done({ code: error ? Number(error.code) : 0, out }),
    ),
  );
}

test('an empty home fails for want of a snapshot, and says in both languages what to do', async () => {
  const { code, out } = await doctor();
  expect(code).toBe(1);
  expect(out).toMatch(/^ok {3}Node 版本 \/ Node: v\d+/m);
  expect(out).toContain(
    'fail 当前快照 / snapshot: 尚未发布 / nothing published yet\n     → 运行 npm start 或 coalface etl run / run `npm start` or `coalface etl run`\n',
  );
});

test('--json gives the same for scripts', async () => {
  const { code, out } = await doctor('--json');
  expect(code).toBe(1);
  const { healthy, findings } = JSON.parse(out) as { healthy: boolean; findings: Record<string, unknown>[] };
  expect(healthy).toBe(false);
  expect(findings).toContainEqual({
    id: 'snapshot',
    title: { zh: '当前快照', en: 'snapshot' },
    level: 'fail',
    zh: '尚未发布',
    en: 'nothing published yet',
    mend: { zh: '运行 npm start 或 coalface etl run', en: 'run `npm start` or `coalface etl run`' },
  });
});
