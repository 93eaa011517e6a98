import { z } from 'zod';
import type { CoalfaceError } from '../../data/errors.ts';
import type { Cell } from '../engine/convert.ts';
import type { Parameter } from '../engine/parameter-schema.ts';

/** Values of named parameters; a date without a type is bound as text and cast by the statement. */
export type SqlValues = Readonly<Record<string, Cell>>;
/** The types of named parameters, as query headers name them. */
export type SqlTypes = Readonly<Record<string, Parameter['type']>>;

/** How rows are written: an Arrow IPC stream; CSV with a byte-order mark; JSON with the rows as objects. */
export const SQL_FORMATS = ['arrow', 'csv', 'json'] as const;
export type SqlFormat = (typeof SQL_FORMATS)[number];

/** What a sandbox is asked to do. */
export interface SqlTask {
  sql: string;
  values: SqlValues;
  /** what the values are bound as; one that is not named is bound as it is */
  types: SqlTypes;
  /** how the rows are written; `plan`: explain it, run nothing */
  as: SqlFormat | 'plan';
  /** most rows that are given; more are cut off, and it is said */
  rowLimit: number;
  /** most bytes that are given */
  byteLimit: number;
}

/** A column as DuckDB names it; a name that stands twice is numbered. */
export interface SqlColumn {
  name: string;
  /** DuckDB's type, e.g. `DECIMAL(18,2)` */
  type: string;
}

/** How a task ended. */
export interface SqlEnd {
  rows: number;
  /** there are more rows than were given */
  truncated: boolean;
  /** milliseconds in DuckDB and in making the stream */
  elapsedMs: number;
}

/** To the child. It does one task at a time; `more` lets it send one more piece. */
export type ToChild = { type: 'run'; task: SqlTask } | { type: 'more' } | { type: 'cancel' };

/** From the child. */
export type FromChild =
  | { type: 'ready' }
  | { type: 'columns'; columns: SqlColumn[]; reads: string[] }
  | { type: 'piece'; bytes: Uint8Array; rows: number }
  | { type: 'plan'; plan: string; reads: string[] }
  | { type: 'end'; end: SqlEnd }
  | { type: 'error'; error: Told };

/** An error as it is told to another process. */
export interface Told {
  code: string;
  message: string;
  hint?: string | undefined;
  where: CoalfaceError['where'];
}

const duckError = z.object({
  exception_type: z.string(),
  exception_message: z.string(),
  position: z.coerce.number().optional(),
});

/** DuckDB's error of an instance that is set to `errors_as_json`; null if it is none. */
export function duckErrorOf(text: string): z.infer<typeof duckError> | null {
  try {
    return duckError.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
