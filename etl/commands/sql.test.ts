import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { tableFromIPC } from 'apache-arrow';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Home } from '../../data/home.ts';
import { SNAPSHOT, snapshotHome } from '../../queries/sandbox/testing/snapshot.ts';

const CLI = fileURLToPath(new URL('../cli.ts', import.meta.url));

let home: Home;
let remove: () => Promise<void>;
beforeAll(async () => ({ home, remove } = await snapshotHome()));
afterAll(() => remove());

async function sql(args: string[], input?: string) {
  const child = spawn(process.execPath, [CLI, 'sql', '--snapshot', SNAPSHOT, ...args], {
    env: { ...process.env, COALFACE_HOME: home.root },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(input);
  const ended = new Promise<number | null>((done) => child.once('close', done));
  const [out, stderr, code] = await Promise.all([buffer(child.stdout), text(child.stderr), ended]);
  return { code, out, stdout: out.toString(), stderr };
}

test('a table aligns Chinese, and says rows and snapshot', async () => {
  const { stdout } = await sql([
    'SELECT account AS 客户名称, 1.5 AS t FROM sales.delivery WHERE id < 2 ORDER BY id',
  ]);
  expect(stdout.split('\n').slice(0, 6)).toEqual([
    '客户名称    t',
    '────────  ───',
    '客户0     1.5',
    '客户1     1.5',
    '',
    expect.stringMatching(/^2 行 {2}快照 20260618T013000000 {2}\d+ ms$/),
  ]);
});

test('for scripts: JSON, CSV and Arrow, from an argument, a pipe, with values', async () => {
  const json = await sql(['SELECT $name AS name', '--param', 'name=煤', '--json']);
  expect(JSON.parse(json.stdout)).toMatchObject({ rows: [{ name: '煤' }], truncated: false });
  const csv = await sql(['--format', 'csv'], 'SELECT 1 AS a');
  expect(csv.stdout).toBe('\uFEFFa\r\n1\r\n');
  const arrow = await sql(['SELECT i FROM range(100000) t(i)', '--format', 'arrow', '--limit', '50000']);
  expect(tableFromIPC(arrow.out).numRows).toBe(50_000);
  expect(arrow.stderr).toContain('cut off after 50000 rows');
});

test('the plan instead of the rows', async () => {
  const { stdout } = await sql(['FROM sales.delivery WHERE id = 1', '--explain']);
  expect(JSON.parse(stdout)).toMatchObject([{ name: expect.stringMatching(/SCAN/) }]);
});

test('what is refused ends with 1, its place, and JSON if that was wanted', async () => {
  const plain = await sql(["SELECT 1,\n  read_text('/etc/passwd')"]);
  expect([plain.code, plain.stdout]).toEqual([1, '']);
  expect(plain.stderr).toContain('sql_refused: read_text() is not known here');
  expect(plain.stderr).toContain('line 2, character 3');
  const json = await sql(['COPY x TO y', '--json']);
  expect(JSON.parse(json.stderr)).toMatchObject({ error: { code: 'sql_refused' } });
});
