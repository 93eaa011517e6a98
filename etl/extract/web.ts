import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, buildConnector, EnvHttpProxyAgent, type Dispatcher } from 'undici';
import { isSample, type HttpOrigin } from '../../data/origin-schema.ts';
import { publicLookup } from './address.ts';
import type { Limits } from './exchange.ts';
import { Fetcher } from './fetch.ts';
import { HostGate, type Clock } from './host-gate.ts';
import { Robots } from './robots.ts';
import type { Secret } from './secret.ts';

const LIMITS: Limits = {
  connectMs: 10_000,
  headersMs: 30_000,
  bodyMs: 30_000,
  wholeMs: 300_000,
  bodyBytes: 64 * 1024 * 1024,
  tries: 3,
  backOffMs: 500,
  waitMs: 60_000,
  crawlDelayMs: 30_000,
};

const CLOCK: Clock = {
  now: () => Date.now(),
  sleep: (ms) => sleep(ms),
  random: () => Math.random(),
};

/** What could differ between two runs: injected by tests. */
export interface WebOptions {
  limits?: Partial<Limits>;
  clock?: Clock;
  /** `HTTP_PROXY`, `HTTPS_PROXY`, `NO_PROXY` */
  env?: NodeJS.ProcessEnv;
}

/**
 * The web as one run sees it: its sources share what is known of a host, its pace, its robots.txt, and whether it wants
 * to be left alone.
 */
export class Web {
  readonly #limits: Limits;
  readonly #clock: Clock;
  readonly #gate: HostGate;
  readonly #robots = { public: new Robots(), any: new Robots() };
  readonly #proxies: { httpProxy: string; httpsProxy: string; noProxy: string };
  readonly #dispatchers = new Map<string, Dispatcher>();

  constructor(options: WebOptions = {}) {
    this.#limits = { ...LIMITS, ...options.limits };
    this.#clock = options.clock ?? CLOCK;
    this.#gate = new HostGate(this.#clock);
    const env = options.env ?? process.env;
    const of = (name: string) => env[name.toLowerCase()] ?? env[name] ?? '';
    this.#proxies = { httpProxy: of('HTTP_PROXY'), httpsProxy: of('HTTPS_PROXY'), noProxy: of('NO_PROXY') };
  }

  /** A fetcher with the manners that a source states; the site of the sample is ours, and asked straight away. */
  fetcher(
    origin: Pick<HttpOrigin, 'url' | 'allow_private' | 'pace_ms' | 'method' | 'referer'>,
    secret: Secret | null = null,
  ): Fetcher {
    const sample = isSample(origin);
    const proxied = !sample && Boolean(this.#proxies.httpProxy || this.#proxies.httpsProxy);
    const manners = {
      allowPrivate: origin.allow_private,
      paceMs: origin.pace_ms,
      method: origin.method,
      referer: origin.referer ?? null,
      secret,
      robots: sample ? null : this.#robots[origin.allow_private ? 'any' : 'public'],
      proxied,
    };
    return new Fetcher(manners, {
      dispatcher: this.#dispatcher(origin.allow_private, proxied),
      limits: this.#limits,
      clock: this.#clock,
      gate: this.#gate,
    });
  }

  #dispatcher(allowPrivate: boolean, proxied: boolean): Dispatcher {
    const key = `${allowPrivate} ${proxied}`;
    const known = this.#dispatchers.get(key);
    if (known) return known;
    const { connectMs } = this.#limits;
    const options = {
      connectTimeout: connectMs,
      connect: resetIsFault(
        buildConnector({
          timeout: connectMs,
          allowH2: false,
          ...(allowPrivate ? {} : { lookup: publicLookup }),
        }),
      ),
      connections: 1,
      allowH2: false,
    };
    const made = proxied
      ? // the guarded look-up holds for what NO_PROXY names; the address of the proxy itself may be private
        new EnvHttpProxyAgent({ ...options, ...this.#proxies })
      : new Agent(options);
    this.#dispatchers.set(key, made);
    return made;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#dispatchers.values()].map((one) => one.destroy()));
  }
}

/**
 * The client takes a reset for the end of a body whose length nobody stated. A body that was cut must not pass for a
 * whole one: the fault gets a code that the client reports.
 */
function resetIsFault(connect: buildConnector.connector): buildConnector.connector {
  return (options, done) =>
    connect(options, (...[error, socket]) => {
      if (error) return done(error, null);
      socket.once('error', (fault: NodeJS.ErrnoException) => {
        if (fault.code === 'ECONNRESET') fault.code = 'UND_ERR_SOCKET';
      });
      done(null, socket);
    });
}
