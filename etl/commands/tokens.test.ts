import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { holderOf } from '../../data/api-token-reader.ts';
import type { Home } from '../../data/home.ts';
import { temporaryHome } from '../../queries/testing/warehouse-fixture.ts';

const CLI = fileURLToPath(new URL('../cli.ts', import.meta.url));

let home: Home;
let remove: () => Promise<void>;
beforeAll(async () => ({ home, remove } = await temporaryHome()));
afterAll(() => remove());

function tokens(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((done) => {
    const env = { ...process.env, COALFACE_HOME: home.root };
    execFile(process.execPath, [CLI, 'tokens', ...args], { env }, (error, stdout, stderr) =>
      done({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

test('a token is made, listed without its secret, and revoked', async () => {
  const now = new Date();
  const made = await tokens(
    'add',
    'excel',
    '--scope',
    'read',
    '--expires',
    '2199-01-01',
    '--by',
    '李',
    '--json',
  );
  const { secret, ...rest } = JSON.parse(made.stdout) as { secret: string };
  expect(rest).toEqual({ name: 'excel', scope: 'read', expires_at: '2198-12-31T16:00:00.000Z' });
  expect(secret).toMatch(/^coalface_[\w-]{43}$/);
  expect(holderOf(home, secret, now)).toMatchObject({ name: 'excel', created_by: '李' });
  expect(holderOf(home, secret, new Date('2199-01-01T00:00:00Z'))).toBeNull();
  expect(holderOf(home, `${secret}x`, now)).toBeNull();
  // neither the database nor its log has the secret
  const files = [home.state, `${home.state}-wal`].map((file) => {
    try {
      return readFileSync(file).toString('latin1');
    } catch {
      return '';
    }
  });
  expect(files.join('')).not.toContain(secret);
  expect(await tokens('add', 'excel', '--scope', 'sql')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('token_exists') as string,
  });
  const { stdout } = await tokens('list');
  expect(stdout).toMatch(/excel\s+read\s+有效 good .* 2199-01-01 00:00\s+李/);
  expect(stdout).not.toContain(secret);
  expect((await tokens('revoke', 'excel')).code).toBe(0);
  expect(holderOf(home, secret, now)).toBeNull();
  expect((await tokens('revoke', 'excel')).stderr).toContain('unknown_token');
});

test.each([
  [['add', 'x'], 2],
  [['add', 'x', '--scope', 'admin'], 2],
  [['add', '../x', '--scope', 'read'], 2],
  [['add', 'x', '--scope', 'read', '--expires', '2001-01-01'], 1],
])('%j is refused with %i', async (args, code) => {
  expect((await tokens(...args)).code).toBe(code);
});
