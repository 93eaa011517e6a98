import {
  Bool,
  DateDay,
  Float64,
  Int32,
  Dictionary,
  Table,
  TimestampMillisecond,
  Utf8,
  tableToIPC,
  vectorFromArray,
  type Vector,
} from 'apache-arrow';
import type { Cell } from './convert.ts';
import type { QueryResult, ResultColumn } from './result.ts';

/**
 * A result as an Arrow IPC stream: dates as Date32, instants as timestamps at Asia/Shanghai, numbers as Float64, text
 * dictionary-encoded. A numeric column with a value that a double cannot hold stays text.
 */
export function toArrowIPC(result: Pick<QueryResult, 'columns' | 'data'>): Uint8Array {
  const vectors = result.columns.map(
    (column) => [column.name, vectorOf(column, result.data[column.name] ?? [])] as const,
  );
  return tableToIPC(new Table(Object.fromEntries(vectors)), 'stream');
}

function vectorOf(column: ResultColumn, cells: readonly Cell[]): Vector {
  switch (column.type) {
    case 'date':
      return vectorFromArray(cells.map(instant), new DateDay());
    case 'instant':
      return vectorFromArray(cells.map(instant), new TimestampMillisecond('Asia/Shanghai'));
    case 'boolean':
      return vectorFromArray(cells, new Bool());
    case 'number':
      if (cells.every((cell) => typeof cell !== 'string')) return vectorFromArray(cells, new Float64());
      break;
    case 'text':
  }
  return vectorFromArray(
    cells.map((cell) => (cell === null ? null : String(cell))),
    new Dictionary(new Utf8(), new Int32()),
  );
}

function instant(cell: Cell): Date | null {
  return cell === null ? null : new Date(String(cell));
}
