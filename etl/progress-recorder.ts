import { STEPS, type ProgressRecord, type Step } from '../data/journal-records.ts';
import type { Journal } from './journal.ts';
import type { Progress } from './run-outcome.ts';

/** Least time between two writes of what is not the end of a step, milliseconds. */
const WRITE_EVERY_MS = 250;

interface Entry extends Omit<ProgressRecord, 'run' | 'at'> {
  /** when it was last told of, on the clock of the recorder */
  toldAt: number;
  written: boolean;
}

/**
 * Writes how far the steps of a run are to its journal: at most four times a second, and at the end of each step. A step
 * that goes from file to file is at work between two reports of it that no other report separates.
 */
export class ProgressRecorder {
  readonly #journal: Pick<Journal, 'writeProgress'>;
  readonly #run: string;
  readonly #elapsed: () => number;
  readonly #entries = new Map<string, Entry>();
  #last: Entry | undefined;
  #writtenAt = -Infinity;
  #timer: NodeJS.Timeout | undefined;
  /** why a write failed while nobody waited for it; thrown by the next report, so that the run ends by it */
  #failure: { error: unknown } | undefined;

  /** @param elapsed a clock that only goes forward, in milliseconds */
  constructor(
    journal: Pick<Journal, 'writeProgress'>,
    run: string,
    elapsed: () => number = () => performance.now(),
  ) {
    this.#journal = journal;
    this.#run = run;
    this.#elapsed = elapsed;
  }

  /** Take a report. @returns the same with the time that the step was at work. @throws what writing throws */
  take(progress: Progress): Progress {
    if (this.#failure) throw this.#failure.error;
    const step = STEPS.find((name) => name === progress.step);
    if (!step) return progress;
    const entry = this.#entryOf(step, progress.source ?? '');
    const now = this.#elapsed();
    if (this.#last === entry) entry.worked_ms += Math.round(now - entry.toldAt);
    this.#last = entry;
    entry.toldAt = now;
    const { done, total, rows = null } = progress;
    const changed = entry.done !== done || entry.total !== total || entry.rows !== rows;
    Object.assign(entry, { done, total, rows });
    if (changed) {
      entry.written = false;
      if (done >= total) this.flush();
      else this.#writeSoon(now);
    }
    return { ...progress, workedMs: entry.worked_ms };
  }

  /** Write what was not written yet. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writtenAt = this.#elapsed();
    const fresh = [...this.#entries.values()].filter((entry) => !entry.written);
    if (fresh.length > 0) this.#journal.writeProgress(this.#run, fresh);
    for (const entry of fresh) entry.written = true;
  }

  /** Write nothing any more: the run has ended. */
  close(): void {
    clearTimeout(this.#timer);
  }

  #entryOf(step: Step, source: string): Entry {
    const key = `${step} ${source}`;
    const known = this.#entries.get(key);
    if (known) return known;
    const entry = { step, source, done: -1, total: 0, rows: null, worked_ms: 0, toldAt: 0, written: false };
    this.#entries.set(key, entry);
    return entry;
  }

  #writeSoon(now: number): void {
    const left = this.#writtenAt + WRITE_EVERY_MS - now;
    if (left <= 0) this.flush();
    else this.#timer ??= setTimeout(() => this.#writeLate(), left);
  }

  #writeLate(): void {
    try {
      this.flush();
    } catch (error) {
      this.#failure = { error };
    }
  }
}
