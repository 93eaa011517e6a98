import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { rows } from '../../data/duck.ts';
import type { Home } from '../../data/home.ts';
import { openSnapshot, snapshotFile } from '../../data/snapshots.ts';

/** What a snapshot says of itself. */
export interface SnapshotInfo {
  id: string;
  /** last day that every live daily feed has reached, `YYYY-MM-DD` */
  asOf: string | null;
  /** instant of publication, ISO 8601 at +08:00 */
  publishedAt: string;
}

/** A snapshot that is open for one holder, until it lets go. */
export interface SnapshotHold {
  readonly info: SnapshotInfo;
  /** Run a task on a connection of its own: what one query leaves on a connection must not reach the next. */
  connected<T>(task: (connection: DuckDBConnection) => Promise<T>): Promise<T>;
  /** Let go; the second call does nothing. */
  release(): void;
}

interface OpenSnapshot {
  holders: number;
  opening: Promise<{ info: SnapshotInfo; instance: DuckDBInstance }>;
}

/**
 * The open snapshots of a pool: one DuckDB instance for each, however many hold it, closed when the last one lets go and
 * never while a query runs on it.
 */
export class SnapshotLeases {
  readonly #home: Home;
  readonly #open = new Map<string, OpenSnapshot>();
  #whenEmpty: (() => void) | undefined;

  constructor(home: Home) {
    this.#home = home;
  }

  /** The ids of the snapshots that are open now. */
  ids(): string[] {
    return [...this.#open.keys()];
  }

  /** Hold a snapshot, opened if nobody holds it. @throws CoalfaceError `bad_snapshot_id`, `snapshot_unreadable` */
  async hold(id: string): Promise<SnapshotHold> {
    const one = this.#open.get(id) ?? { holders: 0, opening: open(this.#home, id) };
    this.#open.set(id, one);
    one.holders++;
    let held = true;
    const release = () => {
      if (!held) return;
      held = false;
      one.holders--;
      if (one.holders === 0) this.#close(id, one);
    };
    try {
      const { info, instance } = await one.opening;
      return { info, release, connected: (task) => connected(instance, task) };
    } catch (error) {
      release();
      throw error;
    }
  }

  /** Resolves when nobody holds any. */
  async empty(): Promise<void> {
    if (this.#open.size > 0) await new Promise<void>((resolve) => (this.#whenEmpty = resolve));
  }

  #close(id: string, one: OpenSnapshot): void {
    this.#open.delete(id);
    void one.opening.then(
      ({ instance }) => instance.closeSync(),
      // whoever asked for it was told why it did not open
      () => undefined,
    );
    if (this.#open.size === 0) this.#whenEmpty?.();
  }
}

async function open(home: Home, id: string): Promise<{ info: SnapshotInfo; instance: DuckDBInstance }> {
  const instance = await openSnapshot(snapshotFile(home, id));
  try {
    return { info: await connected(instance, (connection) => describe(connection, id)), instance };
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}

async function connected<T>(
  instance: DuckDBInstance,
  task: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const connection = await instance.connect();
  try {
    return await task(connection);
  } finally {
    connection.closeSync();
  }
}

async function describe(connection: DuckDBConnection, id: string): Promise<SnapshotInfo> {
  const [found] = await rows<{ as_of: string | null; published_at: string }>(
    connection,
    `SELECT as_of::VARCHAR AS as_of, strftime(published_at, '%Y-%m-%dT%H:%M:%S.%g+08:00') AS published_at
     FROM meta.publication WHERE snapshot = $id`,
    { id },
  );
  if (!found) throw new Error(`snapshot ${id} does not record its own publication`);
  return { id, asOf: found.as_of, publishedAt: found.published_at };
}
