import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { EventSource } from 'undici';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { EndedLiveRun, LiveRun } from '../web/lib/runs/live-run.ts';
import { launch, openPage } from './browser.ts';
import { slowSource, startRun, type SlowSource } from './slow-source.ts';

const url = inject('url');
const home = inject('home');

let slow: SlowSource;
let killed: SlowSource;
let watched: SlowSource;
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
  watched = await slowSource(home, 'watched_roles');
  slow = await slowSource(home, 'slow_roles');
  killed = await slowSource(home, 'killed_roles');
});
afterAll(() => Promise.all([slow.close(), killed.close(), watched.close(), browser.close()]));

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

async function faultsOf(page: Page): Promise<string[]> {
  return (await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id);
}

test('an open page sees the bar of a run move, its end, and what it did', async () => {
  const page = await openPage(browser, `${url}/data/runs`);
  const live = page.locator('[data-testid=live]');
  expect(await live.textContent()).toContain('现在没有运行');
  const run = startRun(home, watched.id);
  const bar = live.locator(`progress[data-source=${watched.id}][data-step=extract]`);
  for (const n of [0, 1, 2]) {
    await expect.poll(() => watched.waiting(), patient).toBe(1);
    await expect.poll(() => bar.evaluate((one) => (one as HTMLProgressElement).value), patient).toBe(n);
    if (n === 1) {
      expect(await faultsOf(page)).toEqual([]);
      const plain = await (await fetch(`${url}/data/runs`)).text();
      expect(plain).toMatch(/<progress[^>]* max="3" value="1"[^>]*>/);
    }
    watched.release();
  }
  expect(await run.ended, run.output()).toBe(0);
  await expect.poll(() => live.textContent(), patient).toContain('现在没有运行');
  const first = page.locator('[data-testid=runs] tbody tr').first();
  await expect.poll(() => first.textContent(), patient).toContain('已发布');
  await first.locator('a').click();
  await page.waitForURL(/\/data\/runs\/\d{8}T\d{9}$/);
  expect(await page.locator('[data-testid=status]').textContent()).toContain('已发布');
  const cells = await page.locator('[data-testid=by-source] tbody tr').locator('th, td').allTextContents();
  expect(cells.filter((_, i) => i !== 2)).toEqual([
    '慢角色表',
    '完成',
    ...['3', '6', '3', '0', '0', '0', '3'],
  ]);
  expect(await faultsOf(page)).toEqual([]);
  await page.context().close();
});

test('runs are filtered by source and status; what is killed shows as interrupted; what is unknown is refused', async () => {
  const text = async (path: string) => (await fetch(`${url}${path}`)).text();
  const all = await text(`/data/runs?source=${killed.id}&status=interrupted`);
  expect(all.match(/data-run="\d{8}T\d{9}"/g)).toHaveLength(1);
  expect(all).toContain('已中断');
  expect(await text(`/data/runs?source=${killed.id}&status=ok`)).toContain('没有符合条件的运行');
  const status = async (path: string) => (await fetch(`${url}${path}`)).status;
  expect(await status('/data/runs?status=finished')).toBe(400);
  expect(await status('/data/runs/20120618T020000000')).toBe(404);
  expect(await status('/data/runs/..%2F..%2Fstate.sqlite')).toBe(404);
});
