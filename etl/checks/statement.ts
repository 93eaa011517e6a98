import type { Bindings } from '../../data/duck.ts';
import type { CheckOf, CheckKind } from '../../data/check-schema.ts';
import type { Catalogue, Fault } from './catalogue.ts';

/** What is judged: what is not published yet, or what the newest publication brought. */
export interface Scope {
  runs: readonly string[];
  /** first days of the months whose marts were rebuilt, by subject; null: all months */
  months: ReadonlyMap<string, readonly string[]> | null;
  /** instant of the judgement */
  now: Date;
}

/**
 * A compiled check. Its one statement gives one row: `sample` (how much it looked at, 0: there is nothing to judge),
 * `enough` (whether that suffices for a judgement), `measured` (DOUBLE) and `examples` (VARCHAR[], what is wrong).
 */
export interface Statement {
  sql: string;
  bindings: Bindings;
  /** least and most of what is measured that is right; null: no bound */
  low: number | null;
  high: number | null;
  /** unit of what is measured */
  unit: string;
}

/** What a kind of check is compiled with. */
export interface Compiling {
  catalogue: Catalogue;
  scope: Scope;
  bad: Fault;
}

/** Makes the statement of a check of one kind. @throws what `bad` makes for names that there are not */
export type Compiler<K extends CheckKind> = (check: CheckOf<K>, at: Compiling) => Statement;

/** Examples that are kept of what is wrong. */
export const EXAMPLES = 5;
