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

/**
 * One open DuckDB instance of a snapshot. It closes when it has been retired and its last query has ended: never while
 * one runs, and never twice.
 */
export class SnapshotLease {
  readonly info: SnapshotInfo;
  readonly #instance: DuckDBInstance;
  #running = 0;
  #retired = false;
  #closed: (() => void) | undefined;
  readonly closed: Promise<void>;

  private constructor(info: SnapshotInfo, instance: DuckDBInstance) {
    this.info = info;
    this.#instance = instance;
    this.closed = new Promise((resolve) => (this.#closed = resolve));
  }

  /** Open a snapshot. @throws CoalfaceError `bad_snapshot_id`, `snapshot_unreadable` */
  static async open(home: Home, id: string): Promise<SnapshotLease> {
    const instance = await openSnapshot(snapshotFile(home, id));
    try {
      return new SnapshotLease(await describe(instance, id), instance);
    } catch (error) {
      instance.closeSync();
      throw error;
    }
  }

  /** Keep the snapshot open. @returns the function that lets go of it, or null if it has been retired */
  hold(): (() => void) | null {
    if (this.#retired) return null;
    this.#running++;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#running--;
      this.#closeIfDone();
    };
  }

  /** Run a task on a connection of its own: what one query leaves on a connection must not reach the next. */
  async connected<T>(task: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection = await this.#instance.connect();
    try {
      return await task(connection);
    } finally {
      connection.closeSync();
    }
  }

  /** Close once the last holder has released it. */
  retire(): void {
    if (this.#retired) return;
    this.#retired = true;
    this.#closeIfDone();
  }

  #closeIfDone(): void {
    if (!this.#retired || this.#running > 0) return;
    this.#instance.closeSync();
    this.#closed?.();
  }
}

async function describe(instance: DuckDBInstance, id: string): Promise<SnapshotInfo> {
  const connection = await instance.connect();
  try {
    const [found] = await rows<{ as_of: string | null; published_at: string }>(
      connection,
      `SELECT as_of::VARCHAR AS as_of, strftime(published_at, '%Y-%m-%dT%H:%M:%S.%g+08:00') AS published_at
       FROM meta.publication WHERE snapshot = $id`,
      { id },
    );
    if (!found) throw new Error(`snapshot ${id} does not record its own publication`);
    return { id, asOf: found.as_of, publishedAt: found.published_at };
  } finally {
    connection.closeSync();
  }
}
