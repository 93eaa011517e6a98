import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll } from 'vitest';
import { loadReference, migrate } from '../../data/warehouse.ts';
import { defineCellMacros } from '../stage/cell-sql.ts';

/** A warehouse in memory, with the cell macros, for the tests of one file. @returns how to get its connection */
export function useCellConnection(): () => DuckDBConnection {
  let instance: DuckDBInstance;
  let connection: DuckDBConnection;
  beforeAll(async () => {
    instance = await DuckDBInstance.create(':memory:');
    connection = await instance.connect();
    await connection.run("SET TimeZone = 'Asia/Shanghai'");
    await migrate(connection);
    await loadReference(connection);
    await defineCellMacros(connection);
  });
  afterAll(() => {
    connection.closeSync();
    instance.closeSync();
  });
  return () => connection;
}
