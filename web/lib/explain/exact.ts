import type { Cell } from '../../../queries/engine/convert.ts';
import { MISSING } from '../format/numbers.ts';

/** More digits are the noise of sums of doubles. */
const MOST_DIGITS = 6;

/** A number as it is kept, not rounded for the eye; thousands separated. */
export function exact(value: Cell | undefined, digits = 0): string {
  if (value === null || value === undefined) return MISSING;
  if (typeof value !== 'number') return String(value);
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: MOST_DIGITS });
}

/** Decimals that the longest of some numbers has, so that they align. */
export function exactDigits(values: readonly (Cell | undefined)[]): number {
  const lengths = values.map((value) =>
    typeof value === 'number'
      ? (value.toLocaleString('en-US', { maximumFractionDigits: MOST_DIGITS }).split('.')[1]?.length ?? 0)
      : 0,
  );
  return Math.max(0, ...lengths);
}
