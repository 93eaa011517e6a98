import type { DuckDBResult } from '@duckdb/node-api';
import { cellType, toCell, type Cell } from './convert.ts';
import type { ArrowPiece } from './arrow-batches.ts';
import { chunksOf, type ChunkSource } from './chunks.ts';
import { csvHead, csvRows, type CsvColumn } from './csv.ts';

/** A writer of text: what stands before the rows, rows, and what stands after them. */
interface TextWriter {
  head(): string;
  /** @param cells by column; @param given rows written before */
  rows(cells: Cell[][], count: number, given: number): string;
  tail(truncated: boolean): string;
}

/**
 * A result of DuckDB as CSV (with a byte-order mark, so that Excel reads Chinese) or as JSON
 * `{"columns": [...], "rows": [{...}], "truncated": false}`, piece by piece while it runs.
 * @param limit most rows; what is beyond them is not fetched
 * @returns after the last piece: how many rows were given, and whether there are more
 * @throws CoalfaceError `rows_broke_off`
 */
export async function* textPieces(
  result: ChunkSource & Pick<DuckDBResult, 'deduplicatedColumnNames' | 'columnTypes'>,
  format: 'csv' | 'json',
  limit: number = Number.POSITIVE_INFINITY,
): AsyncGenerator<ArrowPiece, { rows: number; truncated: boolean }, undefined> {
  const types = result.columnTypes();
  const columns = result
    .deduplicatedColumnNames()
    .map((name, index) => ({ name, type: types[index] ? cellType(types[index]) : ('text' as const) }));
  const writer =
    format === 'csv'
      ? csvWriter(columns.map(({ name, type }) => ({ zh: name, en: name, type })))
      : jsonWriter(columns);
  const piece = (text: string, rows: number) => ({ bytes: Buffer.from(text), rows });
  let [given, truncated] = [0, false];
  yield piece(writer.head(), 0);
  for await (const chunk of chunksOf(result)) {
    const count = Math.min(chunk.rowCount, limit - given);
    truncated = count < chunk.rowCount;
    yield piece(writer.rows(chunk.convertColumns(toCell), count, given), count);
    given += count;
    if (truncated) break;
  }
  yield piece(writer.tail(truncated), 0);
  return { rows: given, truncated };
}

function csvWriter(columns: readonly CsvColumn[]): TextWriter {
  return {
    head: () => csvHead(columns, { bom: true, lang: 'zh' }),
    rows: (cells, count) => csvRows(columns, cells, count),
    tail: () => '',
  };
}

function jsonWriter(columns: readonly { name: string; type: string }[]): TextWriter {
  return {
    head: () => `{"columns":${JSON.stringify(columns)},"rows":[`,
    rows: (cells, count, given) =>
      Array.from({ length: count }, (_, row) => {
        const record = columns.map(({ name }, column) => [name, cells[column]?.[row] ?? null] as const);
        return `${given + row > 0 ? ',' : ''}\n${JSON.stringify(Object.fromEntries(record))}`;
      }).join(''),
    tail: (truncated) => `],"truncated":${truncated}}\n`,
  };
}
