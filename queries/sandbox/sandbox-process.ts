import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setPriority } from 'node:os';
import path from 'node:path';
import { CoalfaceError } from '../../data/errors.ts';
import { projectRoot } from '../../data/project.ts';
import type { FromChild, SqlColumn, SqlEnd, SqlTask, ToChild } from './protocol.ts';

/** Memory that the child may write to: what DuckDB allocates outside its own limit ends in an error instead of in swap. */
const MEMORY_BYTES = 1536 * 1024 ** 2;
const PRLIMIT = ['/usr/bin/prlimit', '/bin/prlimit'].find((file) => existsSync(file));
/** How long an interrupted statement may take to stop before its process is ended. */
const HEEDS_WITHIN_MS = 80;
/** The dashboard's own queries come first. */
const NICENESS = 10;
const READY_WITHIN_MS = 20_000;

/** Who is told what a task gives. Promises keep the child from sending more until they settle. */
export interface SqlReceiver {
  columns(columns: SqlColumn[], reads: string[]): void;
  /** a piece of the result, as it was asked for; all pieces one after another are the whole */
  piece(bytes: Uint8Array, rows: number): void | Promise<void>;
  plan(plan: string, reads: string[]): void;
}

interface Current {
  receiver: SqlReceiver;
  done(end: SqlEnd): void;
  fail(error: CoalfaceError): void;
  /** interrupt it, and fail at once */
  stop(error: CoalfaceError): void;
}

/** A process for free SQL on one snapshot. It ends itself, or is ended, when it cannot go on. */
export class SandboxProcess {
  readonly #child: ChildProcess;
  readonly #ready: Promise<void>;
  readonly #gone: Promise<void>;
  #alive = true;
  #current: Current | null = null;
  /** set while an interrupted task has not ended yet */
  #stopping: (() => void) | null = null;
  /** pieces are handed over one after another, and the end after the last */
  #delivered: Promise<void> = Promise.resolve();

  readonly #onFree: () => void;

