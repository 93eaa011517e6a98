import AxeBuilder from '@axe-core/playwright';
import { tableFromIPC } from 'apache-arrow';
import type { Browser, Page } from 'playwright-core';
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

/** Runs until it is stopped. */
const ENDLESS = 'SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range % 7 = b.range % 11';

/** The workbench with a statement in its editor. */
async function workbench(sql: string, options = {}): Promise<Page> {
  const page = await openPage(browser, `${url}/sql`, options);
  await page.locator('[data-testid=editor][data-ready]').waitFor();
  await write(page, sql);
  return page;
}

async function write(page: Page, sql: string): Promise<void> {
  await page.locator('.cm-content').focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(sql);
}

async function run(page: Page): Promise<void> {
  await page.keyboard.press('Control+Enter');
  await page.locator('[data-testid=result]').waitFor();
}

/** As the browser marks what a page of ours asks. */
const HEADERS = {
  'content-type': 'application/json',
  accept: 'application/vnd.apache.arrow.stream',
  'sec-fetch-site': 'same-origin',
};

const ask = (body: object) =>
  fetch(`${url}/api/v1/sql`, {
    method: 'POST',
    headers: HEADERS,
    body: JSON.stringify(body),
  });

const cell = (page: Page, row: number, column: number) => page.locator(`#cell-${row}-${column}`);

test('the API streams Arrow, names snapshot and tables, and tells a fault with its place', async () => {
  const good = await ask({
    sql: 'SELECT count(*) AS n FROM sales.delivery WHERE net_t > $least',
    params: { least: 0 },
  });
  expect([good.status, good.headers.get('coalface-reads')]).toEqual([200, 'sales.delivery']);
  const table = tableFromIPC(new Uint8Array(await good.arrayBuffer()));
  expect(Number(table.getChild('n')?.get(0))).toBeGreaterThan(1000);
  const bad = await ask({ sql: 'SELECT 1\nFROM sales.delivry' });
  expect(bad.status).toBe(400);
  expect(await bad.json()).toMatchObject({ code: 'sql_refused', place: { line: 2, character: 6 } });
  expect((await ask({ sql: 'SELECT 1', surprise: 1 })).status).toBe(400);
  expect((await ask({ sql: 'SELECT 1', snapshot: '20000101T000000000' })).status).toBe(404);
});

/** How many statements were cancelled, and how many run now. */
async function sandboxState(): Promise<{ cancelled: number; running: number }> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const value = (name: RegExp) => Number(name.exec(text)?.[1] ?? 0);
  return {
    cancelled: value(/coalface_sql_total\{outcome="sql_cancelled"\} (\d+)/),
    running: value(/coalface_sql_running (\d+)/),
  };
}

test('a statement that its reader leaves is ended on the server', async () => {
  const before = await sandboxState();
  const left = new AbortController();
  const asked = fetch(`${url}/api/v1/sql`, {
    method: 'POST',
    headers: HEADERS,
    body: JSON.stringify({ sql: ENDLESS }),
    signal: left.signal,
  }).catch(() => null);
  await expect.poll(async () => (await sandboxState()).running).toBe(before.running + 1);
  left.abort();
  await asked;
  await expect.poll(sandboxState).toEqual({ cancelled: before.cancelled + 1, running: before.running });
});

test('a statement with a parameter is run from the keyboard; facts and exact figures are shown', async () => {
  const page = await workbench(
    'SELECT delivered_on, net_t, 12345678901234567.89::DECIMAL(20,2) AS exact, NULL AS nothing FROM sales.delivery WHERE delivered_on >= $from ORDER BY delivered_on LIMIT 5',
  );
  const parameters = page.locator('[data-testid=parameters]');
  await parameters.locator('select').selectOption('date');
  await parameters.locator('input').fill('2012-06-01');
  await page.locator('.cm-content').focus();
  await run(page);
  const facts = await page.locator('[data-testid=facts]').textContent();
  expect(facts).toMatch(/共 5 行 4 列.*快照 \d{8}T.*读取:sales\.delivery/s);
  expect(await cell(page, 0, 0).textContent()).toMatch(/^\s*2012-06-0\d/);
  expect((await cell(page, 0, 2).textContent())?.trim()).toBe('12345678901234567.89');
  expect((await cell(page, 0, 3).textContent())?.trim()).toBe('—');
  await page.reload();
  await page.locator('[data-testid=editor][data-ready]').waitFor();
  await write(page, 'SELECT $from');
  expect(await parameters.locator('input').inputValue()).toBe('2012-06-01');
  await page.context().close();
});

