import type { Pace } from './pace.ts';
import type { ResultColumn, Value } from './result-columns.ts';
import { sortedRows, type SortKeys } from './sort-rows.ts';

/** Bars of a histogram. */
const BARS = 24;

/** What the values of a column are like. */
export interface ColumnStatistics {
  rows: number;
  missing: number;
  /** different values */
  distinct: number;
  /** the column's own values, so no digit is lost; null if there are none */
  min: Value | null;
  max: Value | null;
  /** values below which a quarter, half and three quarters lie (nearest rank); numbers, dates and times only */
  quartiles: [Value, Value, Value] | null;
  /** in the unit of the column; numbers only */
  mean: number | null;
  /** how many values lie in each of equal parts between min and max; numbers, dates and times only */
  histogram: number[] | null;
}

/** Look at the values of some rows of a column. @param rows row numbers @param keys those of the column */
export async function columnStatistics(
  column: ResultColumn,
  rows: Uint32Array,
  keys: SortKeys,
  pace: Pace,
): Promise<ColumnStatistics> {
  const order = await sortedRows(rows, keys, false, pace);
  let count = order.length;
  while (count > 0 && Number.isNaN(keys.keys[order[count - 1] as number])) count--;
  const at = (place: number): Value | null => (count ? column.value(order[place] as number) : null);
  const [min, max] = [at(0), at(count - 1)];
  const measured = !['text', 'flag'].includes(column.kind);
  let distinct = 0;
  let whole = 0n;
  let real = 0;
  const bars = new Array<number>(BARS).fill(0);
  const low = min === null ? 0 : column.number(min);
  const span = max === null ? 0 : column.number(max) - low;
  let last: Value | null = null;
  for (let place = 0; place < count; place++) {
    const value = at(place) as Value;
    if (value !== last) distinct++;
    last = value;
    if (measured) {
      if (typeof value === 'bigint') whole += value;
      else real += Number(value);
      const bar = span > 0 ? Math.floor(((column.number(value) - low) / span) * BARS) : 0;
      bars[Math.min(bar, BARS - 1)]! += 1;
    }
    if (pace.due()) await pace.rest();
  }
  const rank = (share: number) => at(Math.max(0, Math.ceil(share * count) - 1)) as Value;
  return {
    rows: rows.length,
    missing: rows.length - count,
    distinct,
    min,
    max,
    quartiles: measured && count > 0 ? [rank(0.25), rank(0.5), rank(0.75)] : null,
    mean:
      column.kind === 'number' && count > 0
        ? (typeof min === 'bigint' ? column.number(whole) : real) / count
        : null,
    histogram: measured && count > 0 && Number.isFinite(span) ? bars : null,
  };
}
