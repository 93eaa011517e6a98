/** Answers that may be another a moment later. */
export const RETRIED_STATUS: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

/**
 * How long the server asks to wait, in ms: seconds or an HTTP date.
 * @returns null if it does not say, or not so that it can be understood
 */
export function retryAfter(header: string | undefined, now: number): number | null {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const at = /^[A-Za-z]{3,9},? /.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

/**
 * The pause before the next try, in ms: doubled with every try, and half of it left to chance, so that clients which
 * failed together do not come back together.
 * @param tried tries so far, from 1
 * @param chance 0 ≤ x < 1
 */
export function backOff(tried: number, baseMs: number, chance: number): number {
  return baseMs * 2 ** (tried - 1) * (0.5 + chance / 2);
}
