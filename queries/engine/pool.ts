import { existsSync } from 'node:fs';
import { CoalfaceError } from '../../data/errors.ts';
import type { Home } from '../../data/home.ts';
import { currentSnapshotId, snapshotFile } from '../../data/snapshots.ts';
import { describedColumns, execute } from './execute.ts';
import { Gate } from './gate.ts';
import { resolveParameters, type RawParameters, type ResolvedParameters } from './parameters.ts';
import { loadQueries, type QueryFile } from './query-file.ts';
import { ResultCache } from './result-cache.ts';
import type { QueryResult } from './result.ts';
import { SnapshotLease, type SnapshotInfo } from './snapshot-lease.ts';

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
   * Follow `CURRENT`. Queries in flight end on the snapshot they began on.
   * @returns whether another snapshot is in service now
   * @throws CoalfaceError `snapshot_unreadable`; the one in service then stays
   */
  refresh(): Promise<boolean>;
  /** Be told of each swap. @returns stops telling */
  onSwap(listener: (snapshot: SnapshotInfo) => void): () => void;
  /** Wait for running queries and close every snapshot. */
  close(): Promise<void>;
}

/** DuckDB runs on a few shared threads: more queries at once only delay each other, and all file access with them. */
const CONCURRENT = 2;
const CACHED_CELLS = 4_000_000;
/** Older snapshots kept open for questions about the past. */
const OLDER = 2;
const ATTEMPTS = 5;

/**
 * Open the query pool of an installation on its current snapshot; there may be none yet.
 * @param queries default: the project's own query files
 */
export async function openQueryPool(
  home: Home,
  queries?: ReadonlyMap<string, QueryFile>,
): Promise<QueryPool> {
  const pool = new SnapshotPool(home, queries ?? (await loadQueries()));
  await pool.refresh();
  return pool;
}

class SnapshotPool implements QueryPool {
  readonly queries: ReadonlyMap<string, QueryFile>;
  readonly #home: Home;
  readonly #gate = new Gate(CONCURRENT);
  readonly #cache = new ResultCache(CACHED_CELLS);
  readonly #listeners = new Set<(snapshot: SnapshotInfo) => void>();
  readonly #older = new Map<string, Promise<SnapshotLease>>();
  readonly #open = new Set<SnapshotLease>();
  #current: SnapshotLease | null = null;
  #refreshing: Promise<boolean> | null = null;
  #closed = false;

  constructor(home: Home, queries: ReadonlyMap<string, QueryFile>) {
    this.#home = home;
    this.queries = queries;
  }

  snapshot(): SnapshotInfo | null {
    return this.#current?.info ?? null;
  }

  onSwap(listener: (snapshot: SnapshotInfo) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
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
    const { lease, release } = await this.#hold(options.snapshot);
    try {
      const params = resolveParameters(query, raw, lease.info.asOf);
      const key = JSON.stringify([query.hash, params, lease.info.id]);
      return await this.#cache.get(key, () => this.#gate.run(() => answer(lease, query, params)));
    } finally {
      release();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#refreshing?.catch(() => false);
    this.#listeners.clear();
    await Promise.allSettled(this.#older.values());
    for (const lease of this.#open) lease.retire();
    await Promise.all([...this.#open].map((lease) => lease.closed));
  }

  async #follow(): Promise<boolean> {
    for (let attempt = 1; ; attempt++) {
      const id = await currentSnapshotId(this.#home);
      if (this.#closed || id === null || id === this.#current?.info.id) return false;
      const next = await this.#openLease(id).catch((error: unknown) => {
        // pruned between reading CURRENT and opening: CURRENT names a newer one by now
        const pruned = !existsSync(snapshotFile(this.#home, id));
        if (!pruned || attempt === ATTEMPTS) throw error;
      });
      if (!next) continue;
      const last = this.#current;
      this.#current = next;
      last?.retire();
      for (const listener of this.#listeners) listener(next.info);
      return true;
    }
  }

  async #hold(id: string | undefined): Promise<{ lease: SnapshotLease; release(): void }> {
    for (;;) {
      if (this.#closed) throw new CoalfaceError('pool_closed', 'the query pool is closed');
      const current = id === undefined || id === this.#current?.info.id;
      const lease = current ? this.#current : await this.#olderLease(id);
      if (!lease) {
        throw new CoalfaceError('no_snapshot', 'nothing has been published yet', {
          hint: '先运行 npm start 或 coalface etl run / run `npm start` or `coalface etl run` first',
        });
      }
      // an older one may have made room for another while it was being opened
      const release = lease.hold();
      if (release) return { lease, release };
    }
  }

  #olderLease(id: string): Promise<SnapshotLease> {
    const file = snapshotFile(this.#home, id);
    const known = this.#older.get(id);
    if (known) {
      this.#older.delete(id);
      this.#older.set(id, known);
      return known;
    }
    if (!existsSync(file)) {
      throw new CoalfaceError('unknown_snapshot', `snapshot ${id} is not kept any more`, {
        hint: '请使用当前快照 / use the current snapshot',
      });
    }
    const opening = this.#openLease(id).catch((error: unknown) => {
      this.#older.delete(id);
      throw error;
    });
    this.#older.set(id, opening);
    const [oldest] = this.#older.keys();
    if (this.#older.size > OLDER && oldest !== undefined) {
      const leaving = this.#older.get(oldest);
      this.#older.delete(oldest);
      leaving?.then(
        (lease) => lease.retire(),
        () => undefined,
      );
    }
    return opening;
  }

  async #openLease(id: string): Promise<SnapshotLease> {
    const lease = await SnapshotLease.open(this.#home, id);
    this.#open.add(lease);
    void lease.closed.then(() => this.#open.delete(lease));
    return lease;
  }
}

async function answer(
  lease: SnapshotLease,
  query: QueryFile,
  params: ResolvedParameters,
): Promise<QueryResult> {
  const began = performance.now();
  const executed = await lease.connected((connection) => execute(connection, query, params));
  return {
    query: query.id,
    snapshot: lease.info.id,
    asOf: lease.info.asOf,
    params,
    sql: query.sql,
    columns: describedColumns(query, executed),
    data: executed.data,
    rowCount: executed.rowCount,
    elapsedMs: performance.now() - began,
    cache: 'miss',
  };
}
