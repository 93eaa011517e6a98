import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { ensureBrowser } from '../bin/browser.mjs';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
];

/** A headless Chromium. */
export async function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['COALFACE_BROWSER'] || (await ensureBrowser()),
    args: ARGS,
  });
}

/** A page of its own context that fails the test on a script error and on any request to another host. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'zh-CN',
    ...options,
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  page.on('request', (request) => {
    if (new URL(request.url()).host !== new URL(url).host && !request.url().startsWith('data:'))
      faults.push(`request to ${request.url()}`);
  });
  page.on('close', () => {
    if (faults.length) throw new Error(faults.join('\n'));
  });
  await page.goto(url);
  return page;
}

/** Wait until every chart of the page shows the current parameters and snapshot. */
export async function chartsReady(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const charts = [...document.querySelectorAll('figure[data-chart]')];
    return charts.length > 0 && charts.every((chart) => chart.hasAttribute('data-ready'));
  });
}
