import { z } from 'zod';

/** Most rows shown of any kind. */
export const SHOWN = 20;

const cell = z.union([z.number(), z.string(), z.boolean(), z.null()]);
const row = z.record(z.string(), cell);
const bilingual = z.strictObject({ zh: z.string(), en: z.string() });
const some = <T extends z.ZodType>(one: T) =>
  z.strictObject({ count: z.int(), /** at most {@link SHOWN} */ first: z.array(one) });

const rowSet = z.strictObject({
  count: z.int(),
  /** sums by measure, in the unit of the measure; only where the measures are sums over facts */
  sums: z.record(z.string(), z.number().nullable()).nullable(),
  /** at most {@link SHOWN}; dates as `YYYY-MM-DD` */
  first: z.array(row),
});
/** Rows of a table or of its facts: how many, what their figures sum up to, and the first of them. */
export type RowSet = z.infer<typeof rowSet>;

const trace = z.strictObject({
  table: z.string(),
  /** what the table and its columns are, from their comments */
  title: bilingual,
  columns: z.record(z.string(), bilingual),
  /** the table that keeps the facts */
  object: z.string(),
  object_title: bilingual,
  /** the figures that move the cell */
  measures: z.array(z.string()),
  /** values of key columns; a key that is not here is not restricted */
  keys: z.record(z.string(), z.array(z.string())),
  /** first and last day of every stretch of days, `YYYY-MM-DD` */
  days: z.array(z.tuple([z.string(), z.string()])),
  /** `rows`: every key and day named moves the cell; `stretches`: some named may not; `table`: nothing could be ruled out */
  certainty: z.enum(['rows', 'stretches', 'table']),
  rows: rowSet,
  /** rows with `fact`, `_file`, `_row`, `_run` and the measures */
  facts: rowSet,
});
/** What a cell takes from one table that queries read, and the facts behind it. */
export type Trace = z.infer<typeof trace>;

const tracedFile = z.strictObject({
  id: z.string(),
  source: z.string(),
  source_zh: z.string().nullable(),
  source_en: z.string().nullable(),
  name: z.string(),
  url: z.string().nullable(),
  sha256: z.string(),
  bytes: z.number(),
  received_at: z.string(),
  published_at: z.string().nullable(),
  /** facts of the traces that came in it */
  facts: z.number(),
  /** whether the landing archive holds the receipt and bytes of the length it says */
  landed: z.boolean(),
  /** code of the error that a receipt gives which cannot be read */
  fault: z.string().nullable(),
});
/** A file that facts came in. Instants are ISO 8601. */
export type TracedFile = z.infer<typeof tracedFile>;

const tracedRun = z.strictObject({
  run: z.string(),
  file: z.string(),
  loaded_at: z.string(),
  rows_read: z.number(),
  inserted: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  quarantined: z.number(),
});
/** A run that loaded one of the files. */
export type TracedRun = z.infer<typeof tracedRun>;

const revision = z.strictObject({
  series: z.string(),
  period_end: z.string(),
  revision: z.number(),
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  published_at: z.string().nullable(),
  withdrawn: z.boolean(),
  counts: z.boolean(),
  _file: z.string(),
  _row: z.number(),
  _run: z.string(),
});
/** One publication of an observation; exactly one of a series and period counts. */
export type Revision = z.infer<typeof revision>;

const tracedDecision = z.strictObject({
  id: z.number(),
  kind: z.enum(['alias', 'merge', 'separate', 'parent']),
  code: z.string().nullable(),
  name: z.string().nullable(),
  account_id: z.string(),
  valid_from: z.string().nullable(),
  valid_to: z.string().nullable(),
  note: z.string().nullable(),
  decided_at: z.string(),
  decided_by: z.string(),
  undone_at: z.string().nullable(),
  undone_by: z.string().nullable(),
});
/** A decision about the names of an account involved, undone ones included. */
export type TracedDecision = z.infer<typeof tracedDecision>;

export const explanation = z.strictObject({
  query: z.strictObject({ id: z.string(), title: bilingual, file: z.string(), sql: z.string() }),
  params: row,
  snapshot: z.strictObject({
    id: z.string(),
    as_of: z.string().nullable(),
    published_at: z.string(),
    runs: z.array(z.string()),
    sha256: z.string().nullable(),
  }),
  cell: z.strictObject({
    row: z.int(),
    column: z.string(),
    title: bilingual.extend({ unit: z.string().optional() }),
    value: cell,
    in_row: row,
  }),
  /** what was followed; other than the cell itself if that is no number */
  followed: z.array(z.string()),
  /** tables, views and functions of the SQL */
  reads: z.array(z.string()),
  /** tables of those that hold rows of files but are not followed: the figure may rest on their rows as well */
  not_followed: z.array(z.string()),
  traces: z.array(trace),
  /** what the codes among rows, keys and parameters stand for: ports, grades, provinces, series, accounts */
  names: z.record(z.string(), bilingual),
  /** the files with most facts first */
  files: some(tracedFile),
  runs: some(tracedRun),
  revisions: some(revision),
  decisions: some(tracedDecision),
});
/** Where a figure comes from. */
export type Explanation = z.infer<typeof explanation>;

const originalFile = z.strictObject({
  file: z.string(),
  name: z.string(),
  /** the header texts of the file, by position */
  titles: z.array(z.string()),
  /** the column of the contract that each of them was read as */
  columns: z.array(z.string().nullable()),
  /** the rows of the facts shown, their cells as they stand in the file; personal data masked */
  rows: z.array(z.strictObject({ row: z.int(), cells: z.array(z.string().nullable()) })),
  /** code of the error why there are none */
  fault: z.string().nullable(),
});
/** Rows of a received file as they stand in it. */
export type OriginalFile = z.infer<typeof originalFile>;

/** An explanation down to the bytes: with the original rows of the facts that it shows. */
export const originalExplanation = explanation.extend({ originals: z.array(originalFile) });
export type OriginalExplanation = z.infer<typeof originalExplanation>;
