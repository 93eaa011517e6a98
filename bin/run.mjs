import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ROOT } from './install.mjs';
import { node24 } from './node24.mjs';

/**
 * Run a script of a dependency, or of the project, on Node 24 from the project's folder.
 * @param {string} script path below the project's folder
 * @param {string[]} [args]
 * @returns {number} exit code
 */
export function run(script, args = []) {
  const { status } = spawnSync(node24(), [path.join(ROOT, script), ...args], { cwd: ROOT, stdio: 'inherit' });
  return status ?? 1;
}
