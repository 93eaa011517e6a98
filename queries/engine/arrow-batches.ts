import type { DuckDBResult, DuckDBType } from '@duckdb/node-api';
import {
  AsyncByteQueue,
  Field,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
} from 'apache-arrow';
import { columnBuilder } from './arrow-columns.ts';
import { chunksOf, type ChunkSource } from './chunks.ts';

/** A piece of an Arrow IPC stream; all pieces one after another are the stream. */
export interface ArrowPiece {
  bytes: Uint8Array;
  /** rows in this piece: none in the first, which has the schema, and in the last */
  rows: number;
}

/** Rows of a record batch: some chunks of DuckDB, so that the framing costs little. */
const BATCH_ROWS = 16_384;
/** Rows of a chunk of DuckDB. */
const CHUNK_ROWS = 2_048;
/** The first batch is small: who waits for it sees rows at once. */
const FIRST_ROWS = CHUNK_ROWS;

/** Bytes that the writer of a stream has written since they were last taken. */
class Written extends AsyncByteQueue {
  #parts: Uint8Array[] = [];

  override write(part: Parameters<AsyncByteQueue['write']>[0]): void {
    // the writer uses its padding again, so bytes are copied when they are taken, before it goes on
    this.#parts.push(part as Uint8Array);
  }

  take(): Uint8Array {
    const bytes = Buffer.concat(this.#parts);
    this.#parts = [];
    return bytes;
  }
}

/**
 * A result of DuckDB as an Arrow IPC stream, column by column out of its chunks, while it runs.
 * @param result streaming
 * @param limit most rows; what is beyond them is not fetched
 * @returns after the last piece: how many rows were given, and whether there are more
 * @throws CoalfaceError `rows_broke_off`
 */
export async function* arrowPieces(
  result: ChunkSource & Pick<DuckDBResult, 'deduplicatedColumnNames' | 'columnTypes'>,
  limit: number = Number.POSITIVE_INFINITY,
): AsyncGenerator<ArrowPiece, { rows: number; truncated: boolean }, undefined> {
  const names = result.deduplicatedColumnNames();
  const types: DuckDBType[] = result.columnTypes();
  const builders = types.map((type, column) => columnBuilder(type, column, BATCH_ROWS + CHUNK_ROWS));
  const schema = new Schema(builders.map(({ type }, i) => new Field(names[i] ?? '', type, true)));
  const written = new Written();
  const writer = new RecordBatchStreamWriter();
  writer.reset(written, schema);
  let [rows, given, truncated] = [0, 0, false];
  let wanted = FIRST_ROWS;
  const batch = (): ArrowPiece => {
    const children = builders.map((builder) => builder.take());
    const data = makeData({ type: new Struct(schema.fields), length: rows, nullCount: 0, children });
    writer.write(new RecordBatch(schema, data));
    const piece = { bytes: written.take(), rows };
    rows = 0;
    wanted = BATCH_ROWS;
    return piece;
  };
  yield { bytes: written.take(), rows: 0 };
  for await (const chunk of chunksOf(result)) {
    const count = Math.min(chunk.rowCount, limit - given);
    truncated = count < chunk.rowCount;
    for (const builder of builders) builder.append(chunk, count);
    rows += count;
    given += count;
    if (truncated) break;
    if (rows >= wanted) yield batch();
  }
  if (rows > 0) yield batch();
  writer.finish();
  yield { bytes: written.take(), rows: 0 };
  return { rows: given, truncated };
}
