import { existsSync } from 'node:fs';
import { CoalfaceError } from '../../data/errors.ts';
import type { Home } from '../../data/home.ts';
import { snapshotFile } from '../../data/snapshots.ts';
import type { SqlEnd, SqlTask } from './protocol.ts';
import { SandboxProcess, type SqlReceiver } from './sandbox-process.ts';

/** What one statement of free SQL may use, unless whoever asks wants less. */
export const SQL_LIMITS = { withinMs: 30_000, rowLimit: 1_000_000, byteLimit: 512_000_000 } as const;

/** Two heavy statements leave room for the dashboard on a small machine. */
const PROCESSES = 2;
const MOST_WAITING = 20;

/** What is asked of free SQL. */
export interface SqlQuestion extends Pick<SqlTask, 'sql' | 'values'> {
  snapshot: string;
  /** default: as the values are */
  types?: SqlTask['types'];
  /** default: Arrow */
  as?: SqlTask['as'];
  rowLimit?: number;
  byteLimit?: number;
  withinMs?: number;
  signal?: AbortSignal | undefined;
}

interface Seat {
  snapshot: string;
  process: SandboxProcess;
  busy: boolean;
}

/**
 * Runs free SQL in processes of its own: each on one snapshot, each one statement at a time. One that ends is replaced
 * when it is needed, and only its own statement fails.
 */
export class SandboxPool {
  readonly #home: Home;
  readonly #seats: Seat[] = [];
  readonly #waiting: (() => void)[] = [];
  readonly #onEnd = new Set<(outcome: string) => void>();
  #closed = false;

  constructor(home: Home) {
    this.#home = home;
  }

  /** How many statements run now, and how many wait for room. */
  load(): { running: number; waiting: number } {
    return { running: this.#seats.filter(({ busy }) => busy).length, waiting: this.#waiting.length };
  }

  /**
   * Be told how each statement ended.
   * @param listener is given `answered`, or the code of the error
   * @returns stops telling
   */
  onEnd(listener: (outcome: string) => void): () => void {
    this.#onEnd.add(listener);
    return () => this.#onEnd.delete(listener);
  }

  /**
   * Have a process ready for a snapshot, so that the first statement does not wait for its start. It takes the place of one
   * that rests; none is made while all are at work.
   */
  warm(snapshot: string): void {
    if (!this.#closed && !this.#seats.some((seat) => seat.snapshot === snapshot)) this.#free(snapshot);
  }

  /**
   * Run one statement.
   * @throws CoalfaceError those of `SandboxProcess.run`; `unknown_snapshot`, `sql_busy`
   */
  async run(question: SqlQuestion, receiver: SqlReceiver): Promise<SqlEnd> {
    const tell = (outcome: string) => {
      for (const listener of this.#onEnd) listener(outcome);
    };
    try {
      const end = await this.#run(question, receiver);
      tell('answered');
      return end;
    } catch (error) {
      tell(error instanceof CoalfaceError ? error.code : 'internal');
      throw error;
    }
  }

  async #run(question: SqlQuestion, receiver: SqlReceiver): Promise<SqlEnd> {
    const { snapshot, sql, values, types = {}, as = 'arrow', signal } = question;
    if (!existsSync(snapshotFile(this.#home, snapshot))) {
      throw new CoalfaceError('unknown_snapshot', `snapshot ${snapshot} is not kept any more`, {
        hint: '请使用当前快照 / use the current snapshot',
      });
    }
    const { rowLimit, byteLimit, withinMs } = { ...SQL_LIMITS, ...defined(question) };
    const seat = await this.#take(snapshot, signal);
    try {
      await seat.process.ready();
      return await seat.process.run({ sql, values, types, as, rowLimit, byteLimit }, receiver, {
        withinMs,
        signal,
      });
    } finally {
      seat.busy = false;
      this.#next();
    }
  }

  /** End every process, and wait for their end. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const { process } of this.#seats) process.end();
    await Promise.all(this.#seats.map(({ process }) => process.gone()));
    this.#next();
  }

  async #take(snapshot: string, signal: AbortSignal | undefined): Promise<Seat> {
    for (;;) {
      if (this.#closed) throw new CoalfaceError('sql_no_sandbox', 'the server is about to end');
      if (signal?.aborted) throw new CoalfaceError('sql_cancelled', 'cancelled');
      const seat = this.#free(snapshot);
      if (seat) {
        seat.busy = true;
        return seat;
      }
      if (this.#waiting.length >= MOST_WAITING) {
        throw new CoalfaceError('sql_busy', `${MOST_WAITING} statements wait already`, {
          hint: 'try again in a moment',
        });
      }
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
        signal?.addEventListener('abort', () => this.#leave(resolve), { once: true });
      });
    }
  }

  #leave(resolve: () => void): void {
    const at = this.#waiting.indexOf(resolve);
    if (at >= 0) this.#waiting.splice(at, 1);
    resolve();
  }

  #free(snapshot: string): Seat | null {
    this.#sweep();
    const idle = this.#seats.filter(({ busy, process }) => !busy && process.usable);
    const same = idle.find((seat) => seat.snapshot === snapshot);
    if (same) return same;
    if (this.#seats.length < PROCESSES) return this.#seat(snapshot);
    const [other] = idle;
    if (!other) return null;
    other.process.end();
    this.#seats.splice(this.#seats.indexOf(other), 1);
    return this.#seat(snapshot);
  }

  #seat(snapshot: string): Seat {
    const process = new SandboxProcess(snapshotFile(this.#home, snapshot), () => this.#next());
    const seat = { snapshot, process, busy: false };
    this.#seats.push(seat);
    return seat;
  }

  #sweep(): void {
    for (const seat of [...this.#seats]) {
      if (!seat.process.alive && !seat.busy) this.#seats.splice(this.#seats.indexOf(seat), 1);
    }
  }

  #next(): void {
    this.#sweep();
    if (this.#closed) for (const wake of this.#waiting.splice(0)) wake();
    else this.#waiting.shift()?.();
  }
}

function defined(question: SqlQuestion): Partial<typeof SQL_LIMITS> {
  const { rowLimit, byteLimit, withinMs } = question;
  return Object.fromEntries(
    Object.entries({ rowLimit, byteLimit, withinMs }).filter(([, value]) => value !== undefined),
  );
}
