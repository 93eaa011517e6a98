/** Lets so many tasks run at once; the others wait in order of arrival. */
export class Gate {
  readonly #waiting: (() => void)[] = [];
  readonly #width: number;
  #free: number;

  constructor(width: number) {
    this.#width = width;
    this.#free = width;
  }

  /** How many tasks run now, and how many wait for room. */
  load(): { running: number; waiting: number } {
    return { running: this.#width - this.#free, waiting: this.#waiting.length };
  }

  /** Run a task when there is room. @returns what the task returns */
  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    }
  }
}
