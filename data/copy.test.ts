import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { copyApart } from './copy.ts';
import { sha256Of } from './digest.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'coalface-copy-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

test('the copy is whole before its digest is known', async () => {
  const [from, to] = [path.join(dir, '源.duckdb'), path.join(dir, 'b c.duckdb')];
  const bytes = Buffer.alloc(3_000_001, '煤');
  await writeFile(from, bytes);
  const copy = await copyApart(from, to);
  expect((await readFile(to)).equals(bytes)).toBe(true);
  expect(['reflink', 'copy']).toContain(copy.method);
  expect(await copy.sha256).toBe(await sha256Of(from));
});

test('what the copying process could not do is passed on', async () => {
  await expect(copyApart(path.join(dir, 'none'), path.join(dir, 'b'))).rejects.toThrow(
    /ended with 1: [^]*ENOENT.*none/,
  );
});
