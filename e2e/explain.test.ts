import AxeBuilder from '@axe-core/playwright';
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { homeAt } from '../data/home.ts';
import { landedFile } from '../data/receipt.ts';
import { originalExplanation, type OriginalExplanation } from '../queries/lineage/explanation.ts';
import { launch, openPage } from './browser.ts';

const url = inject('url');
const SLOW = 180_000;
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
});

/** The explanation behind a link, as JSON. */
async function explained(href: string): Promise<OriginalExplanation> {
  const at = new URL(href, url);
  at.pathname += '/data.json';
  return originalExplanation.parse(await (await fetch(at)).json());
}

/** What the query of a link answers with its parameters, in the cell that the link names. */
async function cellOf(href: string): Promise<unknown> {
  const at = new URL(href, url);
  const [row = '', column = ''] = (at.searchParams.get('cell') ?? '').split(',');
  at.searchParams.delete('cell');
  at.searchParams.delete('snapshot');
  at.pathname = `${at.pathname.replace('/explain/', '/queries/')}/data.json`;
  const { rows } = (await (await fetch(at)).json()) as { rows: Record<string, unknown>[] };
  return rows[Number(row) - 1]?.[column];
}

test(
  'from a figure of the overview to the row of the file, whose cell is that of the bytes',
  { timeout: SLOW },
  async () => {
    const page = await openPage(browser, url);
    page.setDefaultTimeout(SLOW);
    const tile = page.locator('[data-kpi=sales_week]');
    const shown = await tile.locator('[data-testid=value]').textContent();
    await tile.locator('.value a').click();
    await page.waitForURL(/\/explain\/headline_kpis\?cell=\d+%2Cvalue/);
    expect(await page.locator('h1').textContent()).toBe(
      `近7天销量 本期,2012-06-12—2012-06-18 = ${shown} 万吨`,
    );
    const mart = page.locator('[data-trace="mart.account_day"]');
    expect(await mart.locator('h2').textContent()).toContain('客户日发运');
    const sum = page.locator('[data-facts="mart.account_day"] tfoot');
    expect(Number((await sum.textContent())?.replace(/[^\d.]/g, '')) / 10_000).toBeCloseTo(Number(shown), 2);

    const cell = page.locator('[data-testid=originals] tbody tr').first().locator('[data-column=net_t]');
    const weight = await cell.textContent();
    const row = Number(await cell.locator('xpath=..').getAttribute('data-row'));
    const file = await cell.locator('xpath=ancestor::table').getAttribute('data-file');
    const made = await explained(page.url());
    const receipt = made.files.first.find(({ id }) => id === file);
    const bytes = await readFile(landedFile(homeAt(inject('home')), receipt?.sha256 ?? ''));
    const lines = new TextDecoder('gb18030').decode(bytes).split(/\r?\n/);
    const place = (lines.find((line) => line.includes('净重')) ?? '')
      .split(',')
      .findIndex((title) => title.includes('净重'));
    expect(weight).toMatch(/^\d+(\.\d+)?$/);
    expect(lines[row - 1]?.split(',')[place]).toBe(weight);
    const fact = made.traces[0]?.facts.first.find((one) => one['_row'] === row);
    expect([fact?.['_file'], fact?.['_row'], fact?.['net_t']]).toEqual([file, row, Number(weight)]);
    expect(await page.locator(`[data-testid=files] a[href="/data/archive/${file}"]`).count()).toBe(1);

    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await page.context().close();
  },
);

