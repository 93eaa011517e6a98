import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Home } from '../../../data/home.ts';
import { projectRoot } from '../../../data/project.ts';
import { serverLog } from './log.ts';

/**
 * Start a command of the command line and do not wait for it: a run outlives the request and the server. What a run does
 * stands in the journal; a command that fails before or in it is also told by the server's log.
 * @param args of `coalface`; what a user typed must stand behind an option or behind `--`
 */
export async function startCommand(home: Home, args: readonly string[]): Promise<void> {
  const log = await serverLog();
  const child = spawn(process.execPath, [path.join(projectRoot(), 'etl', 'cli.ts'), ...args], {
    env: { ...process.env, COALFACE_HOME: home.root },
    stdio: 'ignore',
    detached: true,
  });
  child.once('error', (error) => log.error({ err: error, command: args[0] }, 'a command cannot be started'));
  child.once('exit', (code, signal) => {
    if (code !== 0) log.warn({ command: args.slice(0, 2).join(' '), code, signal }, 'a command failed');
  });
  child.unref();
}
