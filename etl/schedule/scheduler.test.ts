import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { smallHome, type SmallHome } from '../testing/small-home.ts';
import type { DueEntry } from '../../data/due-ledger-reader.ts';
import { DueLedger } from './due-ledger.ts';
import { ProcessLock } from '../../data/process-lock.ts';
import { Scheduler, type SchedulerOptions } from './scheduler.ts';

const MEMORY = { heap: 512, duckdb: 256 };
const DAILY = [
  { id: 'late', schedule: '40 9 * * *' },
  { id: 'early', schedule: '30 9 * * *' },
  { id: 'loose', schedule: undefined },
];

let small: SmallHome;
let clock: number;
let ledger: DueLedger;
let open: Scheduler[];
const now = () => new Date(clock);
const at = (text: string) => (clock = Date.parse(`${text}+08:00`));

/** A stand-in for the command line: it logs its source and does what the next line of `script` says. */
const CHILD = `
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
const [, , , , source] = process.argv;
appendFileSync('LOG', source + '\\n');
const [what = 'ok', ...rest] = readFileSync('SCRIPT', 'utf8').split('\\n').filter(Boolean);
writeFileSync('SCRIPT', rest.join('\\n'));
const failure = { message: 'm', hint: null, where: {}, passing: false, retry_at: null };
const result = { run: 'r1', status: 'nothing_new', snapshot: null, data_date: null, files: [], skipped: [], errors: [] };
const say = (more) => console.log(JSON.stringify({ ...result, ...more }));
if (what === 'ok') say({});
else if (what === 'passing') say({ status: 'failed', errors: [{ ...failure, code: 'fetch_failed', passing: true }] });
else if (what.startsWith('later')) say({ status: 'failed', errors: [{ ...failure, code: 'retry_later', passing: true, retry_at: what.slice(6) }] });
else if (what === 'lasting') say({ status: 'failed', errors: [{ ...failure, code: 'robots_refused' }] });
else if (what === 'skipped') say({ skipped: [{ source, reason: 'no key' }] });
else if (what === 'silent') { console.error('no such thing'); process.exitCode = 3; }
else if (what === 'killed') process.kill(process.pid, 'SIGKILL');
else if (what === 'hang') setInterval(() => {}, 1000);
else if (what === 'greedy') for (const kept = []; ; ) kept.push(new Array(100_000).fill(kept.length));
`;

beforeEach(async () => {
  small = await smallHome();
  open = [];
  const [log, script] = [path.join(small.home.root, 'runs.log'), path.join(small.home.root, 'script')];
  await writeFile(log, '');
  await writeFile(script, '');
  await writeFile(
    path.join(small.home.root, 'child.mjs'),
    CHILD.replaceAll('LOG', log).replaceAll('SCRIPT', script),
  );
  ledger = new DueLedger(small.home, now);
  at('2012-06-18T12:00');
});
afterEach(async () => {
  for (const one of open) await one.stop();
  ledger.close();
  await small.remove();
});

const script = (...lines: string[]) => writeFile(path.join(small.home.root, 'script'), lines.join('\n'));
const ran = async () =>
  (await readFile(path.join(small.home.root, 'runs.log'), 'utf8')).split('\n').filter(Boolean);
const entries = (source: string) =>
  ledger
    .entries(source, 20)
    .reverse()
    .map(({ due_at, state, attempt }) => `${due_at} ${state} ${attempt}`);
const newest = (source: string) => ledger.entries(source, 1)[0] as DueEntry;

function scheduler(options: Partial<SchedulerOptions> = {}): Scheduler {
  const made = new Scheduler({
    home: small.home,
    sources: DAILY,
    first: [],
    now,
    env: process.env,
    memory: MEMORY,
    cli: path.join(small.home.root, 'child.mjs'),
    log: pino({ enabled: false }),
    ...options,
  });
  open.push(made);
  return made;
}

async function look(one: Scheduler): Promise<void> {
  one.tick();
  await one.idle();
}

test('what was due before its schedule was on record is not run; from then on every instant is, once', async () => {
  const one = scheduler();
  await look(one);
  expect(await ran()).toEqual([]);
  at('2012-06-19T09:29:59');
  await look(one);
  expect(await ran()).toEqual([]);
  at('2012-06-19T09:30');
  await look(one);
  await look(one);
  expect(await ran()).toEqual(['early']);
  expect(entries('early')).toEqual(['2012-06-18T01:30:00.000Z skipped 0', '2012-06-19T01:30:00.000Z done 1']);
  expect(newest('early')).toMatchObject({ cause: 'schedule', run: 'r1', reason: null });
});

