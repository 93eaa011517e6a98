import AxeBuilder from '@axe-core/playwright';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { count } from '../data/duck.ts';
import { openSnapshot, snapshotFile } from '../data/snapshots.ts';
import { DELIVERY_HEADER, deliveryLine, smallHome, type SmallHome } from '../etl/testing/small-home.ts';
import { launch, openPage } from './browser.ts';
import { coalface, serve, type Served } from './installation.ts';

let small: SmallHome;
let server: Served;
let browser: Browser;

const csv = (...lines: string[]) => Buffer.from(`${[DELIVERY_HEADER, ...lines].join('\r\n')}\r\n`);
const GOOD = csv(
  deliveryLine('T1', '2012-06-02', 'C001', 40),
  deliveryLine('T2', '2012-06-03', 'C001', 50),
  deliveryLine('T3', '2012-02-30', 'C001', 60),
);

beforeAll(async () => {
  small = await smallHome();
  await small.accounts([['C001', '江海电力股份有限公司', '江海电力', '电力', '2012-06-01']]);
  await coalface(small.home.root, 'etl', 'run', 'accounts');
  server = await serve(small.home.root, { COALFACE_OFFLINE: '1', BODY_SIZE_LIMIT: '300M' });
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  server?.kill('SIGTERM');
  await server?.ended;
  await small?.remove();
});

async function upload(name: string, buffer: Buffer, options = {}): Promise<Page> {
  const page = await openPage(browser, `${server.url}/data/upload`, options);
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer });
  await page.locator('form[enctype] button').click();
  await page.waitForURL(/upload\/[0-9a-f]{32}/);
  return page;
}

const snapshot = async () =>
  ((await (await fetch(`${server.url}/readyz`)).json()) as { snapshot: string }).snapshot;

/** How many deliveries the snapshot in service holds. */
async function deliveries(): Promise<number> {
  const instance = await openSnapshot(snapshotFile(small.home, await snapshot()));
  const connection = await instance.connect();
  try {
    return await count(connection, 'SELECT count(*) FROM sales.delivery');
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const inbox = () => readdir(path.join(small.home.inbox, 'deliveries'));
const uploads = () => readdir(small.home.uploads);

test('a good export is previewed, confirmed, loaded and published', async () => {
  const page = await upload('地磅发运_2012-06.csv', GOOD, { javaScriptEnabled: false });
  expect(await page.locator('[data-testid=taken-for]').textContent()).toBe('发运');
  expect(await page.locator('[data-testid=source]').textContent()).toContain('deliveries');
  expect(await page.locator('[data-count=accepted]').textContent()).toContain('2');
  expect(await page.locator('[data-count=rejected]').textContent()).toContain('1');
  expect(await page.locator('main').textContent()).toContain('过衡时间:不是有效时间');
  expect(await inbox()).toEqual([]);
  const before = await snapshot();
  await page.locator('form[action="?/confirm"] button').click();
  await page.locator('[data-outcome=added]').waitFor();
  expect(await page.locator('[data-outcome] a[href="/data/runs"]').count()).toBe(1);
  expect(await inbox()).toEqual(['地磅发运_2012-06.csv']);
  expect(await uploads()).toEqual([]);
  await expect.poll(snapshot, { timeout: 90_000, interval: 500 }).not.toBe(before);
  expect(await deliveries()).toBe(2);
  await page.context().close();
});

test('the same bytes again are not put there twice; the same name with other bytes gets a number', async () => {
  const known = await upload('地磅发运_2012-06.csv', GOOD);
  expect(await known.locator('[role=note].known').count()).toBe(1);
  await known.locator('form[action="?/confirm"] button').click();
  await known.locator('[data-outcome=known]').waitFor();
  await known.context().close();
  const other = await upload('地磅发运_2012-06.csv', csv(deliveryLine('T9', '2012-06-09', 'C001', 40)));
  await other.locator('form[action="?/confirm"] button').click();
  await other.locator('[data-outcome=added]').waitFor();
  expect(await other.locator('[data-outcome]').textContent()).toContain('地磅发运_2012-06 (2).csv');
  expect((await inbox()).sort()).toEqual(['地磅发运_2012-06 (2).csv', '地磅发运_2012-06.csv']);
  await other.context().close();
});

test('a broken file gives a clear reason, cannot be confirmed and is gone when it is cancelled', async () => {
  const before = await inbox();
  const page = await upload('客户.xlsx', Buffer.from('PK\u0003\u0004 not a workbook at all'));
  expect(await page.locator('[data-fault]').textContent()).toMatch(
    /这个文件现在不能入库: (工作簿已损坏|不支持)/,
  );
  expect(await page.locator('form[action="?/confirm"]').count()).toBe(0);
  await page.locator('form[action="?/cancel"] button').click();
  await page.waitForURL(/cancelled=1/);
  expect(await uploads()).toEqual([]);
  expect(await inbox()).toEqual(before);
  await page.context().close();
});

test('a file is dropped on the page', async () => {
  const page = await openPage(browser, `${server.url}/data/upload`);
  const drop = () =>
    page.evaluate((text) => {
      const form = document.querySelector('form[enctype]');
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], '..\u202e/evil.csv'));
      form?.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    }, GOOD.toString());
  // the page takes what is dropped as soon as its script runs
  await page.waitForFunction(() => document.querySelector('form[enctype][data-live]'));
  await drop();
  await page.waitForURL(/upload\/[0-9a-f]{32}/);
  expect(await page.locator('h1').textContent()).toContain('evil.csv');
  await page.locator('form[action="?/cancel"] button').click();
  await page.waitForURL(/cancelled=1/);
  await page.context().close();
});

