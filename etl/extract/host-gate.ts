import { CoalfaceError } from '../../data/errors.ts';

/** Time and chance: injected, so that tests neither wait nor vary. */
export interface Clock {
  /** instant in ms */
  now(): number;
  sleep(ms: number): Promise<void>;
  /** 0 ≤ x < 1 */
  random(): number;
}

interface Host {
  /** settles when the last request that was let in has left */
  last: Promise<unknown>;
  /** instant in ms at which the last request left */
  leftAt: number;
  /** requests in a row that got no answer */
  faults: number;
  closed: CoalfaceError | null;
}

/** So many requests in a row without an answer, each tried several times, and a host is left alone. */
const MOST_FAULTS = 3;

/** Lets requests to a host in one by one, at its pace, and none any more to a host that is down or asked to wait. */
export class HostGate {
  readonly #hosts = new Map<string, Host>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  #host(name: string): Host {
    const known = this.#hosts.get(name);
    if (known) return known;
    const made: Host = { last: Promise.resolve(), leftAt: -Infinity, faults: 0, closed: null };
    this.#hosts.set(name, made);
    return made;
  }

  /**
   * Do a request when all earlier ones to the host have left and `paceMs` have passed since.
   * @throws CoalfaceError `host_unreachable`, `retry_later` if the host is closed; what the request throws
   */
  async inTurn<T>(name: string, paceMs: number, request: () => Promise<T>): Promise<T> {
    const host = this.#host(name);
    const before = host.last;
    let leave = () => {};
    host.last = new Promise<void>((done) => (leave = done));
    await before;
    try {
      if (host.closed) throw host.closed;
      const wait = host.leftAt + paceMs - this.#clock.now();
      if (wait > 0) await this.#clock.sleep(wait);
      return await request();
    } finally {
      host.leftAt = this.#clock.now();
      leave();
    }
  }

  /** Let nothing in any more: the host asked to be left alone. */
  close(name: string, why: CoalfaceError): void {
    this.#host(name).closed = why;
  }

  /** A request had an answer. */
  answered(name: string): void {
    this.#host(name).faults = 0;
  }

  /** A request had no answer, whatever was tried. */
  failed(name: string, error: CoalfaceError): void {
    const host = this.#host(name);
    host.faults += 1;
    if (host.faults < MOST_FAULTS) return;
    host.closed ??= new CoalfaceError(
      'host_unreachable',
      `${name} is not asked any more in this run: ${MOST_FAULTS} requests in a row had no answer`,
      {
        cause: error,
        where: error.where,
        hint: 'what is missing is fetched on the next run; the last good snapshot stays in service',
      },
    );
  }
}
