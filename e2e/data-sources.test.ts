import AxeBuilder from '@axe-core/playwright';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { homeAt } from '../data/home.ts';
import { landedFile, type Receipt } from '../data/receipt.ts';
import { launch, openPage } from './browser.ts';
import { coalface } from './installation.ts';

const url = inject('url');
const home = homeAt(inject('home'));
const DAY_MS = 86_400_000;

/** A yearly feed whose last issue was due three days ago and is late from the hour after until next year. */
function lateSource(): { yaml: string; csv: string } {
  const year = new Date(Date.now() - 10 * DAY_MS).getUTCFullYear() - 1;
  const days = Math.floor((Date.now() - Date.parse(`${year}-12-31T00:00:00+08:00`)) / DAY_MS);
  const yaml = `id: late_feed
title: { zh: 迟到的指数, en: A late index }
object: observation
origin: { kind: files, folder: late_feed }
columns:
  day: { type: date, from: [日期], required: true }
  index: { type: decimal, scale: 2, unit: 元/吨, from: [指数], required: true }
key: [day]
period: { of: day, kind: year }
calendar:
  { period: year, since: '${year - 1}-12-31', due_days: ${days - 3}, due_at: '00:00', late_h: 1, missing_h: 9000 }
observations:
  - { series: LATE.index, value: index }
series:
  LATE.index: { zh: 迟到的指数, en: A late index, measure: index, unit: 元/吨 }
`;
  return { yaml, csv: `日期,指数\n${year - 1}-12-31,700.5\n` };
}

const SOURCE = path.join(home.sources, 'late_feed.yaml');
const INBOX = path.join(home.inbox, 'late_feed');
let browser: Browser;
let older: string;
let newer: string;

beforeAll(async () => {
  browser = await launch();
  older = (await readFile(home.current, 'utf8')).trim();
  const { yaml, csv } = lateSource();
  await mkdir(home.sources, { recursive: true });
  await mkdir(INBOX, { recursive: true });
  await writeFile(SOURCE, yaml);
  await writeFile(path.join(INBOX, '指数;"x".csv'), csv);
  const run = await coalface(home.root, 'etl', 'run', 'late_feed');
  expect(run).toMatchObject({ code: 0 });
  newer = (await readFile(home.current, 'utf8')).trim();
}, 120_000);
afterAll(async () => {
  await rm(SOURCE);
  await rm(INBOX, { recursive: true });
  await browser.close();
});

const visit = (at: string, options: Parameters<typeof openPage>[2] = {}) =>
  openPage(browser, `${url}${at}`, options);
const light = (page: Page, source: string) =>
  page.locator(`[data-source=${source}] [data-light]`).getAttribute('data-light');

test('each source has its light by its calendar; lights and text filter, also without JavaScript', async () => {
  const page = await visit('/data', { javaScriptEnabled: false });
  expect(await light(page, 'late_feed')).toBe('late');
  expect(await light(page, 'weekly_index')).toBe('ended');
  expect(await light(page, 'contact')).toBe('never_loaded');
  expect(await light(page, 'deliveries')).toBe('missing');
  expect(await page.locator('[data-source=late_feed]').textContent()).toMatch(/迟到/);
  expect(await page.locator('[data-testid=summary]').textContent()).toMatch(/迟到 1,缺失 1/);
  await page.locator('[name=q]').fill('late_');
  await page.locator('[name=light]').selectOption('late');
  await page.locator('form[role=search] button').click();
  expect(await page.locator('tr[data-source]').count()).toBe(1);
  await page.locator('tr[data-source] a').first().click();
  await page.waitForURL(/\/data\/sources\/late_feed$/);
  expect(await page.locator('tr[data-status=late]').count()).toBe(1);
  expect(await page.locator('[data-testid=yaml]').textContent()).toContain('missing_h: 9000');
  await page.context().close();
});

