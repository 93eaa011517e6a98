/** Work that keeps a page busy longer than this is felt. */
const SLICE_MS = 8;
const LOOKS_EVERY = 1024;

/** Divides long work so that the page stays responsive: await `rest` in its loops. */
export class Pace {
  readonly #signal: AbortSignal | undefined;
  #began = performance.now();
  #steps = 0;

  /** @param signal ends the work at its next rest */
  constructor(signal?: AbortSignal) {
    this.#signal = signal;
  }

  /** Whether to rest now. The clock is read once in so many steps only. @param steps since the last call */
  due(steps = 1): boolean {
    this.#steps += steps;
    if (this.#steps < LOOKS_EVERY) return false;
    this.#steps = 0;
    return performance.now() - this.#began > SLICE_MS;
  }

  /** Let the page do what waits. @throws the reason of the signal */
  async rest(): Promise<void> {
    await nextTask();
    this.#signal?.throwIfAborted();
    this.#began = performance.now();
  }
}

/** A message is a task of its own and is not delayed, unlike a timer that follows on others. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