test('only the selection is run; a fault marks its place and says what to do', async () => {
  const page = await workbench('SELECT 1 AS one;\nSELECT nope');
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Shift+Home');
  // the browser itself notes a refused request as an error of the console
  page.removeAllListeners('console');
  const refused = page.waitForResponse('**/api/v1/sql');
  await page.keyboard.press('Control+Enter');
  expect((await refused).status()).toBe(400);
  expect(await page.locator('[data-fault=sql_failed]').textContent()).toContain('第 1 行第 8 字');
  expect(await page.locator('.cm-lintRange-error').textContent()).toBe('nope');
  await page.context().close();
});

test('a running statement is cancelled by Esc', async () => {
  const page = await workbench(ENDLESS);
  await page.keyboard.press('Control+Enter');
  await page.locator('[data-testid=state][data-running]').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('[data-fault=sql_cancelled]').waitFor();
  await write(page, 'SELECT 7 AS seven');
  await run(page);
  expect((await cell(page, 0, 0).textContent())?.trim()).toBe('7');
  await page.context().close();
});

test('tables, columns with their meaning and functions are completed; the statement is formatted', async () => {
  const page = await workbench('');
  await page.keyboard.type('select stock_wt from mart.port_d', { delay: 20 });
  const option = page.locator('.cm-tooltip-autocomplete li').first();
  await option.waitFor();
  expect(await option.textContent()).toMatch(/port_day.*港口日动态/);
  await page.keyboard.press('Escape');
  await page.locator('button', { hasText: '整理格式' }).click();
  await expect.poll(() => page.locator('.cm-content').innerText()).toMatch(/^SELECT\n\s+stock_wt\nFROM/);
  await page.context().close();
});

test('a million rows: both ends are reached, the page holds few of them, sorting and filtering keep it alive', async () => {
  const page = await workbench(
    "SELECT i AS id, (i * 7919) % 1000003 AS mixed, (i / 100)::DECIMAL(18,2) AS amount, DATE '2000-01-01' + (i % 9000)::INTEGER AS day, '客户' || i % 500 AS account FROM range(1000000) t(i)",
  );
  await run(page);
  const grid = page.locator('[data-testid=grid]');
  expect(await grid.getAttribute('aria-rowcount')).toBe('1000001');
  const frames = await grid.evaluate(async (element) => {
    const gaps: number[] = [];
    const most = { nodes: 0 };
    const end = element.scrollHeight - element.clientHeight;
    const STEPS = 120;
    let last = performance.now();
    for (let step = 0; step <= STEPS; step++) {
      element.scrollTop = (end * step) / STEPS;
      await new Promise((done) => requestAnimationFrame(done));
      gaps.push(performance.now() - last);
      last = performance.now();
      most.nodes = Math.max(most.nodes, element.querySelectorAll('*').length);
    }
    gaps.sort((a, b) => a - b);
    return {
      nodes: most.nodes,
      median: gaps[gaps.length >> 1],
      p95: gaps[Math.floor(gaps.length * 0.95)],
      worst: gaps.at(-1),
    };
  });
  process.stdout.write(`frames while a million rows scroll end to end, ms: ${JSON.stringify(frames)}\n`);
  expect(frames.nodes).toBeLessThan(500);
  expect((await cell(page, 999_999, 0).textContent())?.trim()).toBe('999999');
  await grid.focus();
  await page.keyboard.press('Control+Home');
  expect((await cell(page, 0, 2).textContent())?.trim()).toBe('0.00');
  await page.keyboard.press('Control+End');
  expect((await cell(page, 999_999, 4).textContent())?.trim()).toBe('客户499');

  const column = page.locator('[data-testid=column]');
  await column.locator('select').first().selectOption({ label: 'mixed' });
  await column.locator('button', { hasText: '降序' }).click();
  await page.locator('[data-testid=grid][aria-busy=false]').waitFor();
  await expect.poll(async () => (await cell(page, 0, 1).textContent())?.trim()).toBe('1000002');
  await column.locator('select').first().selectOption({ label: 'amount' });
  await column.locator('select').nth(1).selectOption('range');
  await column.locator('input').first().fill('9999.985');
  await column.locator('form button').click();
  await expect.poll(() => page.locator('[data-testid=shown]').textContent()).toContain('1');
  await expect.poll(async () => (await cell(page, 0, 2).textContent())?.trim()).toBe('9999.99');
  await column.locator('[data-ready] [data-figure=max]').waitFor();
  expect(await column.locator('[data-figure=max]').textContent()).toBe('9999.99');
  await page.context().close();
});

