import { EventSource } from 'undici';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { EndedLiveRun, LiveRun } from '../web/lib/runs/live-run.ts';
import { slowSource, startRun, type SlowSource } from './slow-source.ts';

const url = inject('url');
const home = inject('home');

let slow: SlowSource;
let killed: SlowSource;
beforeAll(async () => {
  slow = await slowSource(home, 'slow_roles');
  killed = await slowSource(home, 'killed_roles');
});
afterAll(() => Promise.all([slow.close(), killed.close()]));

/** The events of the server, in the order in which they came. */
function listen() {
  const events = new EventSource(`${url}/data/runs/events`);
  const came: (['run', LiveRun | null] | ['ended', EndedLiveRun])[] = [];
  const told = <T>(event: Event) => JSON.parse(String((event as MessageEvent).data)) as T;
  events.addEventListener('run', (event) => came.push(['run', told<LiveRun | null>(event)]));
  events.addEventListener('ended', (event) => came.push(['ended', told<EndedLiveRun>(event)]));
  return { came, close: () => events.close() };
}

/** Pages of the slow source that the last event says are fetched; null without a run. */
function fetched(came: ReturnType<typeof listen>['came']): string | null {
  const runs = came.flatMap(([name, data]) => (name === 'run' && data ? [data] : []));
  const step = runs.at(-1)?.steps.find((one) => one.step === 'extract');
  return step ? `${step.done}/${step.total}` : null;
}

const patient = { timeout: 20_000 };

test('a run tells how it comes on, event by event, and that it has ended', async () => {
  const { came, close } = listen();
  await expect.poll(() => came, patient).toEqual([['run', null]]);
  const run = startRun(home, slow.id);
  for (const n of [0, 1, 2]) {
    await expect.poll(() => slow.waiting(), patient).toBe(1);
    await expect.poll(() => fetched(came), patient).toBe(`${n}/3`);
    slow.release();
  }
  expect(await run.ended, run.output()).toBe(0);
  await expect.poll(() => came.at(-1), patient).toEqual(['run', null]);
  const ended = came.findIndex(([name]) => name === 'ended');
  expect(came[ended]).toEqual(['ended', { run: expect.stringMatching(/^\d{8}T\d{9}$/), status: 'ok' }]);
  expect(came.slice(ended + 1)).toEqual([['run', null]]);
  const before = came.slice(1, ended).flatMap(([name, data]) => (name === 'run' && data ? [data] : []));
  expect(new Set(before.map((one) => `${one.run} ${one.sources.join()} ${one.pid}`)).size).toBe(1);
  const pages = before.flatMap(({ steps }) => steps.find((one) => one.step === 'extract')?.done ?? []);
  expect(pages).toEqual(pages.toSorted());
  close();
});

test('a run that is killed without a word is told as interrupted', async () => {
  const { came, close } = listen();
  const run = startRun(home, killed.id);
  await expect.poll(() => killed.waiting(), patient).toBe(1);
  await expect.poll(() => fetched(came), patient).toBe('0/3');
  run.child.kill('SIGKILL');
  await run.ended;
  await expect
    .poll(() => came.slice(-2), patient)
    .toEqual([
      ['ended', { run: expect.any(String), status: 'interrupted' }],
      ['run', null],
    ]);
  close();
});
