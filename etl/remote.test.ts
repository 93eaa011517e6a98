import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadSources } from '../data/source-file.ts';
import { Journal } from './journal.ts';
import { runEtl } from './run.ts';
import { neverLoaded } from './schedule.ts';
import { reply, scriptedServer, type ScriptedServer } from './testing/scripted-server.ts';
import { smallHome, type SmallHome } from './testing/small-home.ts';

let small: SmallHome;
let server: ScriptedServer;
let minute = 0;
beforeEach(async () => {
  small = await smallHome();
  server = await scriptedServer();
  await mkdir(small.home.sources, { recursive: true });
  await mkdir(path.join(small.home.inbox, 'roles'), { recursive: true });
  await writeFile(path.join(small.home.inbox, 'roles', 'a.csv'), '角色编号,角色名称\nR1,经理\n');
  server.on('/roles.csv', reply(200, '角色编号,角色名称\nR2,主管\n'));
  server.on('/roles.csv?token=k3y-of-the-user', reply(200, '角色编号,角色名称\nR3,专员\n'));
  const url = `${server.url}/roles.csv`;
  await source('a_remote', `{ kind: http, url: '${url}', allow_private: true, pace_ms: 0 }`);
  await source(
    'keyed',
    `{ kind: http, url: '${url}', allow_private: true, pace_ms: 0, key: { env: ROLES_KEY, query: token } }`,
  );
  await source('z_local', '{ kind: files, folder: roles }');
});
afterEach(async () => {
  await server.close();
  await small.remove();
});

const SOURCES = ['a_remote', 'keyed', 'z_local'];
const source = (id: string, origin: string) =>
  writeFile(
    path.join(small.home.sources, `${id}.yaml`),
    `id: ${id}\ntitle: { zh: 角色, en: roles }\nobject: crm_role\norigin: ${origin}\nschedule: '0 9 * * *'\n`,
  );
const run = (env: NodeJS.ProcessEnv, local = false) =>
  runEtl({
    home: small.home,
    sources: SOURCES,
    local,
    env,
    now: () => new Date(Date.UTC(2012, 5, 19, 1, (minute += 1))),
    progress: () => {},
  });
const due = async (env: NodeJS.ProcessEnv) => {
  const journal = new Journal(small.home, () => new Date());
  const all = await loadSources(small.home);
  const ids = neverLoaded(
    SOURCES.flatMap((id) => all.get(id) ?? []),
    journal,
    env,
  );
  journal.close();
  return ids;
};

test('what is here is loaded first, then what the network has; without its key a source is left out and noted', async () => {
  const outcome = await run({});
  expect(outcome.errors).toEqual([]);
  expect(outcome.files.map((file) => file.source)).toEqual(['z_local', 'a_remote']);
  expect(outcome.skipped).toEqual([
    { source: 'keyed', reason: expect.stringContaining('ROLES_KEY') as string },
  ]);
  const keyed = await run({ ROLES_KEY: 'k3y-of-the-user' });
  expect([keyed.errors, keyed.skipped]).toEqual([[], []]);
  expect(keyed.files.map((file) => file.source)).toEqual(['keyed']);
});

test('offline nothing is asked for, and that is noted; a local run does not think of the network', async () => {
  const offline = await run({ COALFACE_OFFLINE: '1' });
  expect(offline.skipped.map((one) => one.source)).toEqual(['a_remote', 'keyed']);
  const local = await run({}, true);
  expect(local.skipped).toEqual([]);
  expect(server.asked).toEqual([]);
});

test('sources of the network that never gave a row are due at once, unless offline or without a key', async () => {
  const key = { ROLES_KEY: 'k3y-of-the-user' };
  expect(await due({})).toEqual(['a_remote']);
  expect(await due(key)).toEqual(['a_remote', 'keyed']);
  expect(await due({ ...key, COALFACE_OFFLINE: '1' })).toEqual([]);
  server.on('/roles.csv', reply(403));
  await run({});
  expect(await due({})).toEqual(['a_remote']);
  server.on('/roles.csv', reply(200, '角色编号,角色名称\nR2,主管\n'));
  await run({});
  expect(await due({})).toEqual([]);
});
