import type { Step } from '../data/journal-records.ts';
import type { Meter } from './metered.ts';
import type { RunOptions } from './run-outcome.ts';

/** How far the files of one source are staged and loaded: a file under way counts by the records gone through. */
export class FileProgress {
  readonly #source: string;
  readonly #total: number;
  readonly #progress: RunOptions['progress'];
  readonly #rows: Partial<Record<Step, number>> = {};
  #files = 0;

  /** @param total files that will be read */
  constructor(source: string, total: number, progress: RunOptions['progress']) {
    this.#source = source;
    this.#total = total;
    this.#progress = progress;
  }

  /** A step of the next file begins. @returns told how many of its records the step has gone through */
  begin(step: 'stage' | 'load'): Meter {
    const meter: Meter = (records, total) => this.#tell(step, total ? records / total : 0, records);
    meter(0, 0);
    return meter;
  }

  /** A step of the file is done. @param records of the file */
  end(step: 'stage' | 'load', records: number): void {
    this.#rows[step] = (this.#rows[step] ?? 0) + records;
    this.#tell(step, 1, 0);
  }

  /** Done with the file, whatever came of it. */
  next(): void {
    this.#files += 1;
  }

  /** All files are read; there may have been none. */
  finish(): void {
    this.#files = this.#total;
    if (this.#total > 0) this.#tell('stage', 0, 0);
    this.#tell('load', 0, 0);
  }

  #tell(step: 'stage' | 'load', share: number, records: number): void {
    const rows = (this.#rows[step] ?? 0) + records;
    this.#progress({ step, source: this.#source, done: this.#files + share, total: this.#total, rows });
  }
}
