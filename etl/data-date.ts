import type { DuckDBConnection } from '@duckdb/node-api';
import { listValue } from '@duckdb/node-api';
import { rows } from '../data/duck.ts';

/** A feed whose last day is further behind the newest one than this does not hold the data date back. */
const STALE_DAYS = 7;

/**
 * The data date of the warehouse: the last day that every live daily source has reached, so that all figures of a page
 * stand on one date. A source that stopped long ago is left out, or it would freeze every page.
 * @param daily ids of the daily sources
 * @returns `YYYY-MM-DD`, or null while no daily source has rows
 */
export async function dataDate(
  connection: DuckDBConnection,
  daily: readonly string[],
): Promise<string | null> {
  // DuckDB's client cannot bind a list without a first item
  if (daily.length === 0) return null;
  const [found] = await rows<{ as_of: string | null }>(
    connection,
    `WITH reached AS (
       SELECT source, max(last_day) AS day FROM meta.load WHERE list_contains($daily, source) GROUP BY source HAVING day IS NOT NULL)
     SELECT min(day)::VARCHAR AS as_of FROM reached WHERE day >= (SELECT max(day) FROM reached) - ${STALE_DAYS}`,
    { daily: listValue([...daily]) },
  );
  return found?.as_of ?? null;
}
