// `npm start`: whatever Node runs this, install, build, then serve on Node 24.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled, ROOT } from './install.mjs';
import { node24 } from './node24.mjs';

ensureInstalled();
ensureBuilt();

const child = spawn(node24(), [path.join(ROOT, 'etl', 'cli.ts'), 'start'], { stdio: 'inherit' });
const stop = () => child.kill('SIGTERM');
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, stop);

// npm does not always pass a signal on: an orphan ends itself
const parent = process.ppid;
const watch = setInterval(() => {
  if (process.ppid !== parent) stop();
}, 500);

child.once('exit', (code) => {
  clearInterval(watch);
  process.exit(code ?? 1);
});
