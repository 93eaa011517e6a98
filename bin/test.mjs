// `npm test`: install, build, check, then unit, integration, browser and fault tests. Ends with a line `N passed, N failed`.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { ensureBuilt } from './build.mjs';
import { check } from './check.mjs';
import { ensureInstalled, ROOT } from './install.mjs';
import { run } from './run.mjs';

const RESULTS = path.join(ROOT, 'test-results');

ensureInstalled();
ensureBuilt();
process.env['COALFACE_BROWSER'] = await ensureBrowser();
rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS, { recursive: true });

const failedChecks = check();
const suites = ['vitest.config.ts', 'vitest.e2e.config.ts', 'vitest.faults.config.ts'].map(suite);
const passed = suites.reduce((sum, one) => sum + one.passed, 0);
const failed = suites.reduce((sum, one) => sum + one.failed, 0) + failedChecks.length;
if (failedChecks.length) process.stdout.write(`failed checks: ${failedChecks.join(', ')}\n`);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed || suites.some((one) => one.code !== 0) ? 1 : 0;

/** @param {string} config */
function suite(config) {
  const report = path.join(RESULTS, `${config}.json`);
  const code = run('node_modules/vitest/vitest.mjs', [
    'run',
    '--config',
    config,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
  return { code, passed: Number(numPassedTests), failed: Number(numFailedTests) };
}
