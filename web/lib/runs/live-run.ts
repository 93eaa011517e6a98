import type { Status, Step } from '../../../data/journal-records.ts';

/** One step of a run under way, over one source or (source empty) the whole run. */
export interface LiveStep {
  step: Step;
  source: string;
  /** of `total` files, pages, months or checks; the fraction is of the file under way */
  done: number;
  total: number;
  /** records gone through; null for a step that does not count them */
  rows: number | null;
  rowsPerSecond: number | null;
}

/** A run under way, as of one moment. */
export interface LiveRun {
  run: string;
  /** ids of its sources */
  sources: string[];
  /** instants, ISO 8601: when it began, and as of when this is */
  since: string;
  at: string;
  pid: number;
  steps: LiveStep[];
}

/** How a run that was under way ended. */
export interface EndedLiveRun {
  run: string;
  status: Exclude<Status, 'running'>;
}
