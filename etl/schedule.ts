import { createTask, type ScheduledTask } from 'node-cron';
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import type { Source } from '../data/source-file.ts';

const CLI = fileURLToPath(new URL('cli.ts', import.meta.url));

/** The running schedules. */
export interface Schedules {
  /** ids of the sources that have a schedule */
  sources: string[];
  stop(): Promise<void>;
}

/**
 * Run each source on its cron schedule (Asia/Shanghai). Every run is a child process of its own; runs queue, because the
 * warehouse has one writer.
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
    if (!source.schedule) continue;
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
    stop: async () => {
      stopped = true;
      child?.kill('SIGTERM');
      await Promise.all(tasks.map((task) => task.destroy()));
    },
  };
}
