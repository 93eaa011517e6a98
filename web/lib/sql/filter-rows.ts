import type { Pace } from './pace.ts';
import type { ResultColumn, Value } from './result-columns.ts';

/** What rows of a column are kept. */
export type Filter =
  | { kind: 'contains' | 'equals'; text: string }
  | { kind: 'range'; from: string; to: string }
  | { kind: 'missing' };

/** A filter that cannot be read: which of its texts is none of the column's values. */
export class UnreadableFilter extends Error {}

/**
 * The test of a filter; null if it keeps everything.
 * @throws UnreadableFilter
 */
export function keeps(column: ResultColumn, filter: Filter): ((row: number) => boolean) | null {
  if (filter.kind === 'missing') return (row) => column.value(row) === null;
  if (filter.kind === 'contains') {
    const wanted = filter.text.toLowerCase();
    if (!wanted) return null;
    return (row) => {
      const value = column.value(row);
      return value !== null && column.text(value).toLowerCase().includes(wanted);
    };
  }
  const [low, high] = filter.kind === 'range' ? [filter.from, filter.to] : [filter.text, filter.text];
  const [from, to] = [boundOf(column, low), boundOf(column, high)];
  if (from === null && to === null) return null;
  return (row) => {
    const value = column.value(row);
    return value !== null && (from === null || value >= from) && (to === null || value <= to);
  };
}

function boundOf(column: ResultColumn, text: string): Value | null {
  if (text === '') return null;
  const bound = column.bound(text);
  if (bound === null) throw new UnreadableFilter(text);
  return bound;
}

/** The rows that every test keeps, in their order. @param count of rows */
export async function filteredRows(
  count: number,
  tests: readonly ((row: number) => boolean)[],
  pace: Pace,
): Promise<Uint32Array> {
  const kept = new Uint32Array(count);
  let found = 0;
  for (let row = 0; row < count; row++) {
    if (tests.every((test) => test(row))) kept[found++] = row;
    if (pace.due()) await pace.rest();
  }
  return kept.slice(0, found);
}
