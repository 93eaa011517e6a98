import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { chartsReady, launch, openPage } from './browser.ts';

const url = inject('url');
let browser: Browser;
let open: Page[] = [];

beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
});

async function visit(path: string, options: Parameters<typeof openPage>[2] = {}): Promise<Page> {
  const page = await openPage(browser, `${url}${path}`, options);
  open.push(page);
  return page;
}

async function done(): Promise<void> {
  for (const page of open) await page.context().close();
  open = [];
}

const text = async (page: Page, selector: string) =>
  ((await page.locator(selector).first().textContent()) ?? '').replace(/\s+/g, ' ').trim();
const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

test('the page shows the seed figures, in Chinese, with unit, source and as-of date on every chart', async () => {
  const page = await visit('/');
  await chartsReady(page);
  const body = await text(page, 'body');
  for (const figure of ['945.61', '941.5', '+4.11', '+0.44%', '780-790', '720-730', '620-630', '520-530'])
    expect(body).toContain(figure);
  expect(await text(page, '[data-kpi=qhd_stock]')).toMatch(
    /945\.61 万吨.*周环比 ▲ 45(\.00)?.*同比 ▲ 213\.77/,
  );
  expect(await text(page, '[data-kpi=key_share]')).toMatch(/53\.8 ?%.*个百分点/);
  const figures = page.locator('figure[data-chart]');
  expect(await figures.count()).toBeGreaterThanOrEqual(4);
  for (const caption of await figures.locator('figcaption').allTextContents()) {
    expect(caption).toMatch(/单位/);
    expect(caption).toMatch(/来源/);
    expect(caption).toMatch(/截至/);
  }
  await done();
});

test('every chart is a picture in the first bytes: readable without JavaScript', async () => {
  const page = await visit('/', { javaScriptEnabled: false });
  const figures = page.locator('figure[data-chart]');
  const count = await figures.count();
  expect(count).toBeGreaterThanOrEqual(4);
  for (let n = 0; n < count; n += 1) {
    expect(await figures.nth(n).getAttribute('data-ready')).not.toBeNull();
    const box = await figures.nth(n).locator('svg').first().boundingBox();
    expect(box?.height ?? 0).toBeGreaterThan(80);
  }
  await done();
});

test('the table behind a chart and its CSV hold the same figures', async () => {
  const page = await visit('/');
  await chartsReady(page);
  const stock = page.locator('figure[data-chart=port_stock]');
  await stock.locator('summary').first().focus();
  await page.keyboard.press('Enter');
  await stock.locator('table').waitFor();
  expect(await stock.locator('table').textContent()).toContain('945.61');
  const href = await stock.locator('a[download]').getAttribute('href');
  const csv = Buffer.from(await (await fetch(new URL(href ?? '', url))).arrayBuffer());
  expect(csv.toString()).toMatch(/2012-06-18,945\.61/);
  expect(csv.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  await done();
});

test('a filter changes the address, the charts and nothing else; the address opens the same view', async () => {
  const page = await visit('/');
  await chartsReady(page);
  await page.locator('a[data-preset]').first().click();
  await page.waitForURL(/[?&]from=/);
  await chartsReady(page);
  const params = await page.locator('figure[data-chart=price_by_grade]').getAttribute('data-params');
  const again = await visit(new URL(page.url()).pathname + new URL(page.url()).search);
  await chartsReady(again);
  expect(await again.locator('figure[data-chart=price_by_grade]').getAttribute('data-params')).toBe(params);
  await done();
});

test('the page can be read as of an earlier day', async () => {
  const page = await visit('/?asof=2012-06-10');
  await chartsReady(page);
  expect(await text(page, '[data-kpi=qhd_stock]')).toContain('898');
  expect(await text(page, '[data-kpi=four_port_stock]')).toMatch(/2,?015/);
  await done();
});

test.each([['/?from=2012-99-01'], ['/?surprise=1'], ['/?asof=yesterday']])(
  '%s is refused with 400 and says why',
  async (path) => {
    const answer = await fetch(`${url}${path}`);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toMatch(/from|surprise|asof/);
  },
);

test('English is complete: no Chinese is left but names of places, people and companies', async () => {
  const page = await visit('/?lang=en');
  await chartsReady(page);
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  const labels = await page
    .locator('h1, h2, h3, figcaption, nav a, button, summary, label, [data-kpi]')
    .allTextContents();
  expect(labels.filter((label) => /[\u4e00-\u9fff]/.test(label) && !/中文/.test(label))).toEqual([]);
  await done();
});

test.each([
  ['light', 'zh-CN', 1440],
  ['dark', 'zh-CN', 1440],
  ['light', 'en', 390],
  ['dark', 'zh-CN', 360],
] as const)(
  'axe finds nothing serious and nothing overflows: %s, %s, %i px',
  async (colorScheme, lang, width) => {
    for (const path of ['/', '/briefings/2012-W25', '/queries', '/queries/price_change']) {
      const page = await visit(`${path}?lang=${lang}`, { colorScheme, viewport: { width, height: 900 } });
      if (path === '/') await chartsReady(page);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter((one) => one.impact === 'serious' || one.impact === 'critical');
      expect(serious.map((one) => `${path} ${one.id}: ${one.nodes[0]?.html}`)).toEqual([]);
      expect(await overflow(page), path).toBeLessThanOrEqual(0);
      await done();
    }
  },
);

test('the keyboard reaches the content first, and every tool of a chart', async () => {
  const page = await visit('/');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('href'))).toBe('#content');
  const reachable = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('figure summary, figure a')].every(
      (element) => element.tabIndex >= 0,
    ),
  );
  expect(reachable).toBe(true);
  await done();
});

test('the theme is kept for the next visit', async () => {
  const page = await visit('/');
  await page.locator('a[href*="theme=dark"]').click();
  await page.waitForLoadState();
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
  await page.reload();
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
  await done();
});

test('pages and data carry strong ETags of the snapshot and answer 304', async () => {
  for (const path of ['/', '/queries/port_stock/data.json', '/briefings/2012-W25']) {
    const first = await fetch(`${url}${path}`);
    const etag = first.headers.get('etag');
    expect(etag, path).toMatch(/^"[^"]+"$/);
    const again = await fetch(`${url}${path}`, { headers: { 'if-none-match': etag ?? '' } });
    expect(again.status, path).toBe(304);
  }
});
