import { z } from 'zod';

/** The eight steps of a run, in order. */
export const STEPS = ['extract', 'stage', 'resolve', 'load', 'marts', 'check', 'publish', 'deliver'] as const;
/** One step of a run. */
export type Step = (typeof STEPS)[number];

/** How a run or a step may have ended, or that it has not. */
export const STATUSES = ['running', 'ok', 'nothing_new', 'held', 'failed', 'interrupted'] as const;
/** How a run or a step ended, or that it has not; `held`: what a run loaded waits for the release of a rollback. */
export type Status = (typeof STATUSES)[number];

// a later version may add columns: what is not known here is left out, not refused
export const runRecord = z.object({
  id: z.string(),
  /** source ids, separated by spaces */
  sources: z.string(),
  started_at: z.string(),
  ended_at: z.string().nullable(),
  status: z.enum(STATUSES),
  pid: z.int(),
  error: z.string().nullable(),
});
/** One run over one or more sources. Times are ISO 8601 instants. */
export type RunRecord = z.infer<typeof runRecord>;

export const endedRun = runRecord.extend({ place: z.int() });
/** A run that has ended, and its place in the journal: a number that grows, whatever the clock does. */
export type EndedRun = z.infer<typeof endedRun>;

export const stepRecord = z.object({
  run: z.string(),
  source: z.string(),
  file: z.string(),
  step: z.enum(STEPS),
  started_at: z.string(),
  ended_at: z.string().nullable(),
  status: z.enum(STATUSES),
  detail: z.string().nullable(),
});
/** One step of a run: of one file of a source, of a source, or (source empty) of the whole run. */
export type StepRecord = z.infer<typeof stepRecord>;

export const progressRecord = z.object({
  run: z.string(),
  step: z.enum(STEPS),
  source: z.string(),
  /** of `total`; the fraction is of the file under way */
  done: z.number(),
  total: z.int(),
  /** records gone through; null for a step that does not count them */
  rows: z.int().nullable(),
  /** how long the step was at work, milliseconds */
  worked_ms: z.int(),
  at: z.string(),
});
/** How far a step of a run under way is, over one source or (source empty) the whole run. */
export type ProgressRecord = z.infer<typeof progressRecord>;

/** Records per second of a step; null until it was at work for a tenth of a second. */
export function rowsPerSecond(rows: number | null, workedMs: number): number | null {
  return rows === null || workedMs < 100 ? null : Math.round((rows * 1000) / workedMs);
}

export const checkRecord = z.object({
  run: z.string(),
  name: z.string(),
  severity: z.enum(['error', 'warn']),
  passed: z.int().transform((flag) => flag === 1),
  detail: z.string(),
});
/** The outcome of one check. */
export type CheckRecord = z.infer<typeof checkRecord>;

export const quarantineRecord = z.object({
  file: z.string(),
  source: z.string(),
  file_name: z.string(),
  run: z.string(),
  rows: z.int(),
});
/** Rows of one file that were kept aside when it was last read; the rows are in `quarantine/<file>.parquet`. */
export type QuarantineRecord = z.infer<typeof quarantineRecord>;

export const fileErrorRecord = z.object({
  file: z.string(),
  source: z.string(),
  name: z.string(),
  run: z.string(),
  code: z.string(),
  message: z.string(),
  seen_at: z.string(),
});
/** A file that could not be read at all when it was last tried. */
export type FileErrorRecord = z.infer<typeof fileErrorRecord>;

export const loadedRows = z.object({ source: z.string(), outcome: z.string(), rows: z.number() });
/** Records of a source that a run loaded with one outcome: `inserted`, `updated`, `unchanged`, `quarantined` … */
export type LoadedRows = z.infer<typeof loadedRows>;

export const sourceLoad = z.object({
  source: z.string(),
  run: z.string(),
  at: z.string(),
  files: z.int(),
  read: z.int(),
  inserted: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  quarantined: z.int(),
});
/** What one run loaded of one source, over all its files; `at`: when its last file was loaded. */
export type SourceLoad = z.infer<typeof sourceLoad>;

export const fileLoad = sourceLoad.omit({ files: true }).extend({ file: z.string() });
/** What one run loaded of one file. */
export type FileLoad = z.infer<typeof fileLoad>;
