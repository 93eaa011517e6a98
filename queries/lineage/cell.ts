import type { DuckDBConnection } from '@duckdb/node-api';
import { CoalfaceError } from '../../data/errors.ts';
import type { Cell } from '../engine/convert.ts';
import { describedColumns, execute } from '../engine/execute.ts';
import type { ResolvedParameters } from '../engine/parameters.ts';
import type { QueryFile } from '../engine/query-file.ts';
import { rowsOf, type ResultColumn } from '../engine/result.ts';

/** A cell of a result: its row by number (from 1), its column by name. */
export interface CellAddress {
  row: number;
  column: string;
}

/** A cell that is being explained, with the row around it. */
export interface TracedCell {
  address: CellAddress;
  column: ResultColumn;
  value: Cell;
  row: Record<string, Cell>;
  /** the columns of the row that are followed: the cell itself, or for one that is no number all figures of its row */
  followed: string[];
  /**
   * How the followed figures differ after the query has run again on altered tables.
   * @returns null if the row is not in the result any more
   */
  moved(connection: DuckDBConnection): Promise<boolean | null>;
}

/** Sums of doubles may end otherwise in their last digits. */
const SAME = 1e-11;

/**
 * Run a query and take one cell of its result.
 * @throws CoalfaceError `unknown_cell`, `query_failed`, `column_drift`
 */
export async function takeCell(
  connection: DuckDBConnection,
  query: QueryFile,
  params: ResolvedParameters,
  address: CellAddress,
): Promise<TracedCell> {
  const executed = await execute(connection, query, params);
  const columns = describedColumns(query, executed);
  const all = rowsOf(executed);
  const [column, row] = [columns.find((one) => one.name === address.column), all[address.row - 1]];
  if (!column || !row) {
    throw new CoalfaceError(
      'unknown_cell',
      `结果中没有这个单元格: ${query.id} has no cell ${address.row},${address.column}`,
      {
        where: { query: query.id },
        hint: `rows 1 to ${all.length}; columns ${columns.map((one) => one.name).join(', ')}`,
      },
    );
  }
  const numbers = columns.filter((one) => one.type === 'number').map((one) => one.name);
  const followed = column.type === 'number' ? [column.name] : numbers;
  const place = placeOf(columns, all, address.row - 1);
  return {
    address,
    column,
    value: row[column.name] ?? null,
    row,
    followed,
    async moved(again) {
      const other = place(rowsOf(await execute(again, query, params)));
      return other ? followed.some((name) => !same(row[name] ?? null, other[name] ?? null)) : null;
    },
  };
}

/** Altered figures may change the order of rows: a row is known by its first texts and dates that no other row has. */
function placeOf(
  columns: readonly ResultColumn[],
  all: readonly Record<string, Cell>[],
  index: number,
): (others: readonly Record<string, Cell>[]) => Record<string, Cell> | undefined {
  const own = all[index] ?? {};
  const names = columns.filter(({ type }) => type !== 'number' && type !== 'boolean').map(({ name }) => name);
  for (let n = 1; n <= names.length; n++) {
    const some = names.slice(0, n);
    const alike = (row: Record<string, Cell>) => some.every((name) => row[name] === own[name]);
    if (all.filter(alike).length === 1) return (others) => others.find(alike);
  }
  return (others) => others[index];
}

function same(a: Cell, b: Cell): boolean {
  if (typeof a !== 'number' || typeof b !== 'number') return a === b;
  return Math.abs(a - b) <= SAME * Math.max(Math.abs(a), Math.abs(b));
}
