import {
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampTZValue,
  DuckDBTypeId,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';

/** A value of a result. A number that a double cannot hold exactly is its decimal text. */
export type Cell = number | string | boolean | null;

/** What the cells of a column are; `number` cells may be text where a double would not be exact. */
export type CellType = 'date' | 'instant' | 'number' | 'boolean' | 'text';

const EXACT = new Set([
  DuckDBTypeId.TINYINT,
  DuckDBTypeId.SMALLINT,
  DuckDBTypeId.INTEGER,
  DuckDBTypeId.UTINYINT,
  DuckDBTypeId.USMALLINT,
  DuckDBTypeId.UINTEGER,
  DuckDBTypeId.FLOAT,
  DuckDBTypeId.DOUBLE,
]);
const WIDE = new Set([
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.UBIGINT,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.UHUGEINT,
]);
const SHANGHAI_MS = 8 * 3_600_000;

/** What kind of cells a DuckDB type gives. */
export function cellType(type: DuckDBType): CellType {
  if (EXACT.has(type.typeId) || WIDE.has(type.typeId) || type.typeId === DuckDBTypeId.DECIMAL)
    return 'number';
  if (type.typeId === DuckDBTypeId.DATE) return 'date';
  if (type.typeId === DuckDBTypeId.TIMESTAMP_TZ) return 'instant';
  return type.typeId === DuckDBTypeId.BOOLEAN ? 'boolean' : 'text';
}

/** Whether every value of a numeric type is a number: doubles, 32-bit integers, decimals of at most 15 digits. */
export function isAlwaysNumber(type: DuckDBType): boolean {
  return (
    EXACT.has(type.typeId) || (type.typeId === DuckDBTypeId.DECIMAL && 'width' in type && type.width <= 15)
  );
}

/**
 * One value as it leaves the engine: DATE `YYYY-MM-DD`, TIMESTAMPTZ ISO 8601 at +08:00, BIGINT and DECIMAL a number if
 * it prints back the same digits and else their text, NaN and infinities null, any other type its text.
 */
export function toCell(value: DuckDBValue): Cell {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'bigint')
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (value instanceof DuckDBDateValue) return value.isFinite ? value.toString() : null;
  if (value instanceof DuckDBTimestampTZValue) return value.isFinite ? atShanghai(value.micros) : null;
  if (value instanceof DuckDBDecimalValue) return exactDecimal(value);
  return value.toString();
}

function exactDecimal(decimal: DuckDBDecimalValue): number | string {
  const text = decimal.toString();
  const number = Number(text);
  // 15 significant digits always survive a double; more may
  return significant(text) <= 15 || String(number) === text ? number : text;
}

function significant(decimal: string): number {
  return decimal.replace(/[-.]/g, '').replace(/^0+/, '').length;
}

function atShanghai(micros: bigint): string {
  const local = new Date(Number(micros / 1000n) + SHANGHAI_MS);
  return local.toISOString().replace('Z', '+08:00');
}
