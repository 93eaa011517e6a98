/** The eight steps of a run, in order. */
export const STEPS = ['extract', 'stage', 'resolve', 'load', 'marts', 'check', 'publish', 'deliver'] as const;
/** One step of a run. */
export type Step = (typeof STEPS)[number];

/** How a run or a step ended, or that it has not; `held`: what a run loaded waits for the release of a rollback. */
export type Status = 'running' | 'ok' | 'nothing_new' | 'held' | 'failed' | 'interrupted';

/** One run over one or more sources. */
export interface RunRecord {
  id: string;
  /** source ids, separated by spaces */
  sources: string;
  started_at: string;
  ended_at: string | null;
  status: Status;
  pid: number;
  error: string | null;
}

/** One step of a run: of one file of a source, of a source, or (source empty) of the whole run. */
export interface StepRecord {
  run: string;
  source: string;
  file: string;
  step: Step;
  started_at: string;
  ended_at: string | null;
  status: Status;
  detail: string | null;
}

/** The outcome of one check. */
export interface CheckRecord {
  run: string;
  name: string;
  severity: 'error' | 'warn';
  passed: boolean;
  detail: string;
}

/** Rows of one file that were kept aside when it was last read; the rows are in `quarantine/<file>.parquet`. */
export interface QuarantineRecord {
  file: string;
  source: string;
  file_name: string;
  run: string;
  rows: number;
}

/** A file that could not be read at all when it was last tried. */
export interface FileErrorRecord {
  file: string;
  source: string;
  name: string;
  run: string;
  code: string;
  message: string;
  seen_at: string;
}
