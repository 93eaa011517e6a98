import type { DuckDBConnection } from '@duckdb/node-api';

/** Told how many of a file's records a pass over it has gone through, and how many there are. */
export type Meter = (records: number, total: number) => void;

const LOOK_EVERY_MS = 100;

/** Have DuckDB keep count of how far a statement of this connection is; without it {@link metered} is told nothing. */
export async function countProgress(connection: DuckDBConnection): Promise<void> {
  await connection.run('SET enable_progress_bar = true');
  await connection.run('SET enable_progress_bar_print = false');
}

/**
 * Run one statement that passes over all records of a file, and tell meanwhile how far it is. DuckDB knows only the
 * share of its work: the records are that share of `total`.
 * @param total records of the file
 */
export async function metered<T>(
  connection: DuckDBConnection,
  total: number,
  meter: Meter | undefined,
  statement: () => Promise<T>,
): Promise<T> {
  if (!meter) return statement();
  let most = 0;
  const look = setInterval(() => {
    const share = Math.min(connection.progress.percentage / 100, 1);
    // estimates of later pipelines may take some of it back
    if (share <= most) return;
    most = share;
    meter(Math.floor(total * share), total);
  }, LOOK_EVERY_MS);
  try {
    return await statement();
  } finally {
    clearInterval(look);
  }
}
