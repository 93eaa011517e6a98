import { mkdtemp, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CoalfaceError } from './errors.ts';
import { homeAt, type Home } from './home.ts';
import { openLog } from './log.ts';

let home: Home;
beforeEach(async () => {
  home = homeAt(await mkdtemp(path.join(tmpdir(), 'coalface-log-')));
});
afterEach(() => rm(home.root, { recursive: true, force: true }));

async function lines(): Promise<Record<string, unknown>[]> {
  const names = await readdir(home.logs);
  const texts = await Promise.all(names.map((name) => readFile(path.join(home.logs, name), 'utf8')));
  return texts
    .join('')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('lines are JSON with their run, on disk at once, in a file of the program and the day', async () => {
  const log = await openLog(home, 'run', { env: {} });
  log.child({ run: 'R1', source: 'deliveries' }).info({ step: 'load' }, 'step ends');
  log.debug('not asked for');
  expect(await lines()).toMatchObject([
    { level: 'info', program: 'run', run: 'R1', source: 'deliveries', step: 'load', msg: 'step ends' },
  ]);
  expect(await readdir(home.logs)).toEqual([expect.stringMatching(/^run\.\d{4}-\d\d-\d\d\.1\.log$/)]);
});

test('keys, people and the parameters of addresses are not written; a fault keeps code, hint and place', async () => {
  const log = await openLog(home, 'run', { env: {} });
  const err = new CoalfaceError('bad_csv', 'broken', { hint: 'mend it', where: { file: 'a.csv' } });
  log.info({
    url: 'https://api.eia.gov/v2?api_key=S3CRET',
    token: 'S3CRET',
    headers: { authorization: 'S3CRET', cookie: 'S3CRET' },
    user: { email: 'S3CRET', phone: 'S3CRET' },
    err,
  });
  const [line] = await lines();
  expect(JSON.stringify(line)).not.toContain('S3CRET');
  expect(line).toMatchObject({
    url: 'https://api.eia.gov/v2',
    err: { code: 'bad_csv', message: 'broken', hint: 'mend it', where: { file: 'a.csv' } },
  });
});

test('COALFACE_LOG chooses the least level; a word that is none is refused', async () => {
  const log = await openLog(home, 'server', { env: { COALFACE_LOG: 'warn' } });
  log.info('too small');
  log.warn('seen');
  expect(await lines()).toMatchObject([{ level: 'warn', msg: 'seen' }]);
  await expect(openLog(home, 'server', { env: { COALFACE_LOG: 'loud' } })).rejects.toMatchObject({
    code: 'bad_log_level',
  });
});

test('files older than two weeks go when the program begins, those of other programs stay', async () => {
  await openLog(home, 'server', { env: {} });
  for (const name of ['run.2001-01-01.1.log', 'server.2001-01-01.1.log']) {
    await writeFile(path.join(home.logs, name), '');
    await utimes(path.join(home.logs, name), new Date(0), new Date(0));
  }
  await openLog(home, 'run', { env: {} });
  const names = await readdir(home.logs);
  expect(names).not.toContain('run.2001-01-01.1.log');
  expect(names).toContain('server.2001-01-01.1.log');
});

test('a folder that cannot be written is named', async () => {
  await writeFile(home.logs, 'a file in its place');
  await expect(openLog(home, 'run', { env: {} })).rejects.toMatchObject({ code: 'log_not_writable' });
});
