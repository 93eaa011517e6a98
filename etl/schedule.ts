import { createTask } from 'node-cron';
import { totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { SCHEDULE_ZONE } from '../data/cron.ts';
import type { Home } from '../data/home.ts';
import { isRemote } from '../data/origin-schema.ts';
import type { Source } from '../data/source-file.ts';
import { skipReason } from '../data/skip-reason.ts';
import type { Journal } from './journal.ts';
import { runMemory } from './schedule/memory.ts';
import { Scheduler } from './schedule/scheduler.ts';

const CLI = fileURLToPath(new URL('cli.ts', import.meta.url));
const LOOK_EVERY_MS = 2_000;

/** The running schedules. */
export interface Schedules {
  /** ids of the sources that have a schedule */
  sources: string[];
  stop(): Promise<void>;
}

/**
 * Run each source on its cron schedule (Asia/Shanghai) and on request. A source that cannot be had here, offline or for
 * want of a key, waits for another start.
 * @param first ids of the sources to be run at once
 * @param env environment of the children
 * @throws CoalfaceError `state_unreadable`, `bad_memory_limit`
 */
export async function startSchedules(
  home: Home,
  sources: readonly Source[],
  first: readonly string[],
  env: NodeJS.ProcessEnv,
  log: Logger,
): Promise<Schedules> {
  const memory = runMemory(env, totalmem());
  // one that cannot be had is run on request only, and then says why not
  const known = sources.map(({ id, schedule, origin }) =>
    skipReason({ origin }, env) === null ? { id, schedule } : { id, schedule: undefined },
  );
  const scheduler = new Scheduler({
    home,
    sources: known,
    first,
    now: () => new Date(),
    env,
    memory,
    cli: CLI,
    log,
  });
  const tasks = known.flatMap(({ id, schedule }) =>
    schedule
      ? createTask(schedule, () => scheduler.tick(), { name: id, timezone: SCHEDULE_ZONE, noOverlap: true })
      : [],
  );
  for (const task of tasks) await task.start();
  // requests and retries have no cron instant; and it runs on when a clock is set back, while cron waits for the clock
  const look = setInterval(() => scheduler.tick(), LOOK_EVERY_MS);
  scheduler.tick();
  return {
    sources: known.filter(({ schedule }) => schedule !== undefined).map(({ id }) => id),
    stop: async () => {
      clearInterval(look);
      await Promise.all(tasks.map((task) => task.destroy()));
      await scheduler.stop();
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
