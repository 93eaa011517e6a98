import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { CoalfaceError } from '../../../data/errors.ts';
import type { Home } from '../../../data/home.ts';
import { projectRoot } from '../../../data/project.ts';

/** More than the longest answer; what exceeds it is no answer for a page. */
const MOST_BYTES = 16 * 1024 * 1024;
/** Milliseconds after which a command is ended. */
export const WITHIN_MS = 120_000;
/** Enough for the server to go first; more would starve the command on a busy machine. */
const BACKGROUND_NICE = 5;

/** How a command is run. */
export interface CommandOptions {
  /** ends the command at once: only for one that changes nothing */
  signal?: AbortSignal;
  /** it takes what processor time others leave */
  background?: boolean;
  /** the exit codes with which it answers (default 0): 1 too where it says that what it examined is not sound */
  codes?: readonly number[];
}

const failed = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    hint: z.string().nullable(),
    where: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
});

/**
 * Ask the command line, which alone may change the installation. No shell is between: an argument cannot become another.
 * @param args of `coalface`, without `--json`; what a user typed must stand behind an option or behind `--`
 * @param answer the shape of its JSON
 * @throws CoalfaceError that of the command; `command_failed` if it ended otherwise, `command_too_slow`; the reason of the
 *   signal
 */
export async function command<T>(
  home: Home,
  args: readonly string[],
  answer: z.ZodType<T>,
  options: CommandOptions = {},
): Promise<T> {
  const { code, stdout, stderr } = await run(home, args, options);
  const { codes = [0] } = options;
  if (code !== null && codes.includes(code) && (code === 0 || stdout))
    return answer.parse(JSON.parse(stdout));
  const last = stderr.trim().split('\n').at(-1) ?? '';
  const told = failed.safeParse(parsed(last));
  if (told.success) {
    const { code: name, message, hint, where } = told.data.error;
    throw new CoalfaceError(name, message, { where, ...(hint ? { hint } : {}) });
  }
  throw new CoalfaceError('command_failed', `coalface ${args[0]} ended with ${code}: ${last.slice(0, 500)}`, {
    hint: 'run it on the command line to see more',
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

function run(home: Home, args: readonly string[], options: CommandOptions): Promise<Ended> {
  const { signal, background = false } = options;
  signal?.throwIfAborted();
  const at = args.indexOf('--');
  const all = at < 0 ? [...args, '--json'] : [...args.slice(0, at), '--json', ...args.slice(at)];
  const cli = path.join(projectRoot(), 'etl', 'cli.ts');
  const child = spawn(process.execPath, [cli, ...all], {
    env: { ...process.env, COALFACE_HOME: home.root },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (background && child.pid !== undefined) setPriority(child.pid, BACKGROUND_NICE);
  return new Promise((done, fail) => {
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    let bytes = 0;
    const keep = (list: Buffer[]) => (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) child.kill('SIGKILL');
      else list.push(chunk);
    };
    child.stdout.on('data', keep(out));
    child.stderr.on('data', keep(err));
    const leave = () => {
      child.kill('SIGKILL');
      fail(signal?.reason as Error);
    };
    signal?.addEventListener('abort', leave, { once: true });
    const timer = setTimeout(() => {
      child.kill('SIGTERM');
      fail(
        new CoalfaceError(
          'command_too_slow',
          `coalface ${args[0]} did not end within ${WITHIN_MS / 1000} s`,
          {
            hint: 'run it on the command line',
          },
        ),
      );
    }, WITHIN_MS);
    child.once('error', fail);
    child.once('close', (code) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', leave);
      const text = (list: Buffer[]) => Buffer.concat(list).toString('utf8');
      done({ code, stdout: text(out), stderr: text(err) });
    });
  });
}
