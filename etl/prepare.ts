import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { CoalfaceError, systemCode } from '../data/errors.ts';
import type { Home } from '../data/home.ts';
import { currentSnapshotId } from '../data/snapshots.ts';

const CLI = fileURLToPath(new URL('cli.ts', import.meta.url));

/**
 * Bring an installation to its first snapshot: fill an empty home with the sample company and run the ETL, each as a
 * child process that shows its progress here. A home that has a snapshot is left as it is.
 * @throws CoalfaceError `first_run_failed`
 */
export async function prepare(home: Home): Promise<void> {
  if (await currentSnapshotId(home)) return;
  if (await isEmpty(home.inbox)) await command(['sample', '--out', home.root], home);
  // the first page must not wait for the network
  await command(['etl', 'run', '--local'], home);
}

async function isEmpty(folder: string): Promise<boolean> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  });
  return !entries.some((entry) => entry.isFile());
}

async function command(args: string[], home: Home): Promise<void> {
  const child = spawn(process.execPath, [CLI, ...args], {
    stdio: 'inherit',
    env: { ...process.env, COALFACE_HOME: home.root },
  });
  const stop = () => child.kill('SIGTERM');
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
  const code = await new Promise<number>((done) => child.once('exit', (exit) => done(exit ?? 1)));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.removeListener(signal, stop);
  // a run that published although some file was unreadable exits with 1: what it published can be served
  if (code !== 0 && !(await currentSnapshotId(home))) {
    throw new CoalfaceError('first_run_failed', `coalface ${args.join(' ')} ended with ${code}`, {
      hint: 'its messages stand above',
    });
  }
}