test('an operator pauses a source, resumes it and has it run now', async () => {
  const page = await visit('/data/sources/accounts');
  const manage = page.locator('[data-testid=manage]');
  await manage.locator('[name=until]').fill('2099-01-01');
  await manage.locator('[formaction], [action="?/pause"] button').last().click();
  await page.waitForURL(/done=pause/);
  expect(await page.locator('[data-light]').first().getAttribute('data-light')).toBe('paused');
  expect(await manage.textContent()).toContain('2099-01-01 00:00');
  await manage.locator('[formaction="?/resume"]').click();
  await page.waitForURL(/done=resume/);
  expect(await page.locator('[data-light=paused]').count()).toBe(0);
  await manage.locator('[formaction="?/run"]').click();
  await page.waitForURL(/done=run/);
  await expect
    .poll(
      async () => {
        await page.reload();
        return page.locator('[data-testid=ledger] tbody tr').first().getAttribute('data-state');
      },
      { timeout: 60_000, interval: 1000 },
    )
    .toBe('done');
  await page.context().close();
}, 90_000);

test('a wish that cannot be granted is explained by the page of its form', async () => {
  const answer = await fetch(`${url}/data/sources/accounts?/pause`, {
    method: 'POST',
    headers: { origin: url, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
    body: 'source=accounts&until=2001-01-01',
  });
  expect(answer.status).toBe(409);
  expect(await answer.text()).toMatch(/data-fault="bad_until"[^]*请填将来的日期/);
});

test('who only reads sees no controls and is refused', async () => {
  const remote = { 'x-forwarded-for': '203.0.113.9' };
  const text = await (await fetch(`${url}/data/sources/accounts`, { headers: remote })).text();
  expect(text).not.toContain('?/run');
  const post = await fetch(`${url}/data/snapshots/${older}/rollback`, {
    method: 'POST',
    headers: { ...remote, origin: url, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'reason=x',
  });
  expect(post.status).toBe(403);
});

test('two snapshots are compared and verified; a return to one is followed by open pages, and released', async () => {
  const overview = await visit('/');
  const inService = (id: string) =>
    overview.waitForFunction(
      (wanted) => document.querySelector('[data-testid=snapshot]')?.getAttribute('data-snapshot') === wanted,
      id,
    );
  await inService(newer);
  const page = await visit('/data/snapshots');
  await page.locator('[name=a]').selectOption(older);
  await page.locator('[name=b]').selectOption(newer);
  await page.locator('[data-testid=compare] button').click();
  await page.waitForSelector('[data-testid=tables] tbody tr');
  expect(await page.locator('[data-testid=tables]').textContent()).toContain('market.observation');
  expect(await page.locator('[data-testid=figures] [data-figure=key_share]').textContent()).toMatch(/%/);

  await page.goto(`${url}/data/snapshots/${older}`);
  await page.locator(`a[href$="/verify"]`).click();
  await page.waitForSelector('[data-verdict=sound]');

  await page.goto(`${url}/data/snapshots/${older}/rollback`);
  expect(await page.locator('[name=hold]').isChecked()).toBe(true);
  await page.locator('[name=reason]').fill('指数有误');
  await page.locator('main form button').click();
  await page.waitForURL(/\/data\/snapshots\?done=rollback$/);
  await inService(older);
  expect(await page.locator('[data-testid=hold]').textContent()).toContain('指数有误');
  expect(await page.locator(`tr[data-snapshot="${older}"]`).textContent()).toContain('在用');

  await page.locator('[data-testid=hold] a').click();
  await page.waitForURL(/\/release$/);
  await page.locator('main form button').click();
  await page.waitForURL(/done=release/);
  expect(await page.locator('[data-testid=hold]').count()).toBe(0);

  await page.goto(`${url}/data/snapshots/${newer}/rollback`);
  await page.locator('[name=reason]').fill('核对无误');
  await page.locator('[name=hold]').uncheck();
  await page.locator('main form button').click();
  await page.waitForURL(/done=rollbackNoHold/);
  await inService(newer);
  await overview.context().close();
  await page.context().close();
}, 120_000);

test('a snapshot is pinned with a reason and unpinned', async () => {
  const page = await visit(`/data/snapshots/${newer}`);
  await page.locator('[name=reason]').fill('审计');
  await page.locator('[action="?/pin"] button').click();
  await page.waitForURL(/done=pin/);
  expect(await page.locator('main').textContent()).toContain('审计');
  await page.locator('[action="?/unpin"] button').click();
  await page.waitForURL(/done=unpin/);
  await page.context().close();
});

async function receiptOf(name: string): Promise<Receipt> {
  const page = await visit(`/data/archive?source=late_feed&q=${encodeURIComponent(name)}`);
  const id = await page.locator('tr[data-file]').first().getAttribute('data-file');
  expect(await page.locator('tr[data-file]').getAttribute('data-state')).toBe('loaded');
  await page.context().close();
  return JSON.parse(await readFile(path.join(home.landing, 'receipts', `${id}.json`), 'utf8')) as Receipt;
}

test('a received file is found and downloaded byte for byte, as nothing that a browser would open', async () => {
  const receipt = await receiptOf('指数');
  const at = `${url}/data/archive/${receipt.id}/original`;
  const answer = await fetch(at);
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(receipt.sha256);
  expect(bytes.equals(await readFile(landedFile(home, receipt.sha256)))).toBe(true);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-length': String(receipt.bytes),
    'content-disposition': `attachment; filename="____x_.csv"; filename*=UTF-8''%E6%8C%87%E6%95%B0%3B_x_.csv`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    etag: `"${receipt.sha256}"`,
  });
  const again = await fetch(at, { headers: { 'if-none-match': `"${receipt.sha256}"` } });
  expect(again.status).toBe(304);
  expect((await fetch(at, { headers: { 'x-forwarded-for': '203.0.113.9' } })).status).toBe(403);
});

