import { spawn } from 'node:child_process';
import { readResult, type RunResult } from '../run-result.ts';
import { memoryOf, type RunMemory } from './memory.ts';

const STDERR_KEPT = 8192;

/** How a run in a process of its own ended. */
export interface ChildEnd {
  /** what it said of itself; null if it did not come to that */
  result: RunResult | null;
  /** a signal ended it, or its heap was full */
  killed: boolean;
  /** what went wrong; null if nothing did */
  reason: string | null;
}

/** A run in a process of its own. */
export interface ChildRun {
  pid: number | undefined;
  ended: Promise<ChildEnd>;
  /** End it at once: the next run starts clean. */
  stop(): void;
}

/** What a run in a process of its own is given. */
export interface ChildOptions {
  /** the file of the command line */
  cli: string;
  env: NodeJS.ProcessEnv;
  memory: RunMemory;
}

/** Run one source in a process of its own, under its cap of memory. */
export function childRun(source: string, { cli, env, memory }: ChildOptions): ChildRun {
  const cap = memoryOf(memory);
  const child = spawn(process.execPath, [...cap.execArgv, cli, 'etl', 'run', source, '--json'], {
    env: { ...env, ...cap.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err = (err + text).slice(-STDERR_KEPT)));
  const ended = new Promise<ChildEnd>((done) => {
    child.once('error', (error) =>
      done({ result: null, killed: false, reason: `it could not start: ${error.message}` }),
    );
    child.once('close', (code, signal) => done(endOf({ code, signal, out, err, heap: memory.heap })));
  });
  return { pid: child.pid, ended, stop: () => void child.kill('SIGTERM') };
}

function endOf(end: {
  code: number | null;
  signal: NodeJS.Signals | null;
  out: string;
  err: string;
  heap: number;
}): ChildEnd {
  if (/heap out of memory/.test(end.err))
    return { result: null, killed: true, reason: `out_of_memory: its heap of ${end.heap} MiB was full` };
  if (end.signal) return { result: null, killed: true, reason: `killed: ended by ${end.signal}` };
  const result = readResult(end.out);
  if (result === null) {
    const said = end.err.trim().split('\n').at(-1);
    return {
      result,
      killed: false,
      reason: `no_result: it ended with ${end.code}${said ? `: ${said}` : ''}`,
    };
  }
  const [first] = result.errors;
  const more = result.errors.length - 1;
  return {
    result,
    killed: false,
    reason: first ? `${first.code}: ${first.message}${more ? ` (and ${more} more)` : ''}` : null,
  };
}
