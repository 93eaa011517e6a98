import type { DuckDBConnection, DuckDBType } from '@duckdb/node-api';
import { CoalfaceError } from '../../data/errors.ts';
import { cellType, toCell, type Cell } from './convert.ts';
import { bindings, parameterTypes, type ResolvedParameters } from './parameters.ts';
import type { QueryFile } from './query-file.ts';

/** What a statement returned, converted. */
export interface Executed {
  names: string[];
  types: DuckDBType[];
  data: Record<string, Cell[]>;
  rowCount: number;
}

/**
 * Run a query with its values bound, on one connection.
 * @throws CoalfaceError `query_failed` with DuckDB's message; `column_drift` if the columns are not those of the header
 */
export async function execute(
  connection: DuckDBConnection,
  query: QueryFile,
  resolved: ResolvedParameters,
): Promise<Executed> {
  const { values, types } = bindings(parameterTypes(query), resolved);
  const reader = await connection.runAndReadAll(query.sql, values, types).catch((error: unknown) => {
    throw new CoalfaceError('query_failed', `query ${query.id} failed`, {
      cause: error,
      where: { query: query.id },
    });
  });
  const names = reader.columnNames();
  const promised = Object.keys(query.columns);
  if (names.join() !== promised.join()) {
    throw new CoalfaceError(
      'column_drift',
      `${query.id} returns ${names.join(', ')}; its header says ${promised.join(', ')}`,
      {
        where: { query: query.id },
        hint: 'name every column of the SELECT in the header, in the same order',
      },
    );
  }
  const cells = reader.convertColumns(toCell);
  const data = Object.fromEntries(names.map((name, column) => [name, cells[column] ?? []]));
  return { names, types: reader.columnTypes(), data, rowCount: reader.currentRowCount };
}

/** The columns of a result with the titles and units of the query's header. */
export function describedColumns(query: QueryFile, { names, types }: Executed) {
  return names.map((name, index) => {
    const type = types[index];
    const { zh, en, unit, format } = query.columns[name] ?? { zh: name, en: name };
    return { name, type: type ? cellType(type) : ('text' as const), zh, en, unit, format };
  });
}
