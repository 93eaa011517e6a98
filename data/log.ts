import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { multistream, pino, type Logger } from 'pino';
import roll from 'pino-roll';
import { z } from 'zod';
import { CoalfaceError, messageOf } from './errors.ts';
import type { Home } from './home.ts';

const KEPT = 14;
const DAY_MS = 86_400_000;
const level = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']);

/** Never written, whoever passes them: keys of publishers, sessions, and what names a person. */
const SECRET = ['authorization', 'cookie', 'password', 'token', 'key', 'apiKey', 'email', 'phone'];

/** Which program writes: each has files of its own, because two processes may not roll one file. */
export type Program = 'server' | 'schedules' | 'run';

/**
 * Open the structured log of a program: JSON lines in `logs/PROGRAM.DATE.N.log`, a new file each day and each 50 MB, two
 * weeks kept. Lines are on disk when the call returns, so that a kill loses none.
 * @param env `COALFACE_LOG` is the least level that is written: trace, debug, info (default), warn, error, silent
 * @param stderr write lines from `warn` on to the standard error too
 * @throws CoalfaceError `bad_log_level`, `log_not_writable`
 */
export async function openLog(
  home: Home,
  program: Program,
  { env = process.env, stderr = false }: { env?: NodeJS.ProcessEnv; stderr?: boolean } = {},
): Promise<Logger> {
  const wanted = level.safeParse(env['COALFACE_LOG'] || 'info');
  if (!wanted.success) {
    throw new CoalfaceError('bad_log_level', `COALFACE_LOG is not a level: ${env['COALFACE_LOG']}`, {
      hint: `one of ${level.options.join(', ')}`,
    });
  }
  try {
    const file = await roll({
      file: path.join(home.logs, program),
      extension: '.log',
      frequency: 'daily',
      dateFormat: 'yyyy-MM-dd',
      size: '50m',
      mkdir: true,
      sync: true,
      limit: { count: KEPT, removeOtherLogFiles: true },
    });
    // a full disk must not end the program that would tell of it
    file.on('error', (error) => process.emitWarning(messageOf(error), 'LogNotWritten'));
    await deleteOld(home, program);
    const streams = [
      { level: 'trace' as const, stream: file },
      ...(stderr ? [{ level: 'warn' as const, stream: process.stderr }] : []),
    ];
    return pino(
      {
        level: wanted.data,
        base: { program, pid: process.pid },
        timestamp: () => `,"time":"${new Date().toISOString()}"`,
        formatters: { level: (label) => ({ level: label }) },
        redact: { paths: SECRET.flatMap((name) => [name, `*.${name}`]), remove: true },
        serializers: { err: faultOf, url: withoutParameters },
      },
      multistream(streams),
    );
  } catch (error) {
    throw new CoalfaceError('log_not_writable', 'the log cannot be written', {
      cause: error,
      where: { file: home.logs },
      hint: 'the folder must be writable for the user that runs Coalface',
    });
  }
}

/** A process that ends before midnight rolls nothing: what is too old goes when the next one begins. */
async function deleteOld(home: Home, program: Program): Promise<void> {
  for (const name of await readdir(home.logs)) {
    if (!name.startsWith(`${program}.`)) continue;
    const file = path.join(home.logs, name);
    const found = await stat(file).catch(() => null);
    if (found && found.mtimeMs < Date.now() - KEPT * DAY_MS) await rm(file, { force: true });
  }
}

function faultOf(error: unknown): unknown {
  if (!(error instanceof Error)) return messageOf(error);
  const { message, stack, cause } = error;
  const known =
    error instanceof CoalfaceError ? { code: error.code, hint: error.hint, where: error.where } : { stack };
  return { message, ...known, ...(cause === undefined ? {} : { cause: messageOf(cause) }) };
}

/** The address of a keyed publisher has its key among the parameters. */
function withoutParameters(url: unknown): string {
  return String(url).replace(/[?#].*$/s, '');
}
