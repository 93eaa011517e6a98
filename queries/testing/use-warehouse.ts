import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll } from 'vitest';
import type { RawParameters } from '../engine/parameters.ts';
import { openQueryPool, type QueryPool } from '../engine/pool.ts';
import { rowsOf } from '../engine/result.ts';
import type { QueryId, QueryRows } from '../types.ts';
import { DEMO_PUBLICATION, publishRows, temporaryHome, type Publication } from './warehouse-fixture.ts';

/**
 * For a test file: publish hand-made rows before its tests and remove them after.
 * @returns asks a query of the library and returns its rows
 */
export function useWarehouse(
  fill: (connection: DuckDBConnection) => Promise<void>,
  publication: Publication = DEMO_PUBLICATION,
): <Id extends QueryId>(id: Id, raw?: RawParameters) => Promise<QueryRows[Id][]> {
  let pool: QueryPool | undefined;
  let remove: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    const temporary = await temporaryHome();
    remove = temporary.remove;
    await publishRows(temporary.home, fill, publication);
    pool = await openQueryPool(temporary.home);
  });
  afterAll(async () => {
    await pool?.close();
    await remove?.();
  });
  return async (id, raw) => {
    if (!pool) throw new Error('ask within a test');
    return rowsOf<QueryRows[typeof id]>(await pool.run(id, raw));
  };
}
