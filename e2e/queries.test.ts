import { tableFromIPC } from 'apache-arrow';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { launch, openPage } from './browser.ts';

const url = inject('url');
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
});

test('a question is found, run with its form, shown as table, chart and SQL', async () => {
  const page = await openPage(browser, `${url}/queries`);
  expect(await page.locator('a[href^="/queries/"]').count()).toBeGreaterThanOrEqual(20);
  await page.goto(`${url}/queries/port_stock`);
  const form = page.locator('[data-testid=parameters]');
  await form.locator('[name=from]').fill('2012-06-10');
  await form.locator('button').first().click();
  await page.waitForURL(/from=2012-06-10/);
  const main = (await page.locator('main').textContent()) ?? '';
  expect(main).toContain('945.61');
  expect(main).toContain('SELECT');
  expect(await page.locator('main svg').count()).toBeGreaterThan(0);
  await page.context().close();
});

test('what a reader types before the page is taken over is kept', async () => {
  const page = await (await browser.newContext()).newPage();
  let release = () => {};
  const held = new Promise<void>((done) => (release = done));
  await page.route('**/*.js', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`${url}/queries/port_stock`, { waitUntil: 'commit' });
  const from = page.locator('[name=from]');
  await from.fill('2012-06-10');
  release();
  await page.waitForLoadState('load');
  await page.locator('[data-testid=parameters] button').click();
  await page.waitForURL(/from=2012-06-10/);
  expect(await from.inputValue()).toBe('2012-06-10');
  await page.context().close();
});

test('data come as CSV, JSON and Arrow with equal figures', async () => {
  const at = (format: string) => fetch(`${url}/queries/price_change/data.${format}`);
  const json = (await (await at('json')).json()) as { rows: { grade: string; mid: number }[] };
  expect(json.rows.map((row) => [row.grade, row.mid])).toEqual([
    ['Q5800', 785],
    ['Q5500', 725],
    ['Q5000', 625],
    ['Q4500', 525],
  ]);
  const arrow = tableFromIPC(new Uint8Array(await (await at('arrow')).arrayBuffer()));
  expect([...(arrow.getChild('mid') ?? [])].map(Number)).toEqual([785, 725, 625, 525]);
  expect(await (await at('csv')).text()).toContain('Q5500,2012-06-18');
});

test.each([
  ['/queries/nope', 404],
  ['/queries/port_stock?port=ROTTERDAM', 400],
  ["/queries/port_stock?from=2012-01-01'--", 400],
  ['/queries/port_stock?surprise=1', 400],
  ['/queries/..%2F..%2Fpackage', 404],
  ['/queries/port_stock/data.json?from=2012-02-30', 400],
])('%s is answered with %i', async (path, status) => {
  expect((await fetch(`${url}${path}`)).status).toBe(status);
});
