import { columnStatistics, type ColumnStatistics } from './column-statistics.ts';
import { filteredRows, keeps, type Filter } from './filter-rows.ts';
import { Pace } from './pace.ts';
import type { Result } from './result-columns.ts';
import { sortedRows, sortKeys, type SortKeys } from './sort-rows.ts';

/** By which column rows are sorted. */
export interface Sort {
  column: number;
  descending: boolean;
}

/** What rows a column keeps. */
export interface ColumnFilter {
  column: number;
  filter: Filter;
}

/** A result as a reader looks at it: the rows that filters keep, in an order. */
export class GridView {
  readonly result: Result;
  /** row numbers, in the order in which they are shown */
  rows = $state.raw<Uint32Array>(new Uint32Array());
  sort = $state.raw<Sort | null>(null);
  /** at most one for each column */
  filters = $state.raw<readonly ColumnFilter[]>([]);
  working = $state(false);
  readonly #keys: SortKeys[] = [];
  #running = new AbortController();

  constructor(result: Result) {
    this.result = result;
    this.rows = Uint32Array.from({ length: result.rows }, (_, row) => row);
  }

  /** Sort by a column; null: as the statement gave them. */
  sortBy(sort: Sort | null): Promise<void> {
    this.sort = sort;
    return this.#show();
  }

  /** Keep what a filter of a column keeps; null: everything. @throws UnreadableFilter, and the filters stay */
  filterBy(column: number, filter: Filter | null): Promise<void> {
    const of = this.result.columns[column];
    if (filter && of) keeps(of, filter);
    const others = this.filters.filter((one) => one.column !== column);
    this.filters = filter ? [...others, { column, filter }] : others;
    return this.#show();
  }

  /** What the rows shown are like in a column. @throws the reason of the signal */
  async statistics(column: number, signal: AbortSignal): Promise<ColumnStatistics | null> {
    const of = this.result.columns[column];
    if (!of) return null;
    const pace = new Pace(signal);
    // rows are looked at when the page is idle: a first look at them comes before
    await pace.rest();
    return columnStatistics(of, this.rows, await this.#keysOf(column, pace), pace);
  }

  /** A later wish ends the work on an earlier one. */
  async #show(): Promise<void> {
    this.#running.abort();
    const running = new AbortController();
    this.#running = running;
    this.working = true;
    const pace = new Pace(running.signal);
    try {
      const tests = this.filters.flatMap(({ column, filter }) => {
        const of = this.result.columns[column];
        return (of && keeps(of, filter)) ?? [];
      });
      const { sort } = this;
      const kept = await filteredRows(this.result.rows, tests, pace);
      this.rows = sort
        ? await sortedRows(kept, await this.#keysOf(sort.column, pace), sort.descending, pace)
        : kept;
    } catch (error) {
      if (!running.signal.aborted) throw error;
    } finally {
      if (this.#running === running) this.working = false;
    }
  }

  async #keysOf(column: number, pace: Pace): Promise<SortKeys> {
    const known = this.#keys[column];
    if (known) return known;
    const of = this.result.columns[column];
    if (!of) throw new RangeError(`there is no column ${column}`);
    const made = await sortKeys(of, this.result.rows, pace);
    this.#keys[column] = made;
    return made;
  }
}
