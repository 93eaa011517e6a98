import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { loadSources } from '../../data/source-file.ts';
import { startSchedules } from '../schedule.ts';
import { smallHome, type SmallHome } from '../testing/small-home.ts';

const CLI = fileURLToPath(new URL('../cli.ts', import.meta.url));
let small: SmallHome;
beforeEach(async () => {
  small = await smallHome();
  await mkdir(small.home.sources, { recursive: true });
  await writeFile(
    path.join(small.home.sources, 'roles.yaml'),
    `id: roles\ntitle: { zh: 角色, en: roles }\nobject: crm_role\norigin: { kind: files, folder: roles }\nschedule: '30 9 * * *'\n`,
  );
});
afterEach(() => small.remove());

/** Run the command line as a user does. */
function coalface(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((done) => {
    const { FORCE_COLOR: _, ...inherited } = process.env;
    const env = { ...inherited, COALFACE_HOME: small.home.root, COALFACE_OFFLINE: '1', NO_COLOR: '1' };
    execFile(process.execPath, [CLI, ...args], { env }, (error, out, err) =>
      done({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}
const schedule = (...args: string[]) => coalface('schedule', ...args);
interface Listed {
  running: boolean;
  sources: { source: string; [field: string]: unknown }[];
}
const listed = async () => JSON.parse((await schedule('list', '--json')).out) as Listed;
const roles = async () => (await listed()).sources.find(({ source }) => source === 'roles');

test('pause, list and resume, for people and for scripts', async () => {
  expect(await roles()).toMatchObject({
    schedule: '30 9 * * *',
    next: expect.stringMatching(/T01:30:00.000Z$/) as string,
    paused: null,
    skipped: null,
    last: null,
  });
  expect(await schedule('pause', 'roles', '--until', '2099-10-08 09:00', '--by', '王工')).toMatchObject({
    code: 0,
    out: 'paused roles until 2099-10-08 09:00\n',
  });
  expect(await roles()).toMatchObject({
    next: '2099-10-08T01:30:00.000Z',
    paused: { by: '王工', until: '2099-10-08T01:00:00.000Z' },
  });
  expect(JSON.parse((await schedule('pause', 'roles', '--json')).out)).toMatchObject({ until: null });
  expect(await roles()).toMatchObject({ next: null });
  const { out } = await schedule('list');
  expect(out).toMatch(/^roles +30 9 \* \* \* +— +— +— +paused by /m);
  expect(out).toContain('no server runs them');
  expect((await schedule('resume', 'roles')).out).toBe('resumed roles\n');
  expect(JSON.parse((await schedule('resume', 'roles', '--json')).out)).toEqual({
    source: 'roles',
    was_paused: false,
  });
}, 120_000);

test('wrong wishes are named', async () => {
  expect(await schedule('pause', 'nothing')).toMatchObject({
    code: 1,
    err: expect.stringContaining('unknown_source') as string,
  });
  expect(await schedule('pause', 'roles', '--until', '2001-01-01')).toMatchObject({
    code: 1,
    err: expect.stringContaining('bad_until') as string,
  });
  expect(await schedule('pause', 'roles', '--until', 'soon')).toMatchObject({ code: 2 });
  const alone = await schedule('run-now', 'roles');
  expect(alone).toMatchObject({ code: 1, err: expect.stringContaining('no_scheduler') as string });
  expect(alone.err).toContain('coalface etl run roles');
}, 120_000);

test('a running server sees a request and runs the source', async () => {
  const log = pino({ enabled: false });
  const env = { ...process.env, COALFACE_HOME: small.home.root, COALFACE_OFFLINE: '1' };
  const sources = [...(await loadSources(small.home)).values()].filter(({ id }) => id === 'roles');
  const schedules = await startSchedules(small.home, sources, [], env, log);
  try {
    expect(schedules.sources).toEqual(['roles']);
    expect((await schedule('run-now', 'roles')).out).toContain('requested roles');
    await vi.waitFor(
      async () =>
        expect((await roles())?.['last']).toMatchObject({ cause: 'request', state: 'done', attempt: 1 }),
      { timeout: 100_000, interval: 500 },
    );
    expect((await listed()).running).toBe(true);
  } finally {
    await schedules.stop();
  }
  expect((await listed()).running).toBe(false);
}, 120_000);
