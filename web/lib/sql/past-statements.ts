import { z } from 'zod';
import { store, stored } from './stored.ts';

const NAME = 'sql.history';
const MOST = 100;

const past = z.array(
  z.object({
    sql: z.string(),
    /** ISO 8601 */
    at: z.string(),
    /** null if it gave none */
    rows: z.number().nullable(),
    /** code of the fault; null if there was none */
    fault: z.string().nullable(),
  }),
);

/** A statement that was run in this browser. */
export type PastStatement = z.infer<typeof past>[number];

/** The statements that were run in this browser, newest first. */
export function pastStatements(): PastStatement[] {
  return stored(NAME, past) ?? [];
}

/**
 * Remember a statement; the same text stands once.
 * @param at when it was run, in ms since 1970
 * @returns what is remembered then
 */
export function remember(statement: Omit<PastStatement, 'at'>, at: number): PastStatement[] {
  const others = pastStatements().filter(({ sql }) => sql !== statement.sql);
  const all = [{ ...statement, at: new Date(at).toISOString() }, ...others].slice(0, MOST);
  store(NAME, all);
  return all;
}

/** Forget them all. */
export function forget(): void {
  store(NAME, []);
}
