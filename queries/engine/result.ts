import type { Cell, CellType } from './convert.ts';
import type { ResolvedParameters } from './parameters.ts';
import type { Format, Unit } from './units.ts';

/** A column of a result: its name and kind from DuckDB, its titles and unit from the query's header. */
export interface ResultColumn {
  name: string;
  type: CellType;
  zh: string;
  en: string;
  unit?: Unit | undefined;
  format?: Format | undefined;
}

/** The answer of a query. Given query, parameters and snapshot it is always the same, but for `elapsedMs` and `cache`. */
export interface QueryResult {
  query: string;
  snapshot: string;
  /** the snapshot's data date, `YYYY-MM-DD` */
  asOf: string | null;
  params: ResolvedParameters;
  sql: string;
  columns: ResultColumn[];
  /** column-wise; results may be shared, so treat them as read-only */
  data: Record<string, readonly Cell[]>;
  rowCount: number;
  /** time DuckDB took when the result was computed, milliseconds */
  elapsedMs: number;
  cache: 'hit' | 'miss';
}

/** What became of one question to the pool. */
export interface Answered {
  query: string;
  /** the snapshot that it was asked of; null before the first publication */
  snapshot: string | null;
  /** from the question to the answer, waiting for room included, milliseconds */
  ms: number;
  /** null if there was no answer */
  cache: 'hit' | 'miss' | null;
  /** why there was none */
  error?: unknown;
}

/**
 * A result as row objects.
 * @template Row the generated row type, e.g. `rowsOf<QueryRows['port_stock']>(result)`
 */
export function rowsOf<Row extends object = Record<string, Cell>>(
  result: Pick<QueryResult, 'data' | 'rowCount'>,
): Row[] {
  const columns = Object.entries(result.data);
  return Array.from(
    { length: result.rowCount },
    (_, row) => Object.fromEntries(columns.map(([name, cells]) => [name, cells[row] ?? null])) as Row,
  );
}
