import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { feedHome } from '../testing/feed-home.ts';
import { reply, scriptedServer } from '../testing/scripted-server.ts';

/** The YAML blocks of docs/feeds.md, by the id that they declare. */
async function documented(id: string): Promise<string> {
  const text = await readFile(new URL('../../docs/feeds.md', import.meta.url), 'utf8');
  const blocks = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml = '']) => yaml);
  return blocks.find((yaml) => yaml.startsWith(`id: ${id}\n`)) ?? '';
}

test('the feed of ten lines that the docs show is fetched, loaded and published', async () => {
  const yaml = await documented('my_port');
  expect(yaml.trim().split('\n').length).toBeLessThanOrEqual(10);
  const server = await scriptedServer();
  const row = (...cells: string[]) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  server.on(
    '/daily.html',
    reply(
      200,
      `<meta charset="utf-8"><h1>某港</h1><table>${row('日期', '场存(万吨)', '锚地船(艘)')}${row('2026-11-23', '612.5', '41')}</table>`,
    ),
  );
  const feed = await feedHome(yaml, `${server.url}/daily.html`);
  try {
    const outcome = await feed.run('2026-11-24T02:00:00Z');
    expect(outcome.errors).toEqual([]);
    expect(outcome.published).not.toBeNull();
    expect(await feed.values()).toEqual(['MY.stock 2026-11-23 612.5']);
  } finally {
    await feed.remove();
    await server.close();
  }
});

test('so is one that answers a POST with JSON under another name', async () => {
  const server = await scriptedServer();
  server.on('/index.php', (request, response) => {
    const allowed = request.method === 'POST' && request.headers.referer === 'https://data.example.com/';
    response.writeHead(allowed ? 200 : 403, { 'content-type': 'text/html' });
    response.end(
      '[{"name":"2026-11-20","age":"750"},{"name":"2026-11-23","age":"~"},{"name":"2026-11-19","age":"748"}]',
    );
  });
  const feed = await feedHome(await documented('my_index'), `${server.url}/index.php`);
  try {
    const outcome = await feed.run('2026-11-24T02:00:00Z');
    expect(outcome.errors).toEqual([]);
    expect(await feed.values()).toEqual(['MY.Q5500 2026-11-19 748', 'MY.Q5500 2026-11-20 750']);
  } finally {
    await feed.remove();
    await server.close();
  }
});