test('a machine that was off catches up once for each source, in the order in which they were due', async () => {
  const before = scheduler();
  await look(before);
  await before.stop();
  at('2012-06-22T10:00');
  await look(scheduler());
  expect(await ran()).toEqual(['early', 'late']);
  expect(entries('early').at(-1)).toBe('2012-06-22T01:30:00.000Z done 1');
  expect(entries('early')).toHaveLength(2);
});

test('a clock set back runs nothing again, set forward it runs once', async () => {
  const one = scheduler();
  await look(one);
  at('2012-06-19T09:30');
  await look(one);
  at('2012-06-19T09:10');
  await look(one);
  at('2012-06-19T09:30');
  await look(one);
  expect(await ran()).toEqual(['early']);
  at('2012-06-21T09:35');
  await look(one);
  // late was due on the 20th, early on the 21st
  expect(await ran()).toEqual(['early', 'late', 'early']);
});

test('after a clock that was far ahead the schedule goes on, it does not wait until the clock is there again', async () => {
  const one = scheduler();
  await look(one);
  at('2030-01-01T12:00');
  await look(one);
  at('2012-06-19T09:30');
  await look(one);
  expect(await ran()).toEqual(['early', 'late', 'early']);
});

test('a passing fault is tried again after 5, 15 and 45 minutes, then the instant has failed', async () => {
  const one = scheduler({ sources: [{ id: 'early', schedule: '30 9 * * *' }] });
  await look(one);
  await script('passing', 'passing', 'passing', 'passing');
  for (const [time, state] of [
    ['09:30', 'waiting 1'],
    ['09:34', 'waiting 1'],
    ['09:35', 'waiting 2'],
    ['09:49', 'waiting 2'],
    ['09:50', 'waiting 3'],
    ['10:34', 'waiting 3'],
    ['10:35', 'failed 4'],
    ['20:00', 'failed 4'],
  ] as const) {
    at(`2012-06-19T${time}`);
    await look(one);
    expect([time, entries('early').at(-1)]).toEqual([time, `2012-06-19T01:30:00.000Z ${state}`]);
  }
  expect(newest('early').reason).toBe('fetch_failed: m');
});

test('a publisher who asks for time beyond the next instant is left alone until then', async () => {
  const one = scheduler({ sources: [{ id: 'hourly', schedule: '0 * * * *' }] });
  await look(one);
  await script('later 2012-06-19T02:20:00.000Z');
  for (const [time, state] of [
    ['09:00', '2012-06-19T01:00:00.000Z failed 1'],
    ['10:00', '2012-06-19T02:00:00.000Z waiting 0'],
    ['10:19', '2012-06-19T02:00:00.000Z waiting 0'],
    ['10:20', '2012-06-19T02:00:00.000Z done 1'],
    ['11:00', '2012-06-19T03:00:00.000Z done 1'],
  ] as const) {
    at(`2012-06-19T${time}`);
    await look(one);
    expect([time, entries('hourly').at(-1)]).toEqual([time, state]);
  }
});

test('a lasting fault, a run that says nothing and a skipped source are not tried again', async () => {
  const one = scheduler();
  await look(one);
  await script('lasting', 'silent', 'skipped');
  at('2012-06-19T09:40');
  await look(one);
  at('2012-06-19T23:00');
  await look(one);
  expect(newest('early')).toMatchObject({ state: 'failed', attempt: 1, reason: 'robots_refused: m' });
  expect(newest('late')).toMatchObject({
    state: 'failed',
    attempt: 1,
    reason: 'no_result: it ended with 3: no such thing',
  });
  at('2012-06-20T09:30');
  await look(one);
  expect(newest('early')).toMatchObject({ state: 'skipped', reason: 'no key' });
});

test('a killed run and one without memory are tried again once, and the reason is on record', async () => {
  const one = scheduler();
  await look(one);
  await script('killed', 'greedy', 'killed');
  at('2012-06-19T09:30');
  await look(one);
  expect(newest('early')).toMatchObject({
    state: 'waiting',
    attempt: 1,
    reason: 'killed: ended by SIGKILL',
    not_before: '2012-06-19T01:35:00.000Z',
  });
  at('2012-06-19T09:35');
  await look(one);
  expect(newest('early')).toMatchObject({
    state: 'failed',
    attempt: 2,
    reason: 'out_of_memory: its heap of 512 MiB was full',
  });
}, 60_000);

