import { DuckDBTypeId, type DuckDBDataChunk, type DuckDBType, type DuckDBVector } from '@duckdb/node-api';
import {
  Bool,
  DateDay,
  Decimal,
  Float32,
  Float64,
  Int16,
  Int32,
  Int64,
  Int8,
  makeData,
  TimestampMicrosecond,
  Uint16,
  Uint32,
  Uint64,
  Uint8,
  Utf8,
  type Data,
  type DataType,
} from 'apache-arrow';
import { toCell } from './convert.ts';

/** Gathers the values of one column out of DuckDB's chunks, and gives them as a column of an Arrow record batch. */
export interface ColumnBuilder {
  readonly type: DataType;
  /** @param count how many of the chunk's rows, from its first */
  append(chunk: DuckDBDataChunk, count: number): void;
  /** What was gathered; the builder is empty then. */
  take(): Data;
}

/** What the vectors of `@duckdb/node-api` hold, but its types do not show; arrow-batches.test.ts reads each kind. */
interface Inside {
  items?: ArrayBufferView;
  dataView?: DataView;
  validity: { data: BigUint64Array | null; offset: number };
}

/** Types whose bytes are the same in DuckDB and in Arrow. */
const SAME_BYTES: Partial<Record<DuckDBTypeId, { type: () => DataType; width: number }>> = {
  [DuckDBTypeId.TINYINT]: { type: () => new Int8(), width: 1 },
  [DuckDBTypeId.SMALLINT]: { type: () => new Int16(), width: 2 },
  [DuckDBTypeId.INTEGER]: { type: () => new Int32(), width: 4 },
  [DuckDBTypeId.BIGINT]: { type: () => new Int64(), width: 8 },
  [DuckDBTypeId.UTINYINT]: { type: () => new Uint8(), width: 1 },
  [DuckDBTypeId.USMALLINT]: { type: () => new Uint16(), width: 2 },
  [DuckDBTypeId.UINTEGER]: { type: () => new Uint32(), width: 4 },
  [DuckDBTypeId.UBIGINT]: { type: () => new Uint64(), width: 8 },
  [DuckDBTypeId.FLOAT]: { type: () => new Float32(), width: 4 },
  [DuckDBTypeId.DOUBLE]: { type: () => new Float64(), width: 8 },
  [DuckDBTypeId.DATE]: { type: () => new DateDay(), width: 4 },
  [DuckDBTypeId.TIMESTAMP]: { type: () => new TimestampMicrosecond(), width: 8 },
  [DuckDBTypeId.TIMESTAMP_TZ]: { type: () => new TimestampMicrosecond('Asia/Shanghai'), width: 8 },
};

/**
 * A builder for a column.
 * @param type of DuckDB: integers, floats, dates and timestamps keep their type; DECIMAL and HUGEINT become Decimal128,
 *   so that no digit of an amount is lost; BOOLEAN Bool; any other type its text
 * @param capacity most rows between two `take`s
 */
export function columnBuilder(type: DuckDBType, column: number, capacity: number): ColumnBuilder {
  const same = SAME_BYTES[type.typeId];
  if (same) return new BytesBuilder(same.type(), same.width, column, capacity);
  if (type.typeId === DuckDBTypeId.DECIMAL && 'width' in type && 'scale' in type)
    return new DecimalBuilder(new Decimal(type.scale, type.width, 128), column, capacity);
  if (type.typeId === DuckDBTypeId.HUGEINT)
    return new DecimalBuilder(new Decimal(0, 38, 128), column, capacity);
  if (type.typeId === DuckDBTypeId.BOOLEAN) return new BooleanBuilder(column, capacity);
  return new TextBuilder(column, capacity);
}

/** The bits of which values are there; Arrow and DuckDB number them alike. */
class Validity {
  readonly #bits: Uint8Array;
  #rows = 0;
  #nulls = 0;

  constructor(capacity: number) {
    this.#bits = new Uint8Array(Math.ceil(capacity / 8));
  }

  get rows(): number {
    return this.#rows;
  }

  append(count: number, { data, offset }: Inside['validity']): void {
    if (data && offset !== 0) throw new Error('a sliced vector of DuckDB is not read');
    const bytes = data && new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    for (let row = 0; row < count; row++) {
      const there = !bytes || ((bytes[row >> 3] ?? 0) >> (row & 7)) & 1;
      const at = this.#rows + row;
      if (there) this.#bits[at >> 3] = (this.#bits[at >> 3] ?? 0) | (1 << (at & 7));
      else this.#nulls++;
    }
    this.#rows += count;
  }

  take(): { length: number; nullCount: number; nullBitmap: Uint8Array | null } {
    const taken = {
      length: this.#rows,
      nullCount: this.#nulls,
      nullBitmap: this.#nulls ? this.#bits.slice(0, Math.ceil(this.#rows / 8)) : null,
    };
    this.#bits.fill(0);
    this.#rows = 0;
    this.#nulls = 0;
    return taken;
  }
}

function insideOf(chunk: DuckDBDataChunk, column: number): Inside & DuckDBVector {
  return chunk.getColumnVector(column) as unknown as Inside & DuckDBVector;
}

