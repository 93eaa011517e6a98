import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import iconv from 'iconv-lite';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { DELIVERY_HEADER, deliveryLine } from '../etl/testing/small-home.ts';
import { rowsOfQuery } from './rows.ts';
import { chartsReady, launch, openPage } from './browser.ts';
import { coalface } from './installation.ts';

const url = inject('url');
const home = inject('home');
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
});

test('data published while the page is open appear without a reload; scroll and focus stay', async () => {
  const [account] = await rowsOfQuery<{ account_id: string }>(url, 'account_pareto');
  const page = await openPage(browser, url);
  await chartsReady(page);
  const week = page.locator('[data-kpi=sales_week]');
  const before = await week.textContent();
  const snapshot = await page.locator('[data-testid=snapshot]').getAttribute('data-snapshot');
  await page.evaluate(() => {
    (globalThis as { stayed?: boolean }).stayed = true;
    scrollTo(0, 400);
  });
  const file = path.join(home, 'inbox', 'deliveries', '补报_2012-06-18.csv');
  await writeFile(
    file,
    iconv.encode(
      `${[DELIVERY_HEADER, deliveryLine('LATE1', '2012-06-18', account?.account_id ?? '', 50_000)].join('\r\n')}\r\n`,
      'gb18030',
    ),
  );
  const run = await coalface(home, 'etl', 'run', 'deliveries');
  expect(run).toMatchObject({ code: 0, text: expect.stringContaining('published') });
  await page.waitForFunction(
    (old) => document.querySelector('[data-testid=snapshot]')?.getAttribute('data-snapshot') !== old,
    snapshot,
  );
  await page.waitForFunction(
    (old) => document.querySelector('[data-kpi=sales_week]')?.textContent !== old,
    before,
  );
  await chartsReady(page);
  expect(await page.evaluate(() => [(globalThis as { stayed?: boolean }).stayed, scrollY])).toEqual([
    true,
    400,
  ]);
  await rm(file);
  await page.context().close();
});

test('a broken file leaves the last good snapshot in service and is named', async () => {
  const file = path.join(home, 'inbox', 'deliveries', 'broken.csv');
  const before = await (await fetch(`${url}/readyz`)).json();
  await writeFile(file, Buffer.from([0x00, 0x01, 0x02]));
  const run = await coalface(home, 'etl', 'run', 'deliveries');
  expect(run.code).toBe(1);
  expect(run.text).toMatch(/unsupported_encoding/);
  expect(run.text).toMatch(/broken\.csv/);
  expect(await (await fetch(`${url}/readyz`)).json()).toEqual(before);
  await rm(file);
  expect((await coalface(home, 'etl', 'run', 'deliveries')).code).toBe(0);
  expect((await coalface(home, 'etl', 'status')).text).not.toContain('broken.csv');
});

test('a rollback reaches open pages, and no cache answers for the snapshot that was taken back', async () => {
  const page = await openPage(browser, url);
  await chartsReady(page);
  const shown = () => page.locator('[data-testid=snapshot]').getAttribute('data-snapshot');
  const newer = await shown();
  const etag = async () => (await fetch(url)).headers.get('etag') ?? '';
  const asked = async (tag: string) => (await fetch(url, { headers: { 'if-none-match': tag } })).status;
  const etagOfNewer = await etag();
  const list = JSON.parse((await coalface(home, 'snapshots', 'list', '--json')).text) as {
    snapshots: { id: string; current: boolean }[];
  };
  const older = list.snapshots.find(({ current }) => !current)?.id ?? '';
  expect(await coalface(home, 'snapshots', 'rollback', older)).toMatchObject({ code: 0 });
  await page.waitForFunction(
    (id) => document.querySelector('[data-testid=snapshot]')?.getAttribute('data-snapshot') === id,
    older,
  );
  const etagOfOlder = await etag();
  expect([await asked(etagOfNewer), await asked(etagOfOlder)]).toEqual([200, 304]);
  expect(await coalface(home, 'snapshots', 'rollback', newer ?? '', '--no-hold')).toMatchObject({ code: 0 });
  expect(await coalface(home, 'snapshots', 'release')).toMatchObject({ code: 0 });
  await page.waitForFunction(
    (id) => document.querySelector('[data-testid=snapshot]')?.getAttribute('data-snapshot') === id,
    newer,
  );
  expect([await asked(etagOfNewer), await asked(etagOfOlder)]).toEqual([304, 200]);
  await page.context().close();
});