test('what is due while a source is paused is skipped; a request is not; after it the schedule goes on', async () => {
  const one = scheduler();
  await look(one);
  ledger.pause('early', '王工', new Date('2012-06-20T01:00:00Z'));
  at('2012-06-19T09:30');
  await look(one);
  expect(await ran()).toEqual([]);
  expect(newest('early')).toMatchObject({ state: 'skipped', reason: 'paused by 王工' });
  ledger.request('early', 'request');
  await look(one);
  expect(await ran()).toEqual(['early']);
  at('2012-06-20T09:30');
  await look(one);
  expect((await ran()).filter((id) => id === 'early')).toHaveLength(2);
});

test('a pause takes a retry out of the queue; resumed, the source waits for its next instant', async () => {
  const one = scheduler();
  await look(one);
  await script('passing');
  at('2012-06-19T09:30');
  await look(one);
  ledger.pause('early', '王工', null);
  at('2012-06-19T09:36');
  await look(one);
  expect(ledger.resume('early')).toBe(true);
  await look(one);
  expect(entries('early').at(-1)).toBe('2012-06-19T01:30:00.000Z skipped 1');
  at('2012-06-20T09:30');
  await look(one);
  expect(entries('early').at(-1)).toBe('2012-06-20T01:30:00.000Z done 1');
});

test('requests come first, once however often they are made, for sources without a schedule too', async () => {
  const one = scheduler({ first: ['late'] });
  expect([ledger.request('loose', 'request'), ledger.request('loose', 'request')]).toEqual([true, false]);
  await look(one);
  expect(await ran()).toEqual(['loose', 'late']);
  expect(newest('late')).toMatchObject({ cause: 'first', state: 'done' });
});

test('a stop ends the run, which is caught up at the next start and counts as no try', async () => {
  const one = scheduler();
  await look(one);
  await script('hang');
  at('2012-06-19T09:30');
  one.tick();
  await vi.waitFor(
    async () => expect(await readFile(path.join(small.home.root, 'script'), 'utf8')).toBe(''),
    {
      timeout: 20_000,
    },
  );
  await one.stop();
  expect(entries('early').at(-1)).toBe('2012-06-19T01:30:00.000Z waiting 0');
  await look(scheduler());
  expect(entries('early').at(-1)).toBe('2012-06-19T01:30:00.000Z done 1');
});

test('what a killed server was running is run again, but not for ever', async () => {
  const before = scheduler();
  await look(before);
  await before.stop();
  at('2012-06-19T09:30');
  ledger.enter('early', now(), null);
  ledger.begin(['early']);
  await look(scheduler());
  expect(entries('early').at(-1)).toBe('2012-06-19T01:30:00.000Z done 2');
  ledger.request('loose', 'request');
  for (let attempt = 1; attempt <= 4; attempt += 1) {
    ledger.begin(['loose']);
    ledger.reopen();
  }
  expect(newest('loose')).toMatchObject({
    state: 'failed',
    attempt: 4,
    reason: 'the server ended during the run',
  });
});

test('of two servers of one installation one runs the schedules, and the other takes over', async () => {
  const lock = new ProcessLock(small.home.scheduleLock);
  expect(lock.hold()).toBe(true);
  const other = scheduler({ first: ['early'] });
  await look(other);
  expect(await ran()).toEqual([]);
  lock.release();
  await look(other);
  expect(await ran()).toEqual(['early']);
});

test('a fault of the look is logged and the next look goes on', async () => {
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  const one = scheduler({ log, sources: [{ id: 'early', schedule: 'not a cron expression' }] });
  one.tick();
  expect(lines.join('')).toContain('the schedules could not be looked at');
  await one.idle();
});

test('the real command line says how a run went', async () => {
  const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));
  const env = { ...process.env, COALFACE_HOME: small.home.root };
  const one = scheduler({ cli, env, sources: [{ id: 'accounts', schedule: undefined }] });
  await small.accounts([['C001', '江海电力股份有限公司', '江海电力', '电力', '2012-06-01']]);
  ledger.request('accounts', 'request');
  await look(one);
  expect(newest('accounts')).toMatchObject({ state: 'done', attempt: 1, reason: null });
  expect(newest('accounts').run).toMatch(/^\d{8}T\d{9}$/);
}, 60_000);