test('a selection is copied with every digit', async () => {
  const page = await workbench("FROM (VALUES (0.10::DECIMAL(30,20), '甲'), (NULL, '乙')) AS t(a, b)", {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await run(page);
  await page.locator('[data-testid=grid]').focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+c');
  await page.locator('[data-testid=copied]', { hasText: '2 行 × 2 列' }).waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('0.10000000000000000000\t甲\n\t乙');
  await page.locator('button', { hasText: '复制选区和列名' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^a\tb\n/);
  await page.context().close();
});

test('a plan is drawn as a tree, nothing is run', async () => {
  const page = await workbench(
    'SELECT port, max(stock_wt) FROM mart.port_day WHERE stock_wt > 500 GROUP BY port ORDER BY 2 LIMIT 3',
  );
  await page.locator('button', { hasText: '执行计划' }).click();
  const plan = page.locator('[data-testid=plan]');
  await plan.waitFor();
  expect(await plan.locator('.plan .plan').count()).toBeGreaterThan(1);
  expect(await plan.locator('li li').last().innerText()).toMatch(
    /扫描表 SEQ_SCAN[\s\S]*表[\s\S]*mart\.port_day/,
  );
  expect(await page.locator('[data-testid=result]').count()).toBe(0);
  await page.context().close();
});

test('statements are shared by a link that no server sees, and are found again in the history', async () => {
  const page = await workbench('SELECT $day AS shared');
  const requested: string[] = [];
  page.on('request', (request) => requested.push(request.url()));
  await page.locator('[data-testid=parameters] select').selectOption('date');
  await page.locator('[data-testid=parameters] input').fill('2012-06-18');
  await page.locator('button', { hasText: '复制链接' }).click();
  // this browser gives no clipboard to pages that were not allowed it
  await page.locator('[data-testid=state]', { hasText: '链接已放入地址栏;' }).waitFor();
  const link = page.url();
  await page.goto('about:blank');
  await page.goto(link);
  await page.locator('[data-testid=editor][data-ready]').waitFor();
  expect(await page.locator('.cm-content').innerText()).toBe('SELECT $day AS shared');
  expect(await page.locator('[data-testid=parameters] input').inputValue()).toBe('2012-06-18');
  expect(requested.filter((address) => address.includes('shared'))).toEqual([]);
  await page.locator('.cm-content').focus();
  await run(page);
  expect((await cell(page, 0, 0).textContent())?.trim()).toBe('2012-06-18');

  await page.reload();
  const history = page.locator('[data-testid=history]');
  await history.locator('summary').click();
  await write(page, 'SELECT 2');
  await history.locator('li button').first().click();
  expect(await page.locator('.cm-content').innerText()).toBe('SELECT $day AS shared');
  await history.locator('button', { hasText: '清空历史' }).first().click();
  await page.locator('dialog button', { hasText: '清空历史' }).click();
  expect(await history.locator('li').count()).toBe(0);
  await page.context().close();
});

test('without script the statement is run as a form, and its parameters are asked for', async () => {
  const page = await openPage(browser, `${url}/sql`, { javaScriptEnabled: false });
  expect(await page.locator('[data-testid=schema]').textContent()).toContain('港口日动态');
  await page.locator('textarea').fill('SELECT $a AS a, 1 + 1 AS two');
  await page.locator('form[action="?/run"] button').first().click();
  await page.locator('[name="p.a"]').fill('煤');
  await page.locator('form[action="?/run"] button').first().click();
  expect(await page.locator('[data-testid=plain] tbody').textContent()).toMatch(/煤\s*2/);
  await page.context().close();
});

test('what the workbench needs is loaded on no other page', async () => {
  const page = await openPage(browser, `${url}/queries`);
  const scripts = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  const bodies = await Promise.all(
    scripts.filter((name) => name.endsWith('.js')).map(async (name) => (await fetch(name)).text()),
  );
  expect(bodies.length).toBeGreaterThan(0);
  expect(bodies.filter((body) => body.includes('cm-content') || body.includes('Utf8View'))).toEqual([]);
  await page.context().close();
});

test.each([
  ['light', 'zh-CN', 1440],
  ['dark', 'en', 390],
] as const)(
  'axe finds nothing serious and nothing overflows: %s, %s, %i px',
  async (colorScheme, lang, width) => {
    const page = await openPage(browser, `${url}/sql?lang=${lang}`, {
      colorScheme,
      viewport: { width, height: 900 },
    });
    await page.locator('[data-testid=editor][data-ready]').waitFor();
    await write(page, 'SELECT day, port, stock_wt, $x AS x FROM mart.port_day ORDER BY day -- 库存');
    await run(page);
    await page.locator('[data-testid=column] [data-ready]').waitFor();
    await page.locator('[data-testid=history] summary').click();
    const { violations } = await new AxeBuilder({ page }).analyze();
    const serious = violations.filter((one) => one.impact === 'serious' || one.impact === 'critical');
    expect(serious.map((one) => `${one.id}: ${one.nodes[0]?.html}`)).toEqual([]);
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(over).toBeLessThanOrEqual(0);
    await page.context().close();
  },
);
