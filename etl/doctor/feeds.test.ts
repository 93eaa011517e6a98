import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { loadSources } from '../../data/source-file.ts';
import { reply, scriptedServer } from '../testing/scripted-server.ts';
import { smallHome } from '../testing/small-home.ts';
import { examineFeeds, judgeSkew } from './feeds.ts';
import type { Examined } from './finding.ts';

test('each host is asked once, with its robots.txt; one that refuses is a warning, one with a key is not asked', async () => {
  const small = await smallHome();
  const [good, bad] = [await scriptedServer(), await scriptedServer()];
  good.on('/a.csv', reply(200, 'x'));
  bad.on('/robots.txt', reply(200, 'User-agent: *\nDisallow: /\n'));
  bad.on('/c.csv', reply(200, 'x'));
  await mkdir(small.home.sources, { recursive: true });
  const write = (id: string, url: string, more = '') =>
    writeFile(
      path.join(small.home.sources, `${id}.yaml`),
      `id: ${id}\ntitle: { zh: 角色, en: roles }\nobject: crm_role\norigin: { kind: http, url: '${url}', allow_private: true, pace_ms: 0${more} }\n`,
    );
  await write('mine_a', `${good.url}/a.csv`);
  await write('mine_b', `${good.url}/b.csv`);
  await write('mine_c', `${bad.url}/c.csv`);
  await write('mine_d', `${good.url.replace('127.0.0.1', 'localhost')}/d.csv`, ', key: { env: K, query: k }');
  const sources = [...(await loadSources(small.home)).values()].filter(({ id }) => id.startsWith('mine_'));
  const found: Examined[] = [];
  const patient = { home: small.home, env: { K: 'secret' }, now: () => new Date() };
  await examineFeeds(sources, patient, (one) => found.push(one));
  expect(found.map(({ id, level }) => [id, level])).toEqual([
    ['feed_mine_a', 'ok'],
    ['feed_mine_c', 'warn'],
    ['clock_skew', 'ok'],
  ]);
  expect(found[1]?.en).toContain('robots_refused');
  await Promise.all([good.close(), bad.close(), small.remove()]);
});

test('the clock is judged by the middle of the hosts', () => {
  expect(judgeSkew([])).toMatchObject({ level: 'ok' });
  expect(judgeSkew([0, 1000, 900_000])).toMatchObject({ level: 'ok', en: '1 s' });
  expect(judgeSkew([-120_000, -119_000, 0])).toMatchObject({
    level: 'fail',
    en: 'this clock is ahead by -119 s',
  });
});
