// `npm run check`: types, lint, format and drift of generated files; nothing is changed.
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { run } from './run.mjs';

/** @type {[string, string, string[]][]} */
const CHECKS = [
  [
    'types',
    'node_modules/svelte-check/bin/svelte-check',
    ['--tsconfig', './tsconfig.json', '--fail-on-warnings', '--output', 'human'],
  ],
  ['lint', 'node_modules/eslint/bin/eslint.js', ['--max-warnings', '0', '.']],
  ['format', 'node_modules/prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']],
  ['query types', 'queries/generate-types.ts', ['--check']],
  ['data dictionary', 'data/dictionary.ts', ['--check']],
];

/**
 * Run all checks.
 * @returns {string[]} the names of those that failed
 */
export function check() {
  return CHECKS.filter(([name, script, args]) => {
    process.stdout.write(`check: ${name}\n`);
    return run(script, args) !== 0;
  }).map(([name]) => name);
}

if (process.argv[1]?.endsWith('check.mjs')) {
  ensureInstalled();
  // the build writes the types of the routes, which the type check needs
  ensureBuilt();
  const failed = check();
  process.stdout.write(failed.length ? `failed: ${failed.join(', ')}\n` : 'all checks passed\n');
  process.exitCode = failed.length ? 1 : 0;
}
