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

const KEY_POINTS = [
  '截至6月18日,秦皇岛港煤炭库存945.61万吨',
  '超过2008年历史高点941.5万吨4.11万吨(+0.44%),创历史新高(前高出处:集团2012年6月战略方案)',
  'Q5800平仓价780-790元/吨',
  'Q5500与Q5000价差100元/吨,按5500大卡热值折算后Q5000为687.5元/吨',
  '环渤海动力煤价格指数6月20日报收于729元/吨',
  '较目标(50%)高',
];

test('the briefing of week 25 states its key points, each number traceable to a query cell', async () => {
  const page = await openPage(browser, `${url}/briefings/2012-W25`);
  const body = ((await page.locator('main').textContent()) ?? '').replace(/\s+/g, ' ');
  for (const point of KEY_POINTS) expect(body.replaceAll(' ', '')).toContain(point.replaceAll(' ', ''));
  expect(body).toMatch(/第\s*25\s*期/);
  const cells = await page
    .locator('[data-cell]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('data-cell') ?? ''));
  expect(cells.length).toBeGreaterThan(20);
  expect(cells.every((cell) => /^[a-z_0-9]+:\d+:[a-z_0-9]+$/.test(cell))).toBe(true);
  await page.context().close();
});

test('the same snapshot and week give the same text', async () => {
  const read = async () => (await fetch(`${url}/briefings/2012-W25`)).text();
  const main = (html: string) => html.slice(html.indexOf('<main'), html.indexOf('</main>'));
  expect(main(await read())).toBe(main(await read()));
});

test('it prints on A4: a title page that stands alone, nothing of the screen around it', async () => {
  const page = await openPage(browser, `${url}/briefings/2012-W25`);
  const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('nav').first().isVisible()).toBe(false);
  await page.context().close();
});

test('a week without data, and a text that is no week, are refused by name', async () => {
  expect((await fetch(`${url}/briefings/1999-W01`)).status).toBe(404);
  expect([400, 404]).toContain((await fetch(`${url}/briefings/week25`)).status);
});
