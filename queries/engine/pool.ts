import { existsSync } from 'node:fs';
import { rows } from '../../data/duck.ts';
import { CoalfaceError } from '../../data/errors.ts';
import type { Home } from '../../data/home.ts';
import { currentSnapshotId, snapshotFile } from '../../data/snapshots.ts';
import { describedColumns, execute } from './execute.ts';
import { Gate } from './gate.ts';
import { resolveParameters, type RawParameters, type ResolvedParameters } from './parameters.ts';
import { loadQueries, type QueryFile } from './query-file.ts';
import { ResultCache } from './result-cache.ts';
import type { Answered, QueryResult } from './result.ts';
import { SnapshotLeases, type SnapshotHold, type SnapshotInfo } from './snapshot-lease.ts';
import { describeSchema, type SnapshotSchema } from './snapshot-schema.ts';

/** Runs query files on published snapshots. */
export interface QueryPool {
  /** the query library, by id */
  readonly queries: ReadonlyMap<string, QueryFile>;
  /**
   * Answer a query on the current snapshot, or on an older one that is still kept.
   * @throws CoalfaceError `unknown_query`, `no_snapshot`, `unknown_snapshot`, those of `resolveParameters`, `query_failed`
   */
  run(id: string, raw?: RawParameters, options?: { snapshot?: string | undefined }): Promise<QueryResult>;
  /** the snapshot in service, or null before the first publication */
  snapshot(): SnapshotInfo | null;
  /**
   * The tables, views and macros of a snapshot (default: the one in service).
   * @throws CoalfaceError `no_snapshot`, `unknown_snapshot`
   */
  schema(snapshot?: string): Promise<SnapshotSchema>;
  /** the ids of the snapshots that are open: the one in service, and others that were asked for lately */
  open(): string[];
  /**
   * Follow `CURRENT`, also back to an older snapshot. Queries in flight end on the snapshot they began on.
   * @returns whether another snapshot is in service now
   * @throws CoalfaceError `snapshot_unreadable`; the one in service then stays
   */
  refresh(): Promise<boolean>;
  /** Be told of each swap. @returns stops telling */
  onSwap(listener: (snapshot: SnapshotInfo) => void): () => void;
  /** Be told of each question to a query of the library, in the context of who asked. @returns stops telling */
  onAnswer(listener: (answered: Answered) => void): () => void;
  /** how many queries run now, and how many wait for room */
  load(): { running: number; waiting: number };
  /**
   * Read a row of the snapshot in service, without waiting for room behind other queries.
   * @throws CoalfaceError `no_snapshot`, `pool_closed`; what DuckDB throws if the file cannot be read
   */
  probe(): Promise<void>;
  /** Wait for running queries and close every snapshot. */
  close(): Promise<void>;
}

/** DuckDB runs on a few shared threads: more queries at once only delay each other, and all file access with them. */
const CONCURRENT = 2;
const CACHED_CELLS = 4_000_000;
/** Most snapshots kept open, beside the one in service, for the next question about the past. */
const OLDER = 2;
/** They are closed when nobody has asked for so long. */
const IDLE_MS = 60_000;
const ATTEMPTS = 5;

/**
 * Open the query pool of an installation on its current snapshot; there may be none yet.
 * @param queries default: the project's own query files
 * @param idleMs how long a snapshot that is not in service stays open after the last question to it (default a minute)
 */
export async function openQueryPool(
  home: Home,
  queries?: ReadonlyMap<string, QueryFile>,
  idleMs: number = IDLE_MS,
): Promise<QueryPool> {
  const pool = new SnapshotPool(home, queries ?? (await loadQueries()), idleMs);
  await pool.refresh();
  return pool;
}

class SnapshotPool implements QueryPool {
  readonly queries: ReadonlyMap<string, QueryFile>;
  readonly #home: Home;
  readonly #gate = new Gate(CONCURRENT);
  readonly #cache = new ResultCache(CACHED_CELLS);
  readonly #listeners = new Set<(snapshot: SnapshotInfo) => void>();
  readonly #onAnswer = new Set<(answered: Answered) => void>();
  readonly #leases: SnapshotLeases;
  readonly #idleMs: number;
  /** least recently asked for first */
  readonly #older = new Map<string, { hold: SnapshotHold; timer: NodeJS.Timeout }>();
  #current: SnapshotHold | null = null;
  #refreshing: Promise<boolean> | null = null;
  #closed = false;

  constructor(home: Home, queries: ReadonlyMap<string, QueryFile>, idleMs: number) {
    this.#home = home;
    this.queries = queries;
    this.#leases = new SnapshotLeases(home);
    this.#idleMs = idleMs;
  }

  open(): string[] {
    return this.#leases.ids();
  }

  snapshot(): SnapshotInfo | null {
    return this.#current?.info ?? null;
  }

