import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureInstalled, ROOT } from './install.mjs';
import { run } from './run.mjs';

const INPUTS = ['web', 'queries', 'data', 'svelte.config.js', 'vite.config.ts', 'package-lock.json'];
const STAMP = path.join(ROOT, 'build', '.stamp');

/**
 * Build the web app if it is absent or older than what it is made of.
 * @returns {void}
 */
export function ensureBuilt() {
  const wanted = fingerprint();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return;
  process.stdout.write('building the web app …\n');
  const code = run('node_modules/vite/bin/vite.js', ['build', '--logLevel', 'warn']);
  if (code !== 0) throw new Error('the build failed; its messages stand above');
  writeFileSync(STAMP, wanted);
}

function fingerprint() {
  const hash = createHash('sha256');
  const visit = (/** @type {string} */ file) => {
    if (['.svelte-kit', 'node_modules'].includes(path.basename(file)) || file.endsWith('.test.ts')) return;
    if (statSync(file).isDirectory()) {
      for (const name of readdirSync(file).sort()) visit(path.join(file, name));
      return;
    }
    hash.update(path.relative(ROOT, file)).update(readFileSync(file));
  };
  for (const input of INPUTS) visit(path.join(ROOT, input));
  return hash.digest('hex');
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  ensureInstalled();
  ensureBuilt();
}
