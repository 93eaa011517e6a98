import type { Logger } from 'pino';
import type { CoalfaceError } from '../data/errors.ts';
import type { Home } from '../data/home.ts';
import type { Snapshot } from '../data/snapshots.ts';
import type { Step } from '../data/journal-records.ts';
import type { WebOptions } from './extract/web.ts';
import type { LoadCounts } from './load/load.ts';
import type { Rollback } from '../data/snapshot-ledger-reader.ts';

/** How far a step has come. */
export interface Progress {
  step: Step | 'sample' | 'verify' | 'backup' | 'restore';
  source: string | null;
  /** of `total`; the fraction is of the file under way */
  done: number;
  total: number;
  /** records gone through so far */
  rows?: number;
  /** how long the step was at work, milliseconds */
  workedMs?: number;
}

/** What a run is given: everything that could differ between two runs over the same state. */
export interface RunOptions {
  home: Home;
  /** source ids; default all */
  sources?: readonly string[];
  /** leave out the sources that can be had over the network only */
  local?: boolean;
  /** `COALFACE_OFFLINE`, proxies and keys of publishers; default the environment of the process */
  env?: NodeJS.ProcessEnv;
  /** limits and clock of requests; default those of the program */
  requests?: Pick<WebOptions, 'limits' | 'clock'>;
  now: () => Date;
  /** the structured log; absent: nothing is logged */
  log?: Logger;
  progress: (progress: Progress) => void;
  /** read what is archived of the sources again, or of it the files with these landing ids, and ask for nothing new */
  replay?: { files: readonly string[] | undefined };
  /** how long to wait for another writer */
  waitMs?: number;
  /** told at once whom it waits for */
  waiting?: (holder: string) => void;
}

/** What a run did. */
export interface RunOutcome {
  run: string;
  /** the snapshot it published; null if there was nothing new or publishing is held */
  published: Snapshot | null;
  /** the rollback that kept it from publishing what it loaded */
  held: Rollback | null;
  files: { source: string; name: string; counts: LoadCounts }[];
  errors: CoalfaceError[];
  /** sources that were not asked for, and why; no errors */
  skipped: { source: string; reason: string }[];
}
