import { createTask, type ScheduledTask } from 'node-cron';
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { isRemote } from '../data/origin-schema.ts';
import type { Source } from '../data/source-file.ts';
import { skipReason } from './extract/skip.ts';
import type { Journal } from './journal.ts';

const CLI = fileURLToPath(new URL('cli.ts', import.meta.url));

/** The running schedules. */
export interface Schedules {
  /** ids of the sources that have a schedule */
  sources: string[];
  /** run sources now, one after the other, in the background */
  runNow(ids: readonly string[]): void;
  stop(): Promise<void>;
}

/**
 * Run each source on its cron schedule (Asia/Shanghai). Every run is a child process of its own; runs queue, because the
 * warehouse has one writer. A source that cannot be had here, offline or for want of a key, waits for another start.
 * @param env environment of the children
 */
export async function startSchedules(
  sources: Iterable<Source>,
  env: NodeJS.ProcessEnv,
  log: Logger,
): Promise<Schedules> {
  let queue = Promise.resolve();
  let stopped = false;
  let child: ChildProcess | undefined;
  const enqueue = (id: string) => {
    queue = queue.then(() => {
      if (stopped) return;
      return new Promise<void>((done) => {
        log.info({ source: id }, 'scheduled run starts');
        child = spawn(process.execPath, [CLI, 'etl', 'run', id], { env, stdio: 'ignore' });
        child.once('error', (error) => {
          log.error({ source: id, err: error }, 'scheduled run could not start');
          done();
        });
        child.once('exit', (code, signal) => {
          log.info({ source: id, code, signal }, 'scheduled run ended');
          done();
        });
      });
    });
    return queue;
  };
  const tasks: ScheduledTask[] = [];
  const scheduled: string[] = [];
  for (const source of sources) {
    if (!source.schedule || skipReason(source, env) !== null) continue;
    const task = createTask(source.schedule, () => enqueue(source.id), {
      name: source.id,
      timezone: 'Asia/Shanghai',
      noOverlap: true,
    });
    await task.start();
    tasks.push(task);
    scheduled.push(source.id);
  }
  return {
    sources: scheduled,
    runNow: (ids) => ids.forEach((id) => void enqueue(id)),
    stop: async () => {
      stopped = true;
      child?.kill('SIGTERM');
      await Promise.all(tasks.map((task) => task.destroy()));
    },
  };
}

/**
 * The scheduled sources of the network that never gave a row: the first run leaves them out, and their next date may be
 * weeks away.
 * @param env environment of the runs
 */
export function neverLoaded(
  sources: Iterable<Source>,
  journal: Pick<Journal, 'hasLoaded'>,
  env: NodeJS.ProcessEnv,
): string[] {
  return [...sources]
    .filter(({ schedule, origin }) => schedule !== undefined && isRemote(origin))
    .filter((source) => skipReason(source, env) === null && !journal.hasLoaded(source.id))
    .map(({ id }) => id);
}
