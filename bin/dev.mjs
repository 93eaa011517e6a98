// `npm run dev`: a filled home, then Vite's development server on it.
import { ensureInstalled } from './install.mjs';
import { run } from './run.mjs';

ensureInstalled();
const code = run('etl/cli.ts', ['prepare']);
process.exitCode =
  code === 0
    ? run('node_modules/vite/bin/vite.js', [
        'dev',
        '--host',
        '127.0.0.1',
        '--port',
        process.env['PORT'] || '8420',
      ])
    : code;
