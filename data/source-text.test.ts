import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { homeAt, type Home } from './home.ts';
import { sourceText, withoutSecrets } from './source-text.ts';

let home: Home;
beforeEach(async () => {
  home = homeAt(await mkdtemp(path.join(tmpdir(), 'coalface-source-text-')));
});
afterEach(() => rm(home.root, { recursive: true }));

test('a source of the installation is shown in the place of a shipped one', async () => {
  expect(await sourceText(home, 'weekly_index')).toMatchObject({ file: 'weekly_index.yaml', own: false });
  await mkdir(home.sources);
  const own = (await sourceText(home, 'weekly_index')).yaml;
  await writeFile(path.join(home.sources, 'mine.yaml'), own);
  expect(await sourceText(home, 'weekly_index')).toEqual({ file: 'mine.yaml', own: true, yaml: own });
  await expect(sourceText(home, 'nope')).rejects.toMatchObject({ code: 'unknown_source' });
});

test.each([
  ['https://li:pass@feed.example/x', 'https://***@feed.example/x'],
  ['https://feed.example/x?day=1&api_key=abc123&n=2', 'https://feed.example/x?day=1&api_key=***&n=2'],
  ["url: 'https://feed.example/?access_token=abc'", "url: 'https://feed.example/?access_token=***'"],
  ['key: { env: EIA_API_KEY, query: api_key }', 'key: { env: EIA_API_KEY, query: api_key }'],
])('%s is shown as %s', (written, shown) => {
  expect(withoutSecrets(written)).toBe(shown);
});
