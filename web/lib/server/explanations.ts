import { CoalfaceError } from '../../../data/errors.ts';
import type { OriginalExplanation } from '../../../queries/lineage/explanation.ts';

/** Makes one explanation; ended by the signal. */
export type Make = (signal: AbortSignal) => Promise<OriginalExplanation>;

interface Job {
  made: Promise<OriginalExplanation>;
  /** who waits for it; when the last one leaves, it is ended */
  readers: number;
  end: AbortController;
}

/**
 * Explanations by a key that names everything they depend on. One is made at a time, a few wait, more are refused; what
 * several ask for is made once, and ended when all of them have left. So many are kept; what was asked for longest ago goes
 * first.
 */
export class Explanations {
  readonly #kept = new Map<string, OriginalExplanation>();
  readonly #jobs = new Map<string, Job>();
  readonly #most: { kept: number; waiting: number };
  #last: Promise<unknown> = Promise.resolve();

  constructor(most: { kept: number; waiting: number }) {
    this.#most = most;
  }

  /**
   * The explanation of a key.
   * @param leave says that the reader has gone
   * @throws CoalfaceError `explain_busy` if too many wait already; what `make` throws; the reason of `leave`
   */
  async get(key: string, leave: AbortSignal, make: Make): Promise<OriginalExplanation> {
    leave.throwIfAborted();
    const kept = this.#kept.get(key);
    if (kept) {
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      return kept;
    }
    const job = this.#jobs.get(key) ?? this.#begin(key, make);
    job.readers++;
    try {
      return await Promise.race([job.made, left(leave)]);
    } finally {
      job.readers--;
      if (job.readers === 0) job.end.abort();
    }
  }

  #begin(key: string, make: Make): Job {
    // one runs, the others wait
    if (this.#jobs.size > this.#most.waiting) {
      throw new CoalfaceError('explain_busy', `${this.#jobs.size} figures are being explained already`, {
        hint: 'try again in a few seconds',
      });
    }
    const end = new AbortController();
    const made = this.#last.then(() => {
      end.signal.throwIfAborted();
      return make(end.signal);
    });
    const job = { made, readers: 0, end };
    this.#jobs.set(key, job);
    // a job that nobody waits for any more gives its place to a new one of its key at once
    end.signal.addEventListener('abort', () => this.#forget(key, job));
    this.#last = made.then(
      (one) => {
        this.#forget(key, job);
        this.#keep(key, one);
      },
      () => this.#forget(key, job),
    );
    return job;
  }

  #forget(key: string, job: Job): void {
    if (this.#jobs.get(key) === job) this.#jobs.delete(key);
  }

  #keep(key: string, one: OriginalExplanation): void {
    this.#kept.set(key, one);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > this.#most.kept && oldest !== undefined) this.#kept.delete(oldest);
  }
}

function left(leave: AbortSignal): Promise<never> {
  return new Promise((_, fail) =>
    leave.addEventListener('abort', () => fail(leave.reason as Error), { once: true }),
  );
}
