import type { Logger } from 'pino';
import { nextDue, previousDue } from '../../data/cron.ts';
import type { Home } from '../../data/home.ts';
import type { Source } from '../../data/source-file.ts';
import { childRun, type ChildEnd, type ChildOptions, type ChildRun } from './child-run.ts';
import type { DueEntry } from '../../data/due-ledger-reader.ts';
import { DueLedger, type Settled } from './due-ledger.ts';
import { ProcessLock } from '../../data/process-lock.ts';
import { askedUntil, retryTime } from './retry.ts';

/** What a scheduler is given: the clock, and all that its runs are given. */
export interface SchedulerOptions extends ChildOptions {
  home: Home;
  /** the sources that may be run; those without a schedule are run on request */
  sources: readonly Pick<Source, 'id' | 'schedule'>[];
  /** the sources to be run at once at the start */
  first: readonly string[];
  now: () => Date;
  log: Logger;
}

/**
 * Runs sources when they are due, each in a process of its own, one after the other, because the warehouse has one writer.
 * It has no timer: whoever owns it calls `tick` every few seconds and at the instants of the schedules.
 */
export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #ledger: DueLedger;
  readonly #lock: ProcessLock;
  #begun = false;
  #stopped = false;
  #child: ChildRun | undefined;
  #work: Promise<void> = Promise.resolve();

  /** @throws CoalfaceError `state_unreadable` */
  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#ledger = new DueLedger(options.home, options.now);
    this.#lock = new ProcessLock(options.home.scheduleLock);
  }

  /**
   * Enter what has become due since the last look, and start what waits. While another process runs the schedules of this
   * installation it does nothing, and takes over when that ends.
   */
  tick(): void {
    const { sources, first, log } = this.#options;
    if (this.#stopped) return;
    try {
      if (!this.#lock.hold()) return;
      if (!this.#begun) this.#ledger.reopen();
      for (const { id, schedule } of sources) if (schedule) this.#enterDue(id, schedule);
      if (!this.#begun)
        for (const id of first) if (!this.#ledger.paused(id)) this.#ledger.request(id, 'first');
      this.#begun = true;
      this.#startNext();
    } catch (error) {
      // the next look comes in seconds; the server must not end for want of a schedule
      log.error({ err: error }, 'the schedules could not be looked at');
    }
  }

  /** Resolves when no run is under way. */
  async idle(): Promise<void> {
    while (this.#child) await this.#work;
  }

  /** End the run under way, which is caught up at the next start, and let go of the schedules. */
  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#child?.stop();
    await this.#work;
    this.#ledger.close();
    this.#lock.release();
  }

  /** However many instants a machine slept through, only the newest is entered: one run fetches all there is. */
  #enterDue(id: string, schedule: string): void {
    const now = this.#options.now();
    const paused = this.#ledger.paused(id);
    const skip = paused && `paused by ${paused.by}`;
    if (skip) this.#ledger.skipWaiting(id, skip);
    const due = previousDue(schedule, now);
    if (!due) return;
    const last = this.#ledger.lastDue(id, now);
    if (last !== null && last >= due.toISOString()) return;
    this.#ledger.skipWaiting(id, 'its next instant came first', due);
    this.#ledger.enter(id, due, last === null ? 'was due before its schedule was on record' : skip);
  }

  #startNext(): void {
    const { sources, log } = this.#options;
    if (this.#child) return;
    const entry = this.#ledger.begin(sources.map(({ id }) => id));
    if (!entry) return;
    const { source, due_at: dueAt, cause, attempt } = entry;
    const child = childRun(source, this.#options);
    this.#child = child;
    log.info({ source, dueAt, cause, attempt, pid: child.pid }, 'scheduled run starts');
    this.#work = child.ended.then((end) => {
      this.#child = undefined;
      try {
        this.#settle(entry, end);
      } catch (error) {
        log.error({ source, dueAt, err: error }, 'the end of a scheduled run could not be recorded');
      }
      this.tick();
    });
  }

  #settle(entry: DueEntry, end: ChildEnd): void {
    const { source, due_at: dueAt, attempt } = entry;
    if (this.#stopped && end.killed) {
      this.#ledger.putBack(entry.id);
      return;
    }
    const settled = this.#settled(entry, end);
    this.#ledger.settle(entry.id, settled);
    const { log } = this.#options;
    const level = end.reason === null ? 'info' : 'warn';
    log[level]({ source, dueAt, attempt, ...settled }, 'scheduled run ended');
  }

  #settled(entry: DueEntry, { result, killed, reason }: ChildEnd): Settled {
    const run = result?.run ?? null;
    if (reason === null) {
      const skipped = result?.skipped.find(({ source }) => source === entry.source);
      return skipped ? { state: 'skipped', run, reason: skipped.reason } : { state: 'done', run, reason };
    }
    const now = this.#options.now();
    const schedule = this.#options.sources.find(({ id }) => id === entry.source)?.schedule;
    const tried = { attempt: entry.attempt, killed, errors: result?.errors ?? [] };
    const notBefore = retryTime(tried, now, schedule ? nextDue(schedule, now) : null);
    if (notBefore) return { state: 'waiting', run, reason, notBefore };
    const asked = askedUntil(tried.errors, now);
    return { state: 'failed', run, reason, ...(asked ? { notBefore: asked } : {}) };
  }
}