const post = (headers: Record<string, string>) => {
  const body = new FormData();
  body.set('file', new Blob([new Uint8Array(GOOD)]), 'a.csv');
  return fetch(`${server.url}/data/upload/file`, { method: 'POST', body, headers, redirect: 'manual' });
};

test('another site, a reader from afar and a form of another kind are refused', async () => {
  expect((await post({ origin: 'https://evil.example' })).status).toBe(403);
  expect((await post({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await post({ 'x-forwarded-for': '203.0.113.9' })).status).toBe(403);
  const json = await fetch(`${server.url}/data/upload/file`, {
    method: 'POST',
    body: '{}',
    redirect: 'manual',
  });
  expect(json.headers.get('location')).toBe('/data/upload?refused=upload_failed');
  expect(await uploads()).toEqual([]);
});

test('only an upload may have a large body', async () => {
  const body = 'x'.repeat(600_000);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  expect(
    (await fetch(`${server.url}/data/quarantine?/retry`, { method: 'POST', body, headers })).status,
  ).toBe(413);
});

test('two uploads at once do not meet', async () => {
  const places = await Promise.all([post({}), post({})]);
  const [one, two] = places.map((answer) => answer.headers.get('location'));
  expect(one).toMatch(/^\/data\/upload\/[0-9a-f]{32}$/);
  expect(two).not.toBe(one);
  for (const place of [one, two])
    await fetch(`${server.url}${place}?/cancel`, { method: 'POST', body: new URLSearchParams() });
  expect(await uploads()).toEqual([]);
});

test('an upload that is cut off half way leaves nothing', async () => {
  const before = await inbox();
  const socket = connect(server.port, '127.0.0.1');
  socket.write(
    'POST /data/upload/file HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 1000000\r\n' +
      'content-type: multipart/form-data; boundary=x\r\n\r\n' +
      '--x\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n' +
      'x'.repeat(10_000),
  );
  await expect.poll(uploads, { timeout: 10_000 }).toHaveLength(1);
  socket.destroy();
  await expect.poll(uploads, { timeout: 10_000 }).toEqual([]);
  expect(await inbox()).toEqual(before);
});

test.each([
  ['light', 'zh-CN', 1440],
  ['dark', 'en', 390],
] as const)(
  'axe finds nothing serious and nothing overflows: %s, %s, %i px',
  async (colorScheme, lang, width) => {
    const page = await upload('b.csv', GOOD, { colorScheme, viewport: { width, height: 900 } });
    for (const address of [page.url(), `${server.url}/data/upload`]) {
      await page.goto(`${address}?lang=${lang}`);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter((one) => one.impact === 'serious' || one.impact === 'critical');
      expect(serious.map((one) => `${address} ${one.id}: ${one.nodes[0]?.html}`)).toEqual([]);
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(over, address).toBeLessThanOrEqual(0);
    }
    await page.context().close();
  },
);