test('every kind of figure leads to its own cell', { timeout: SLOW * 2 }, async () => {
  const page = await openPage(browser, url);
  const links: Record<string, string | null> = {};
  const take = async (kind: string, selector: string, at = 0) =>
    (links[kind] = await page.locator(selector).nth(at).getAttribute('href'));
  await take('change of a KPI', '[data-kpi=q5500_mid] dd a');
  await take('price', '[data-table=price_change] tbody tr a.explained', 1);
  await take('port', '[data-table=port_week] tr.total a.explained');
  await take('region', '[data-table=region_movers] tbody a.explained', 1);
  await page.goto(`${url}/briefings/2012-W25`);
  await take('briefing', 'a.traced', 2);
  await page.goto(`${url}/queries/port_stock?from=2012-06-15&trace=on`);
  await take('date', 'tbody tr a.explained', 0);
  await take('stock', 'tbody tr a.explained', 5);
  await take('flag', 'tbody tr a.explained', 7);
  await page.context().close();
  const shapes: Record<string, string> = {};
  for (const [kind, href] of Object.entries(links)) {
    const made = await explained(href ?? '');
    shapes[kind] = `${made.query.id} ${made.cell.column} ${typeof made.cell.value}`;
    expect(made.cell.value, kind).toEqual(await cellOf(href ?? ''));
    expect(made.traces.length, kind).toBeGreaterThan(0);
  }
  expect(shapes).toMatchObject({
    'change of a KPI': 'headline_kpis wow_change number',
    price: 'price_change high number',
    port: 'port_week stock_wt number',
    region: 'region_movers share number',
    date: 'port_stock day string',
    stock: 'port_stock stock_wt number',
    flag: 'port_stock is_record boolean',
  });
});

test(
  'a chart leads to its table, where each figure is a link and the table one tab stop',
  { timeout: SLOW },
  async () => {
    const page = await openPage(browser, url);
    const tools = page.locator('figure[data-chart=port_stock] .tools');
    await tools.getByText('数字来源').click();
    await page.waitForURL(/\/queries\/port_stock\?.*trace=on/);
    const links = page.locator('table.tracing a.explained');
    await expect
      .poll(() => page.locator('table.tracing a.explained:not([tabindex="-1"])').count(), { timeout: 30_000 })
      .toBe(1);
    await links.first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    const href = await page.evaluate(() => document.activeElement?.getAttribute('href'));
    expect(new URL(href ?? '', url).searchParams.get('cell')).toBe('2,stock_wt');
    await page.context().close();
  },
);

test('it reads without JavaScript, in English, on a phone', { timeout: SLOW }, async () => {
  const address = `${url}/explain/price_change?cell=2,mid&lang=en`;
  const page = await openPage(browser, address, {
    javaScriptEnabled: false,
    viewport: { width: 390, height: 844 },
  });
  expect(await page.locator('h1').textContent()).toContain('Middle, 2012-06-18 = 725 CNY/t');
  expect(await page.locator('main').textContent()).not.toMatch(/逐项|事实行|汇总/);
  await page.context().close();
});

test.each([
  ['headline_kpis?cell=x', 400],
  ['headline_kpis', 400],
  ['headline_kpis?cell=1,value&cell=2,value', 400],
  ['headline_kpis?cell=1,value&nothing=1', 400],
  ['headline_kpis?cell=1,value&snapshot=../x', 400],
  ['headline_kpis?cell=99,value', 404],
  ['headline_kpis?cell=1,constructor', 404],
  ['no_such_query?cell=1,value', 404],
  ['headline_kpis?cell=1,value&snapshot=20000101T000000000', 404],
])('%s is answered with %s', async (address, status) => {
  expect((await fetch(`${url}/explain/${address}`)).status).toBe(status);
  const json = address.replace(/^(\w+)/, '$1/data.json');
  expect((await fetch(`${url}/explain/${json}`)).status).toBe(status);
});

test('so many are explained at once; more are asked to come again', { timeout: SLOW }, async () => {
  const leaving = new AbortController();
  const asked = ['low', 'high', 'mid', 'day_change', 'week_change', 'month_change', 'year_change'].map(
    (column) => fetch(`${url}/explain/price_change/data.json?cell=3,${column}`, { signal: leaving.signal }),
  );
  const first = await Promise.any(
    asked.map(async (one) => {
      const answer = await one;
      if (answer.status !== 503) throw new Error(`status ${answer.status}`);
      return answer;
    }),
  );
  expect(first.headers.get('retry-after')).toBe('10');
  expect(await first.json()).toMatchObject({ code: 'explain_busy' });
  // all readers leave: their explanations end and the next one is made
  leaving.abort();
  await Promise.allSettled(asked);
  const next = async () => (await fetch(`${url}/explain/price_change/data.json?cell=4,mid`)).status;
  await expect.poll(next, { timeout: SLOW }).toBe(200);
});
