import type { Logger } from 'pino';
import { CoalfaceError, messageOf } from '../data/errors.ts';
import type { Home } from '../data/home.ts';
import { JournalReader } from '../data/journal-reader.ts';
import type { ProgressRecord, QuarantineRecord, Status, Step } from '../data/journal-records.ts';
import { CHECK_SCHEMA } from './checks/ledger.ts';
import { openState } from './state-database.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS run (
    id TEXT PRIMARY KEY, sources TEXT NOT NULL, started_at TEXT NOT NULL, ended_at TEXT, status TEXT NOT NULL,
    pid INTEGER NOT NULL, error TEXT) STRICT;
  CREATE TABLE IF NOT EXISTS step (
    run TEXT NOT NULL, source TEXT NOT NULL, file TEXT NOT NULL, step TEXT NOT NULL, started_at TEXT NOT NULL,
    ended_at TEXT, status TEXT NOT NULL, detail TEXT, PRIMARY KEY (run, source, file, step)) STRICT;
  CREATE TABLE IF NOT EXISTS quarantine (
    file TEXT PRIMARY KEY, source TEXT NOT NULL, file_name TEXT NOT NULL, run TEXT NOT NULL, rows INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS quarantine_seen (file TEXT PRIMARY KEY, first_seen TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS file_error (
    file TEXT PRIMARY KEY, source TEXT NOT NULL, name TEXT NOT NULL, run TEXT NOT NULL, code TEXT NOT NULL,
    message TEXT NOT NULL, seen_at TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS progress (
    run TEXT NOT NULL, step TEXT NOT NULL, source TEXT NOT NULL, done REAL NOT NULL, total INTEGER NOT NULL, rows INTEGER,
    worked_ms INTEGER NOT NULL, at TEXT NOT NULL, PRIMARY KEY (run, step, source)) STRICT;
  CREATE TABLE IF NOT EXISTS inbox (
    path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ms REAL NOT NULL, receipt TEXT NOT NULL) STRICT;
`;

/**
 * The journal of runs, in `state.sqlite` (WAL), so that everybody sees a run in progress and one that was not published.
 * Times are ISO 8601 instants from the injected clock. What is recorded of runs and steps is also logged.
 */
export class Journal extends JournalReader {
  readonly #now: () => Date;
  readonly #log: Logger | undefined;

  /**
   * @param log of the program that runs; absent: nothing is logged
   * @throws CoalfaceError `state_unreadable`
   */
  constructor(home: Home, now: () => Date, log?: Logger) {
    super(openState(home, SCHEMA + CHECK_SCHEMA));
    this.#now = now;
    this.#log = log;
  }

  #time(): string {
    return this.#now().toISOString();
  }

  /** Begin a run. @returns its id: the instant to the millisecond */
  startRun(sources: readonly string[]): string {
    const at = this.#time();
    const id = at.replace(/[-:.Z]/g, '');
    this.db
      .prepare("INSERT INTO run (id, sources, started_at, status, pid) VALUES (?, ?, ?, 'running', ?)")
      .run(id, sources.join(' '), at, process.pid);
    this.#log?.info({ run: id, sources }, 'run starts');
    return id;
  }

  endRun(id: string, status: Exclude<Status, 'running'>, error?: unknown): void {
    const text =
      error === undefined ? null : error instanceof CoalfaceError ? error.describe() : messageOf(error);
    this.db
      .prepare('UPDATE run SET status = ?, ended_at = ?, error = ? WHERE id = ?')
      .run(status, this.#time(), text, id);
    this.db.prepare('DELETE FROM progress WHERE run = ?').run(id);
    this.#log?.[error === undefined ? 'info' : 'error']({ run: id, status, err: error }, 'run ends');
  }

  /** Mark runs that never ended. Only the holder of the writer's lock may call this: then no other run is alive. */
  closeInterrupted(): number {
    const at = this.#time();
    this.db.prepare("UPDATE step SET status = 'interrupted', ended_at = ? WHERE status = 'running'").run(at);
    const { changes } = this.db
      .prepare("UPDATE run SET status = 'interrupted', ended_at = ? WHERE status = 'running'")
      .run(at);
    this.db.exec('DELETE FROM progress');
    return Number(changes);
  }

  /** Write how far steps of a run are, in one transaction; its end strikes that off. */
  writeProgress(run: string, steps: readonly Omit<ProgressRecord, 'run' | 'at'>[]): void {
    const at = this.#time();
    const write = this.db.prepare(
      `INSERT INTO progress (run, step, source, done, total, rows, worked_ms, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET done = excluded.done, total = excluded.total, rows = excluded.rows,
         worked_ms = excluded.worked_ms, at = excluded.at`,
    );
    this.db.exec('BEGIN');
    try {
      for (const { step, source, done, total, rows, worked_ms } of steps)
        write.run(run, step, source, done, total, rows, worked_ms, at);
      this.db.exec('COMMIT');
    } catch (error) {
      this.db.exec('ROLLBACK');
      throw error;
    }
  }

  /** Run one step and record it before and after. @throws what the step throws */
  async step<T>(
    at: { run: string; source?: string; file?: string; step: Step },
    work: () => Promise<T>,
    detail?: (result: T) => string,
  ): Promise<T> {
    const key = [at.run, at.source ?? '', at.file ?? '', at.step];
    this.db
      .prepare(
        "INSERT OR REPLACE INTO step (run, source, file, step, started_at, status) VALUES (?, ?, ?, ?, ?, 'running')",
      )
      .run(...key, this.#time());
    this.#log?.debug(at, 'step starts');
    const began = performance.now();
    const end = (status: Status, text: string | null) => {
      this.#log?.[status === 'ok' ? 'info' : 'error'](
        { ...at, status, ms: Math.round(performance.now() - began), detail: text },
        'step ends',
      );
      this.db
        .prepare(
          'UPDATE step SET status = ?, ended_at = ?, detail = ? WHERE run = ? AND source = ? AND file = ? AND step = ?',
        )
        .run(status, this.#time(), text, ...key);
    };
    try {
      const result = await work();
      end('ok', detail?.(result) ?? null);
      return result;
    } catch (error) {
      end('failed', messageOf(error));
      throw error;
    }
  }

  /** Record how many rows of a file are kept aside, and since when some are; none strikes the file off. */
  recordQuarantine(entry: QuarantineRecord): void {
    if (entry.rows === 0) {
      for (const table of ['quarantine', 'quarantine_seen'])
        this.db.prepare(`DELETE FROM ${table} WHERE file = ?`).run(entry.file);
      return;
    }
    this.db
      .prepare('INSERT OR IGNORE INTO quarantine_seen (file, first_seen) VALUES (?, ?)')
      .run(entry.file, this.#time());
    this.db
      .prepare(
        'INSERT OR REPLACE INTO quarantine (file, source, file_name, run, rows) VALUES (?, ?, ?, ?, ?)',
      )
      .run(entry.file, entry.source, entry.file_name, entry.run, entry.rows);
  }

  /** Forget the errors of files that a source does not offer any more: somebody took them away. */
  forgetFileErrors(source: string, offered: ReadonlySet<string>): void {
    for (const error of this.fileErrors()) {
      if (error.source === source && !offered.has(error.file)) this.clearFileError(error.file);
    }
  }

  /** Remember that a file could not be read at all; it is tried again on the next run. */
  recordFileError(
    run: string,
    file: { id: string; source: string; name: string },
    error: CoalfaceError,
  ): void {
    this.db
      .prepare(
        'INSERT OR REPLACE INTO file_error (file, source, name, run, code, message, seen_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
      )
      .run(file.id, file.source, file.name, run, error.code, error.describe(), this.#time());
    this.#log?.error({ run, source: file.source, file: file.id, err: error }, 'file cannot be read');
  }

  clearFileError(file: string): void {
    this.db.prepare('DELETE FROM file_error WHERE file = ?').run(file);
  }

  /** The receipt of an inbox file if its size and time are as they were when it was archived. */
  inboxReceipt(file: string, size: number, mtimeMs: number): string | undefined {
    const row = this.db
      .prepare('SELECT receipt FROM inbox WHERE path = ? AND size = ? AND mtime_ms = ?')
      .get(file, size, mtimeMs);
    return row?.['receipt'] as string | undefined;
  }

  rememberInbox(file: string, size: number, mtimeMs: number, receipt: string): void {
    this.db
      .prepare('INSERT OR REPLACE INTO inbox (path, size, mtime_ms, receipt) VALUES (?, ?, ?, ?)')
      .run(file, size, mtimeMs, receipt);
  }
}
