import { ResultReturnType, type DuckDBDataChunk, type DuckDBResult } from '@duckdb/node-api';
import { CoalfaceError } from '../../data/errors.ts';

/** What of a streaming result is read. */
export type ChunkSource = Pick<DuckDBResult, 'fetchChunk' | 'returnType'>;

/**
 * The chunks of a streaming result. DuckDB ends a stream that failed on the way as it ends a whole one, with an empty chunk;
 * only the type of the result then says that it is none any more.
 * @throws CoalfaceError `rows_broke_off` when the statement failed after its first rows; DuckDB does not say why
 */
export async function* chunksOf(result: ChunkSource): AsyncGenerator<DuckDBDataChunk, void, undefined> {
  for (;;) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) break;
    yield chunk;
  }
  if (result.returnType === ResultReturnType.INVALID)
    throw new CoalfaceError('rows_broke_off', 'the statement failed after its first rows');
}