class BytesBuilder implements ColumnBuilder {
  readonly type: DataType;
  readonly #width: number;
  readonly #column: number;
  readonly #bytes: Uint8Array;
  readonly #validity: Validity;

  constructor(type: DataType, width: number, column: number, capacity: number) {
    this.type = type;
    this.#width = width;
    this.#column = column;
    this.#bytes = new Uint8Array(capacity * width);
    this.#validity = new Validity(capacity);
  }

  append(chunk: DuckDBDataChunk, count: number): void {
    const { items, dataView, validity } = insideOf(chunk, this.#column);
    const view = items ?? dataView;
    if (!view) throw new Error(`a vector of ${this.type.toString()} does not show its bytes`);
    const length = count * this.#width;
    this.#bytes.set(new Uint8Array(view.buffer, view.byteOffset, length), this.#validity.rows * this.#width);
    this.#validity.append(count, validity);
  }

  take(): Data {
    const taken = this.#validity.take();
    const bytes = this.#bytes.slice(0, taken.length * this.#width);
    const View = this.type.ArrayType as unknown as new (buffer: ArrayBufferLike) => never;
    return makeData({ type: this.type as never, ...taken, data: new View(bytes.buffer) } as never);
  }
}

/** DuckDB stores a decimal in 2, 4, 8 or 16 bytes by its width; Arrow always in 16. */
class DecimalBuilder implements ColumnBuilder {
  readonly type: Decimal;
  readonly #column: number;
  readonly #words: BigInt64Array;
  readonly #validity: Validity;

  constructor(type: Decimal, column: number, capacity: number) {
    this.type = type;
    this.#column = column;
    this.#words = new BigInt64Array(capacity * 2);
    this.#validity = new Validity(capacity);
  }

  append(chunk: DuckDBDataChunk, count: number): void {
    const { dataView, validity } = insideOf(chunk, this.#column);
    if (!dataView) throw new Error('a vector of decimals does not show its bytes');
    const width = dataView.byteLength / chunk.rowCount;
    for (let row = 0; row < count; row++) {
      const at = row * width;
      const low =
        width === 2
          ? BigInt(dataView.getInt16(at, true))
          : width === 4
            ? BigInt(dataView.getInt32(at, true))
            : dataView.getBigInt64(at, true);
      const word = (this.#validity.rows + row) * 2;
      this.#words[word] = low;
      this.#words[word + 1] = width === 16 ? dataView.getBigInt64(at + 8, true) : low < 0n ? -1n : 0n;
    }
    this.#validity.append(count, validity);
  }

  take(): Data {
    const taken = this.#validity.take();
    const words = this.#words.slice(0, taken.length * 2);
    return makeData({ type: this.type, ...taken, data: new Uint32Array(words.buffer) });
  }
}

class BooleanBuilder implements ColumnBuilder {
  readonly type = new Bool();
  readonly #column: number;
  readonly #bits: Uint8Array;
  readonly #validity: Validity;

  constructor(column: number, capacity: number) {
    this.#column = column;
    this.#bits = new Uint8Array(Math.ceil(capacity / 8));
    this.#validity = new Validity(capacity);
  }

  append(chunk: DuckDBDataChunk, count: number): void {
    const vector = insideOf(chunk, this.#column);
    for (let row = 0; row < count; row++) {
      const at = this.#validity.rows + row;
      if (vector.getItem(row) === true) this.#bits[at >> 3] = (this.#bits[at >> 3] ?? 0) | (1 << (at & 7));
    }
    this.#validity.append(count, vector.validity);
  }

  take(): Data {
    const taken = this.#validity.take();
    const data = this.#bits.slice(0, Math.ceil(taken.length / 8));
    this.#bits.fill(0);
    return makeData({ type: this.type, ...taken, data });
  }
}

class TextBuilder implements ColumnBuilder {
  readonly type = new Utf8();
  readonly #column: number;
  readonly #offsets: Int32Array;
  readonly #validity: Validity;
  #bytes = Buffer.allocUnsafe(64 * 1024);
  #length = 0;

  constructor(column: number, capacity: number) {
    this.#column = column;
    this.#offsets = new Int32Array(capacity + 1);
    this.#validity = new Validity(capacity);
  }

  append(chunk: DuckDBDataChunk, count: number): void {
    const vector = insideOf(chunk, this.#column);
    for (let row = 0; row < count; row++) {
      const cell = toCell(vector.getItem(row));
      if (cell !== null) this.#write(String(cell));
      this.#offsets[this.#validity.rows + row + 1] = this.#length;
    }
    this.#validity.append(count, vector.validity);
  }

  #write(text: string): void {
    const most = this.#length + text.length * 3;
    if (most > this.#bytes.length) {
      const bigger = Buffer.allocUnsafe(most * 2);
      this.#bytes.copy(bigger, 0, 0, this.#length);
      this.#bytes = bigger;
    }
    this.#length += this.#bytes.write(text, this.#length);
  }

  take(): Data {
    const taken = this.#validity.take();
    const data = Uint8Array.prototype.slice.call(this.#bytes, 0, this.#length);
    this.#length = 0;
    return makeData({
      type: this.type,
      ...taken,
      valueOffsets: this.#offsets.slice(0, taken.length + 1),
      data,
    });
  }
}
