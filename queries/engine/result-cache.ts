import type { QueryResult } from './result.ts';

/** Results by key, the least recently used given up first once they hold too many cells. */
export class ResultCache {
  readonly #kept = new Map<string, QueryResult>();
  readonly #coming = new Map<string, Promise<QueryResult>>();
  readonly #maxCells: number;
  #cells = 0;

  /** @param maxCells how many cells all kept results may have together */
  constructor(maxCells: number) {
    this.#maxCells = maxCells;
  }

  /**
   * The result of a key, computed once however many ask at the same time. A failure is not kept.
   * @returns the result; `cache` is `hit` for all but the caller whose `compute` ran
   */
  async get(key: string, compute: () => Promise<QueryResult>): Promise<QueryResult> {
    const kept = this.#kept.get(key);
    if (kept) {
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      return kept;
    }
    const coming = this.#coming.get(key);
    if (coming) return { ...(await coming), cache: 'hit' };
    const computing = compute();
    this.#coming.set(key, computing);
    try {
      const result = await computing;
      this.#keep(key, { ...result, cache: 'hit' });
      return result;
    } finally {
      this.#coming.delete(key);
    }
  }

  #keep(key: string, result: QueryResult): void {
    const size = cellsOf(result);
    if (size > this.#maxCells) return;
    this.#kept.set(key, result);
    this.#cells += size;
    for (const [oldest, old] of this.#kept) {
      if (this.#cells <= this.#maxCells) break;
      this.#kept.delete(oldest);
      this.#cells -= cellsOf(old);
    }
  }
}

// the fixed part stands for the SQL text and the column titles
function cellsOf(result: QueryResult): number {
  return 100 + result.rowCount * result.columns.length;
}