  onSwap(listener: (snapshot: SnapshotInfo) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onAnswer(listener: (answered: Answered) => void): () => void {
    this.#onAnswer.add(listener);
    return () => this.#onAnswer.delete(listener);
  }

  load(): { running: number; waiting: number } {
    return this.#gate.load();
  }

  async probe(): Promise<void> {
    const hold = await this.#hold(undefined);
    try {
      await hold.connected((connection) => rows(connection, 'SELECT snapshot FROM meta.publication LIMIT 1'));
    } finally {
      this.#letGo(hold);
    }
  }

  async schema(snapshot?: string): Promise<SnapshotSchema> {
    const hold = await this.#hold(snapshot);
    try {
      return await this.#gate.run(() => hold.connected(describeSchema));
    } finally {
      this.#letGo(hold);
    }
  }

  refresh(): Promise<boolean> {
    this.#refreshing ??= this.#follow().finally(() => (this.#refreshing = null));
    return this.#refreshing;
  }

  async run(
    id: string,
    raw: RawParameters = {},
    options: { snapshot?: string | undefined } = {},
  ): Promise<QueryResult> {
    const query = this.queries.get(id);
    if (!query) {
      throw new CoalfaceError('unknown_query', `there is no query ${id.slice(0, 60)}`, {
        where: { query: id.slice(0, 60) },
        hint: '问题库列出了所有查询 / the query library lists them all',
      });
    }
    const began = performance.now();
    const tell = (what: Pick<Answered, 'cache' | 'snapshot' | 'error'>) => {
      for (const listener of this.#onAnswer) listener({ query: id, ms: performance.now() - began, ...what });
    };
    try {
      const result = await this.#answer(query, raw, options.snapshot);
      tell({ cache: result.cache, snapshot: result.snapshot });
      return result;
    } catch (error) {
      tell({ cache: null, snapshot: options.snapshot ?? this.#current?.info.id ?? null, error });
      throw error;
    }
  }

  async #answer(query: QueryFile, raw: RawParameters, snapshot: string | undefined): Promise<QueryResult> {
    const hold = await this.#hold(snapshot);
    try {
      const params = resolveParameters(query, raw, hold.info.asOf);
      const key = JSON.stringify([query.hash, params, hold.info.id]);
      return await this.#cache.get(key, () => this.#gate.run(() => answer(hold, query, params)));
    } finally {
      this.#letGo(hold);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#refreshing?.catch(() => false);
    this.#listeners.clear();
    this.#onAnswer.clear();
    for (const id of [...this.#older.keys()]) this.#leave(id);
    this.#current?.release();
    await this.#leases.empty();
  }

  async #follow(): Promise<boolean> {
    for (let attempt = 1; ; attempt++) {
      const id = await currentSnapshotId(this.#home);
      if (this.#closed || id === null || id === this.#current?.info.id) return false;
      const next = await this.#leases.hold(id).catch((error: unknown) => {
        // pruned between reading CURRENT and opening: CURRENT names a newer one by now
        const pruned = !existsSync(snapshotFile(this.#home, id));
        if (!pruned || attempt === ATTEMPTS) throw error;
      });
      if (!next) continue;
      const last = this.#current;
      this.#current = next;
      last?.release();
      this.#leave(id);
      for (const listener of this.#listeners) listener(next.info);
      return true;
    }
  }

  async #hold(asked: string | undefined): Promise<SnapshotHold> {
    if (this.#closed) throw new CoalfaceError('pool_closed', 'the query pool is closed');
    const id = asked ?? this.#current?.info.id;
    if (id === undefined) {
      throw new CoalfaceError('no_snapshot', 'nothing has been published yet', {
        hint: '先运行 npm start 或 coalface etl run / run `npm start` or `coalface etl run` first',
      });
    }
    const kept = this.#leases.ids().includes(id) || existsSync(snapshotFile(this.#home, id));
    if (!kept) {
      throw new CoalfaceError('unknown_snapshot', `snapshot ${id} is not kept any more`, {
        hint: '请使用当前快照 / use the current snapshot',
      });
    }
    return this.#leases.hold(id);
  }

  /** Let go of a snapshot; one that is not in service stays open for a while: who asks about the past asks again. */
  #letGo(hold: SnapshotHold): void {
    const { id } = hold.info;
    const known = this.#older.get(id);
    if (this.#closed || known || id === this.#current?.info.id) {
      hold.release();
      if (!known) return;
      known.timer.refresh();
      this.#older.delete(id);
      this.#older.set(id, known);
      return;
    }
    const timer = setTimeout(() => this.#leave(id), this.#idleMs).unref();
    this.#older.set(id, { hold, timer });
    const [oldest] = this.#older.keys();
    if (this.#older.size > OLDER && oldest !== undefined) this.#leave(oldest);
  }

  #leave(id: string): void {
    const left = this.#older.get(id);
    if (!left) return;
    this.#older.delete(id);
    clearTimeout(left.timer);
    left.hold.release();
  }
}

async function answer(
  hold: SnapshotHold,
  query: QueryFile,
  params: ResolvedParameters,
): Promise<QueryResult> {
  const began = performance.now();
  const executed = await hold.connected((connection) => execute(connection, query, params));
  return {
    query: query.id,
    snapshot: hold.info.id,
    asOf: hold.info.asOf,
    params,
    sql: query.sql,
    columns: describedColumns(query, executed),
    data: executed.data,
    rowCount: executed.rowCount,
    elapsedMs: performance.now() - began,
    cache: 'miss',
  };
}
