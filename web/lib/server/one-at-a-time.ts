import { CoalfaceError } from '../../../data/errors.ts';

/**
 * Lets one piece of heavy work run at a time: it reads whole snapshots, and two at once would only delay each other and
 * every page. Who asks for what is running already is given its result.
 */
export class OneAtATime {
  #running: { key: string; result: Promise<unknown> } | undefined;

  /** @param key of the work: equal keys, equal results @throws CoalfaceError `busy` while other work runs */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    // equal keys have the type of their first caller
    if (this.#running?.key === key) return this.#running.result as Promise<T>;
    if (this.#running) {
      throw new CoalfaceError('busy', 'another comparison or verification is running', {
        hint: 'try again when it has ended',
      });
    }
    const result = work();
    this.#running = { key, result };
    try {
      return await result;
    } finally {
      this.#running = undefined;
    }
  }
}
