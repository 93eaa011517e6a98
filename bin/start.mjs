// `npm start`: whatever Node runs this, install, build, then serve on Node 24.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled, ROOT } from './install.mjs';
import { node24 } from './node24.mjs';

ensureInstalled();
ensureBuilt();

const child = spawn(node24(), [path.join(ROOT, 'etl', 'cli.ts'), 'start'], { stdio: 'inherit' });
const stop = () => child.kill('SIGTERM');
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, stop);

// npm runs this through a shell and may be killed without passing a signal on: an orphan ends itself
const before = ancestors();
const watch = setInterval(() => {
  if (ancestors() !== before) stop();
}, 500);

child.once('exit', (code) => {
  clearInterval(watch);
  process.exit(code ?? 1);
});

/** The parent and, where /proc tells, its parent. */
function ancestors() {
  const stat = `/proc/${process.ppid}/stat`;
  const grandparent = existsSync(stat) ? readFileSync(stat, 'utf8').split(') ')[1]?.split(' ')[1] : undefined;
  return `${process.ppid} ${grandparent}`;
}
