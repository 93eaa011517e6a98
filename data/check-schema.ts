import { z } from 'zod';
import { bilingual, name } from './contract-schema.ts';

/** A table of the warehouse, `schema.table`. */
const table = z.string().regex(/^[a-z]+\.[a-z_]+$/, 'a table is written schema.table');
/** A column of a table of the warehouse. */
const column = z.string().regex(/^[a-z_][a-z0-9_]*$/, 'not the name of a column');
/** A column with its table, `schema.table.column`. */
const place = z.string().regex(/^[a-z]+\.[a-z_]+\.[a-z_][a-z0-9_]*$/, 'written schema.table.column');

const total = z.strictObject({
  table,
  /** column that is summed; absent: rows are counted */
  sum: column.optional(),
  /** date column by whose months the totals are compared */
  month: column,
});

const shared = {
  id: name,
  title: bilingual,
  /** `error` stops publishing; `warn` publishes and shows */
  severity: z.enum(['error', 'warn']),
  tags: z.array(name).default([]),
};

/** What a check may ask. */
export const check = z.discriminatedUnion('kind', [
  /** rows of the files that the newest unpublished run read of a source, against the median of its earlier loads */
  z.strictObject({
    ...shared,
    kind: z.literal('rows_vs_history'),
    /** in a source file: that source */
    source: name.optional(),
    /** loads that are the history, and how many there must be for a judgement */
    last: z.int().min(1).default(20),
    at_least: z.int().min(1).default(5),
    /** the least and the most rows, as factors of the median */
    min: z.number().min(0).default(0),
    max: z.number().positive(),
  }),
  /** two totals are the same in every month */
  z.strictObject({
    ...shared,
    kind: z.literal('control_total'),
    of: total,
    against: total,
    /** largest difference that is none, in the unit of the totals */
    tolerance: z.number().min(0),
    /** unit of the totals */
    unit: z.enum(['rows', 't', 'wt', 'cny', 'count']).default('rows'),
  }),
  /** no two rows have the same key */
  z.strictObject({ ...shared, kind: z.literal('unique'), table, key: z.array(column).min(1) }),
  /** what rows refer to is there; of a table without rows nothing is expected */
  z.strictObject({
    ...shared,
    kind: z.literal('references'),
    /** those that data/objects declare, or named ones */
    references: z.union([z.literal('objects'), z.array(z.strictObject({ from: place, to: place })).min(1)]),
    /** rows that may refer to nothing */
    max: z.int().min(0).default(0),
  }),
  /** share of rows in which a column is empty */
  z.strictObject({
    ...shared,
    kind: z.literal('not_null_share'),
    table,
    column,
    max: z.number().min(0).max(1),
  }),
  /** the newest day is not too old; by the calendar of a source, or by days */
  z.strictObject({
    ...shared,
    kind: z.literal('freshness'),
    by: z.union([
      /** periods after the newest known one that are late or missing: of one source, or of all that were ever loaded */
      z.strictObject({ calendar: name }),
      z.literal('calendars'),
      /** days by which a table is behind today, or behind the newest day of another table */
      z.strictObject({
        table,
        day: column,
        behind: z.union([z.literal('today'), z.strictObject({ table, day: column })]).default('today'),
      }),
    ]),
    max: z.int().min(0),
  }),
  /** a stock moves by what comes in less what goes out, over steps of one day */
  z.strictObject({
    ...shared,
    kind: z.literal('reconciliation'),
    table,
    by: z.array(column).min(1),
    day: column,
    stock: column,
    in: column,
    out: column,
    /** steps that may be wrong */
    max: z.int().min(0).default(0),
    /** the larger of an absolute residual, in the unit of the stock, and a share of what came in and went out */
    tolerance: z.strictObject({ absolute: z.number().min(0), share: z.number().min(0).max(1) }),
  }),
  /** the median of the newest day lies where those of the days before it lie */
  z.strictObject({
    ...shared,
    kind: z.literal('drift'),
    table,
    column,
    day: column,
    /** days of the table that are the history, and how many there must be for a judgement */
    last: z.int().min(3).default(30),
    at_least: z.int().min(3).default(10),
    /** values that the newest day must have for a judgement */
    sample: z.int().min(1).default(20),
    /** most robust standard deviations; 3.5 is usual */
    max: z.number().positive().default(3.5),
    /** a deviation of less than that, in the unit of the column, is none */
    spread: z.number().positive(),
  }),
  /** rows that must not be there */
  z.strictObject({
    ...shared,
    kind: z.literal('sql'),
    /** a SELECT in a file beside this one; `$runs` in it is the list of the runs that are judged */
    file: z.string().regex(/^[a-z][a-z0-9_]*\.sql$/, 'the name of a file NAME.sql beside this one'),
    max: z.int().min(0).default(0),
  }),
]);

/** One declared check. */
export type Check = z.infer<typeof check>;
/** A kind of check. */
export const checkKind = z.enum(check.options.map(({ shape }) => shape.kind.value));
/** A kind of check. */
export type CheckKind = Check['kind'];
/** The check of one kind. */
export type CheckOf<K extends CheckKind> = Extract<Check, { kind: K }>;

/** A check in a source file, which has no file of SQL beside it. */
export const sourceCheck = check.refine(
  ({ kind }) => kind !== 'sql',
  'a check in SQL stands in a file of checks, beside its SELECT',
);

/** A file of checks: its name is the group in which they are shown. */
export const checkFile = z.strictObject({ title: bilingual, checks: z.array(check).min(1) });
