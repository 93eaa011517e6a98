import type { Pace } from './pace.ts';
import type { ResultColumn, Value } from './result-columns.ts';

/** Rows that are sorted without a rest. */
const RUN = 4096;

/** How rows follow one another in a column; missing values come last in either direction, equal ones in their order. */
export interface SortKeys {
  /** position of a row among the values of the column; NaN where there is none */
  keys: Float64Array;
  /** tells those apart that a double cannot */
  exact: ((row: number) => bigint) | null;
}

/** The keys by which a column is sorted; texts as Chinese dictionaries have them. */
export async function sortKeys(column: ResultColumn, rows: number, pace: Pace): Promise<SortKeys> {
  const keys = new Float64Array(rows);
  if (column.kind === 'text') return { keys: await textKeys(column, keys, pace), exact: null };
  let wide = false;
  for (let row = 0; row < rows; row++) {
    const value = column.value(row);
    keys[row] = value === null ? Number.NaN : Number(value);
    wide ||= typeof value === 'bigint' && !Number.isSafeInteger(keys[row]);
    if (pace.due()) await pace.rest();
  }
  return { keys, exact: wide ? (row) => BigInt(column.value(row) ?? 0) : null };
}

/** Each text gets the place of its text among all different ones. */
async function textKeys(column: ResultColumn, keys: Float64Array, pace: Pace): Promise<Float64Array> {
  const numbers = new Map<Value, number>();
  for (let row = 0; row < keys.length; row++) {
    const value = column.value(row);
    if (value === null) keys[row] = Number.NaN;
    else {
      const number = numbers.get(value) ?? numbers.size;
      if (number === numbers.size) numbers.set(value, number);
      keys[row] = number;
    }
    if (pace.due()) await pace.rest();
  }
  const texts = [...numbers.keys()].map(String);
  const { compare } = new Intl.Collator('zh-CN');
  const order = await mergeSorted(
    Uint32Array.from(texts, (_, i) => i),
    (a, b) => compare(texts[a] ?? '', texts[b] ?? '') || a - b,
    pace,
  );
  const places = new Float64Array(texts.length);
  for (const [place, number] of order.entries()) places[number] = place;
  for (let row = 0; row < keys.length; row++) {
    keys[row] = places[keys[row] ?? 0] ?? Number.NaN;
    if (pace.due()) await pace.rest();
  }
  return keys;
}

/**
 * Rows in the order of a column.
 * @param rows row numbers; left as they are
 */
export function sortedRows(
  rows: Uint32Array,
  { keys, exact }: SortKeys,
  descending: boolean,
  pace: Pace,
): Promise<Uint32Array> {
  const turn = descending ? -1 : 1;
  return mergeSorted(
    rows,
    (a, b) => {
      const [x, y] = [keys[a] as number, keys[b] as number];
      if (x < y) return -turn;
      if (x > y) return turn;
      if (x !== y) {
        const [noX, noY] = [Number.isNaN(x), Number.isNaN(y)];
        return noX === noY ? a - b : noX ? 1 : -1;
      }
      if (exact) {
        const [p, q] = [exact(a), exact(b)];
        if (p !== q) return p < q ? -turn : turn;
      }
      return a - b;
    },
    pace,
  );
}

async function mergeSorted(
  rows: Uint32Array,
  compare: (a: number, b: number) => number,
  pace: Pace,
): Promise<Uint32Array> {
  let from = rows.slice();
  for (let at = 0; at < from.length; at += RUN) {
    from.subarray(at, at + RUN).sort(compare);
    if (pace.due(RUN)) await pace.rest();
  }
  let to = new Uint32Array(from.length);
  for (let width = RUN; width < from.length; width *= 2) {
    for (let at = 0; at < from.length; at += 2 * width) {
      const middle = Math.min(at + width, from.length);
      const end = Math.min(at + 2 * width, from.length);
      let [left, right] = [at, middle];
      for (let place = at; place < end; place++) {
        const takeLeft =
          left < middle && (right >= end || compare(from[left] as number, from[right] as number) <= 0);
        to[place] = from[takeLeft ? left++ : right++] as number;
        if (pace.due()) await pace.rest();
      }
    }
    [from, to] = [to, from];
  }
  return from;
}
