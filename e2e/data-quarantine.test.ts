import AxeBuilder from '@axe-core/playwright';
import { read as readWorkbook } from '@e965/xlsx';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DELIVERY_HEADER, deliveryLine, smallHome, type SmallHome } from '../etl/testing/small-home.ts';
import { launch, openPage } from './browser.ts';
import { coalface, serve, type Served } from './installation.ts';

/** More than one page of rows. */
const BAD_ROWS = 60;
let small: SmallHome;
let server: Served;
let browser: Browser;

beforeAll(async () => {
  small = await smallHome();
  await small.accounts([['C001', '江海电力股份有限公司', '江海电力', '电力', '2012-06-01']]);
  await small.deliveries('a.csv', [
    DELIVERY_HEADER,
    deliveryLine('T1', '2012-06-02', 'C001', 40),
    deliveryLine('T2', '2012-02-30', 'C001', 40, '=1+1'),
    deliveryLine('T3', '2012-06-02', 'C001', 40).replace('Q5500', 'Q9999'),
    deliveryLine('T4', '2012-06-03', 'C404', 40),
  ]);
  await small.deliveries('b.csv', [
    DELIVERY_HEADER,
    deliveryLine('U0', '2012-06-02', 'C001', 40),
    ...Array.from({ length: BAD_ROWS }, (_, i) => deliveryLine(`U${i + 1}`, '2012-02-30', 'C001', 40)),
  ]);
  await writeFile(path.join(small.home.inbox, 'deliveries', 'broken.csv'), 'a,b\n1,2\n');
  await coalface(small.home.root, 'etl', 'run', 'accounts', 'deliveries');
  server = await serve(small.home.root, { COALFACE_OFFLINE: '1' });
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  server?.kill('SIGTERM');
  await server?.ended;
  await small?.remove();
});

/** A page whose form is refused: the browser tells the status 400 as an error. */
async function refusedPage(name: string): Promise<Page> {
  const page = await openFile(name);
  const address = page.url();
  await page.context().close();
  const other = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
  await other.goto(address);
  return other;
}

const visit = (address: string, options = {}) => openPage(browser, `${server.url}${address}`, options);

async function openFile(name: string): Promise<Page> {
  const page = await visit('/data/quarantine');
  await page.locator(`[data-file="${name}"] a`).click();
  await page.waitForURL(/quarantine\/[0-9a-f]{16}/);
  return page;
}

const open = (page: Page) => page.locator('[data-testid=open]').textContent();

test('rows are counted by source, reason and age, filtered by the address; unreadable files are named', async () => {
  const page = await visit('/data/quarantine');
  expect(await open(page)).toContain(`${3 + BAD_ROWS}`);
  expect(await page.locator('[data-reason=unknown_account]').textContent()).toContain('客户不明');
  expect(await page.locator('[data-unreadable="broken.csv"]').count()).toBe(1);
  await page.locator('[data-reason=unknown_value] a').click();
  await page.waitForURL(/reason=unknown_value/);
  expect(await open(page)).toMatch(/ 1 行/);
  expect(await page.locator('[data-file]').count()).toBe(1);
  await page.goto(`${server.url}/data/quarantine?older=7`);
  expect(await page.locator('[data-file]').count()).toBe(0);
  expect((await fetch(`${server.url}/data/quarantine?older=8`)).status).toBe(400);
  await page.context().close();
});

test('a row shows its cells as received, those at fault marked by a sign, and its reasons', async () => {
  const page = await openFile('a.csv');
  const row = page.locator('[data-row="3"]');
  expect(await row.locator('.fault').allTextContents()).toEqual([
    expect.stringMatching(/✗.*有误.*2012-02-30 08:30:00/s),
  ]);
  expect(await row.textContent()).toContain('过衡时间:不是有效时间');
  expect(await row.textContent()).toContain('=1+1');
  expect(await page.locator('[data-mending=value] pre').textContent()).toContain('Q5500');
  await page.context().close();
});

test('thousands of rows are not sent at once', async () => {
  const page = await openFile('b.csv');
  expect(await page.locator('[data-row]').count()).toBe(50);
  await page.locator('a[rel=next]').click();
  await page.waitForURL(/page=2/);
  expect(await page.locator('[data-row]').count()).toBe(BAD_ROWS - 50);
  await page.context().close();
});