test('bytes that are not those received break the download off', async () => {
  const receipt = await receiptOf('指数');
  const file = landedFile(home, receipt.sha256);
  const bytes = await readFile(file);
  const damaged = Buffer.from(bytes);
  damaged[0] = (damaged[0] ?? 0) ^ 1;
  await writeFile(file, damaged);
  try {
    const download = async () => (await fetch(`${url}/data/archive/${receipt.id}/original`)).arrayBuffer();
    await expect(download()).rejects.toThrow();
  } finally {
    await writeFile(file, bytes);
  }
});

test.each([
  ['/data/sources/nope', 404],
  ['/data/snapshots/20010101T000000000', 404],
  ['/data/snapshots/..%2F..%2Fstate', 404],
  ['/data/snapshots/diff?a=x&b=y', 400],
  ['/data/archive/0000000000000000', 404],
  ['/data/archive/..%2Fstate/original', 404],
  ['/data/archive?page=0', 400],
  ['/data?light=red', 400],
])('%s is answered with %i', async (at, status) => {
  expect((await fetch(`${url}${at}`)).status).toBe(status);
});

test.each([
  ['light', 'zh-CN', 1440],
  ['dark', 'en', 390],
] as const)(
  'axe finds nothing serious and nothing overflows: %s, %s, %i px',
  async (colorScheme, lang, width) => {
    const { id } = await receiptOf('指数');
    for (const at of [
      '/data?q=late_feed',
      '/data/sources/late_feed',
      '/data/snapshots',
      `/data/snapshots/${older}`,
      `/data/snapshots/${older}/rollback`,
      '/data/archive?source=late_feed',
      `/data/archive/${id}`,
    ]) {
      const page = await visit(`${at}${at.includes('?') ? '&' : '?'}lang=${lang}`, {
        colorScheme,
        viewport: { width, height: 900 },
      });
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter((one) => one.impact === 'serious' || one.impact === 'critical');
      expect(serious.map((one) => `${at} ${one.id}: ${one.nodes[0]?.html}`)).toEqual([]);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, at).toBeLessThanOrEqual(0);
      if (lang === 'en') {
        const labels = await page.locator('h1, h2, h3, th, dt, button, label, .hint').allTextContents();
        expect(
          labels.filter((label) => /[\u4e00-\u9fff]/.test(label) && !/指数/.test(label)),
          at,
        ).toEqual([]);
      }
      await page.context().close();
    }
  },
  120_000,
);
