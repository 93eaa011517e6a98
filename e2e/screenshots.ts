import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { chartsReady, launch, openPage } from './browser.ts';
import { npmStart, removeHome, ROOT, temporaryHome } from './installation.ts';

// `npm run screenshots [FOLDER]`: every page × theme × language × width for eyes, and the picture of the README.

const PAGES = {
  overview: '/',
  briefing: '/briefings/2012-W25',
  queries: '/queries',
  query: '/queries/price_by_grade',
};
const WIDTHS = [390, 1440];

const folder = path.resolve(process.argv[2] ?? path.join(ROOT, 'test-results', 'screenshots'));
const readme = path.join(ROOT, 'docs', 'images', 'overview.png');

const home = await temporaryHome();
const installation = await npmStart(home);
const browser = await launch();
try {
  await mkdir(folder, { recursive: true });
  for (const [name, address] of Object.entries(PAGES)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const lang of ['zh-CN', 'en']) {
        for (const width of WIDTHS) {
          const viewport = { width, height: 900 };
          const page = await openPage(browser, `${installation.url}${address}?lang=${lang}`, {
            colorScheme,
            viewport,
          });
          if (name === 'overview') await chartsReady(page);
          const file = path.join(folder, `${name}-${colorScheme}-${lang}-${width}.png`);
          await page.screenshot({ path: file, fullPage: true });
          process.stdout.write(`${file}\n`);
          await page.context().close();
        }
      }
    }
  }
  await mkdir(path.dirname(readme), { recursive: true });
  const page = await openPage(browser, installation.url, { viewport: { width: 1440, height: 1400 } });
  await chartsReady(page);
  await page.screenshot({ path: readme });
  process.stdout.write(`${readme}\n`);
} finally {
  await browser.close();
  await installation.stop();
  await removeHome(home);
}