test('rows are dismissed with a name and a reason, undone at once and from the list', async () => {
  const page = await openFile('a.csv');
  const dismiss = async (reason: string) => {
    await page.locator('[data-row="3"] input[name=row]').check();
    await page.locator('#dismiss input[name=reason]').fill(reason);
    await page.locator('#dismiss input[name=by]').fill('王工');
    await page.locator('#dismiss fieldset button').click();
    await page.waitForURL(/decision=\d+/);
  };
  await dismiss('调试记录');
  expect(await page.locator('[data-testid=decided]').textContent()).toContain('王工');
  expect(await page.locator('[data-row="3"]').count()).toBe(0);
  await page.locator('[data-testid=decided] button').click();
  await page.locator('[data-row="3"]').waitFor();
  await dismiss('--json');
  await page.goto(`${server.url}/data/quarantine`);
  expect(await open(page)).toContain(`${2 + BAD_ROWS}`);
  const decision = page.locator('[data-decision="2"]');
  expect(await decision.textContent()).toContain('--json');
  await decision.locator('input[name=by]').fill('李工');
  await decision.locator('button').click();
  await page.locator('[data-decision="2"]', { hasText: '已由 李工 撤销' }).waitFor();
  expect(await open(page)).toContain(`${3 + BAD_ROWS}`);
  await page.context().close();
});

test('nothing is decided without rows, a name and a reason; the page says what is missing', async () => {
  const page = await refusedPage('a.csv');
  await page.locator('#dismiss input[name=reason]').fill('x');
  await page.locator('#dismiss input[name=by]').fill('x');
  await page.locator('#dismiss fieldset button').click();
  expect(await page.locator('#dismiss [role=alert]').textContent()).toContain('请先在表中选择行');
  await page.context().close();
});

test('who may only read sees no controls and is refused', async () => {
  const proxied = { 'x-forwarded-for': '203.0.113.9' };
  const html = await (await fetch(`${server.url}/data/quarantine`, { headers: proxied })).text();
  expect(html).not.toContain('method="POST"');
  const body = new URLSearchParams({ source: 'deliveries' });
  const headers = { ...proxied, accept: 'text/html' };
  expect(
    (await fetch(`${server.url}/data/quarantine?/retry`, { method: 'POST', body, headers })).status,
  ).toBe(403);
});

test('the workbook of a file has its rows, its texts and the reasons', async () => {
  const page = await openFile('a.csv');
  const href = await page.locator('a[href*="export.xlsx"]').getAttribute('href');
  const answer = await fetch(`${server.url}${href}`);
  expect(answer.headers.get('content-disposition')).toMatch(/quarantine-[0-9a-f]{16}\.xlsx/);
  const book = readWorkbook(await answer.arrayBuffer());
  const sheet = book.Sheets['隔离行'] ?? {};
  expect((sheet['C2'] as { v: unknown }).v).toBe('T2');
  await page.context().close();
});

test('a company that is not known is given an account, the file is read again and its row is loaded', async () => {
  const page = await refusedPage('a.csv');
  const form = page.locator('[data-mending=alias]');
  await form.locator('summary').click();
  await form.locator('input[name=account]').fill('C999');
  await form.locator('input[name=by]').fill('王工');
  await form.locator('button').click();
  await page.locator('[data-fault=unknown_account]').waitFor();
  const again = page.locator('[data-mending=alias]');
  await again.locator('summary').click();
  await again.locator('input[name=account]').fill('C001');
  await again.locator('input[name=by]').fill('王工');
  await again.locator('button').click();
  await page.waitForURL(/alias=1/);
  await expect
    .poll(
      async () => {
        await page.goto(`${server.url}/data/quarantine`);
        return page.locator('[data-reason=unknown_account]').count();
      },
      { timeout: 60_000, interval: 500 },
    )
    .toBe(0);
  expect(await open(page)).toContain(`${2 + BAD_ROWS}`);
  await page.context().close();
});

test.each([
  ['light', 'zh-CN', 1440],
  ['dark', 'en', 390],
] as const)(
  'axe finds nothing serious and nothing overflows: %s, %s, %i px',
  async (colorScheme, lang, width) => {
    const list = await visit('/data/quarantine');
    const file = (await list.locator('[data-file="a.csv"] a').getAttribute('href')) ?? '';
    await list.context().close();
    for (const address of ['/data/quarantine', file]) {
      const page = await visit(`${address}?lang=${lang}`, { colorScheme, viewport: { width, height: 900 } });
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter((one) => one.impact === 'serious' || one.impact === 'critical');
      expect(serious.map((one) => `${address} ${one.id}: ${one.nodes[0]?.html}`)).toEqual([]);
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(over, address).toBeLessThanOrEqual(0);
      await page.context().close();
    }
  },
);