  /**
   * @param file the snapshot
   * @param onFree called when an interrupted task has ended, or the process
   */
  constructor(file: string, onFree: () => void) {
    this.#onFree = onFree;
    const program = path.join(projectRoot(), 'queries', 'sandbox', 'child.ts');
    const node = [process.execPath, '--disable-warning=ExperimentalWarning', program, file] as const;
    const [command, ...args] = PRLIMIT ? [PRLIMIT, `--data=${MEMORY_BYTES}`, ...node] : node;
    // nothing of our environment: it holds keys of publishers
    this.#child = spawn(command, args, {
      env: { TZ: 'UTC', LANG: 'C.UTF-8', PATH: '/nonexistent' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
    });
    let ready = () => {};
    let failed: (error: Error) => void = () => {};
    this.#ready = new Promise((resolve, reject) => ([ready, failed] = [resolve, reject]));
    this.#ready.catch(() => undefined);
    const late = setTimeout(() => this.end(), READY_WITHIN_MS);
    this.#child.on('message', (message: FromChild) => {
      if (message.type === 'ready') {
        clearTimeout(late);
        ready();
      } else this.#told(message);
    });
    this.#gone = new Promise((resolve) => {
      const gone = () => {
        clearTimeout(late);
        this.#alive = false;
        failed(new CoalfaceError('sql_no_sandbox', 'the process for free SQL does not start'));
        this.#settle()?.fail(
          new CoalfaceError('sql_crashed', 'the query ended its process; nobody else was disturbed', {
            hint: 'it needed too much memory, or met a fault of the engine: read less, or write it otherwise',
          }),
        );
        resolve();
        onFree();
      };
      this.#child.once('exit', gone);
      this.#child.once('error', gone);
    });
    const { pid } = this.#child;
    if (pid !== undefined) lower(pid);
  }

  /** Whether it may be given a task. */
  get usable(): boolean {
    return this.#alive && this.#current === null && this.#stopping === null;
  }

  /** Whether it has not ended, and is not about to. */
  get alive(): boolean {
    return this.#alive;
  }

  /** Resolves when it can take a task. @throws CoalfaceError `sql_no_sandbox` */
  ready(): Promise<void> {
    return this.#ready;
  }

  /**
   * Run one task. Told to stop, or out of time, the caller is answered at once; a process that does not heed is ended.
   * @throws CoalfaceError `sql_refused`, `sql_syntax`, `sql_failed`, `sql_too_large`, `sql_out_of_memory`, `sql_cancelled`,
   *   `sql_too_slow`, `sql_crashed`
   */
  run(
    task: SqlTask,
    receiver: SqlReceiver,
    { withinMs, signal }: { withinMs: number; signal?: AbortSignal | undefined },
  ): Promise<SqlEnd> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(cancelled());
        return;
      }
      const stop = (error: CoalfaceError) => {
        const current = this.#settle();
        if (!current) return;
        this.#send({ type: 'cancel' });
        const late = setTimeout(() => this.end(), HEEDS_WITHIN_MS);
        this.#stopping = () => {
          clearTimeout(late);
          this.#stopping = null;
          this.#onFree();
        };
        current.fail(error);
      };
      const timer = setTimeout(() => stop(tooSlow(withinMs)), withinMs);
      const abort = () => stop(cancelled());
      signal?.addEventListener('abort', abort, { once: true });
      const ended = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
      };
      this.#current = {
        receiver,
        done: (end) => (ended(), resolve(end)),
        fail: (error) => (ended(), reject(error)),
        stop,
      };
      this.#delivered = Promise.resolve();
      this.#send({ type: 'run', task });
    });
  }

  /** End the process at once. */
  end(): void {
    this.#alive = false;
    this.#child.kill('SIGKILL');
  }

  /** Resolves when the process is no more. */
  gone(): Promise<void> {
    return this.#gone;
  }

  #settle() {
    const current = this.#current;
    this.#current = null;
    return current;
  }

  #send(message: ToChild): void {
    if (this.#child.connected) this.#child.send(message);
  }

  #told(message: Exclude<FromChild, { type: 'ready' }>): void {
    if (this.#stopping) {
      // what an interrupted task still says concerns nobody; its end frees the process
      if (message.type !== 'end' && message.type !== 'error') return;
      this.#stopping();
      return;
    }
    switch (message.type) {
      case 'columns':
        this.#current?.receiver.columns(message.columns, message.reads);
        break;
      case 'plan':
        this.#current?.receiver.plan(message.plan, message.reads);
        break;
      case 'piece':
        this.#piece(message.bytes, message.rows);
        break;
      case 'end':
        void this.#delivered.then(() => this.#settle()?.done(message.end));
        break;
      case 'error': {
        const { code, message: text, hint, where } = message.error;
        this.#settle()?.fail(new CoalfaceError(code, text, { where, ...(hint ? { hint } : {}) }));
      }
    }
  }

  #piece(bytes: Uint8Array, rows: number): void {
    const current = this.#current;
    this.#delivered = this.#delivered
      .then(async () => {
        if (this.#current !== current) return;
        await current?.receiver.piece(bytes, rows);
        if (this.#current === current) this.#send({ type: 'more' });
      })
      // who does not take it does not want it
      .catch(() => current?.stop(cancelled()));
  }
}

function lower(pid: number): void {
  try {
    setPriority(pid, NICENESS);
  } catch {
    // it has ended already, or the system does not let us: its limits hold all the same
  }
}

function cancelled(): CoalfaceError {
  return new CoalfaceError('sql_cancelled', 'cancelled');
}

function tooSlow(withinMs: number): CoalfaceError {
  return new CoalfaceError('sql_too_slow', `the query ran longer than ${withinMs / 1000} s and was stopped`, {
    hint: 'narrow the period, or ask a mart table: they hold days and months ready',
  });
}
