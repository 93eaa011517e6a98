import { z } from 'zod';

/** Nested repetition, `(a+)+`, takes for ever on a page made for it. */
const NESTED = /\([^()]*[+*][^()]*\)[+*{]/;

/** A regular expression as text, for texts after NFKC: 全角 brackets and digits are half width in them. */
export const pattern = z
  .string()
  .min(1)
  .max(500)
  .refine((text) => !NESTED.test(text), 'a repetition within a repetition can take for ever')
  .refine((text) => compiles(text), 'is no regular expression');

function compiles(text: string): boolean {
  try {
    return Boolean(new RegExp(text, 'u'));
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** The pattern inside `/…/`; null for a plain text. */
export function patternOf(text: string): string | null {
  return text.length > 2 && text.startsWith('/') && text.endsWith('/') ? text.slice(1, -1) : null;
}
