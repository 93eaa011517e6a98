import { CoalfaceError } from '../../data/errors.ts';
import { refusePrivate, webAddress } from './address.ts';
import { ACCEPT_ENCODING } from './body.ts';
import { exchange, type Answer, type Line } from './exchange.ts';
import { RETRIED_STATUS } from './retry.ts';
import type { Robots } from './robots.ts';
import { Redactor, type Secret } from './secret.ts';
import { USER_AGENT } from './user-agent.ts';

/** An answer that can be archived, or that what is archived still holds (304); its secret is taken out. */
export interface Fetched extends Answer {
  /** the address that answered, after all redirects */
  url: string;
}

/** What a copy that is already archived was known by. */
export interface Validators {
  etag?: string | null;
  lastModified?: string | null;
}

/** How the pages of one source are asked for. */
export interface Manners {
  allowPrivate: boolean;
  /** least time between two requests to a host, in ms */
  paceMs: number;
  method: 'get' | 'post';
  referer: string | null;
  secret: Secret | null;
  /** null: nobody's rules but ours, as for the site of the sample company */
  robots: Robots | null;
  /** requests may leave through a proxy, which resolves names itself */
  proxied: boolean;
}

const REDIRECTS = 5;
const REDIRECT = new Set([301, 302, 303, 307, 308]);

/** Fetches pages as one source asks for them. */
export class Fetcher {
  readonly #manners: Manners;
  readonly #line: Line;
  readonly #redactor: Redactor;

  constructor(manners: Manners, line: Line) {
    this.#manners = manners;
    this.#line = line;
    this.#redactor = new Redactor(manners.secret);
  }

  /**
   * Fetch a page, conditionally if it is known. Every address on the way, redirects included, is checked like the first:
   * scheme, private ranges, robots.txt.
   * @throws CoalfaceError `page_missing` for 404 and 410, `server_error` for 429 and 5xx that may
   * pass, `http_status` for all else but 200 and an expected 304, `redirect_loop`, `bad_address`,
   * `address_refused`, `robots_refused`, `robots_unreachable` and those of {@link exchange}
   */
  async get(url: string, known: Validators = {}): Promise<Fetched> {
    try {
      return await this.#get(url, known);
    } catch (error) {
      throw error instanceof CoalfaceError ? this.#redactor.error(error) : error;
    }
  }

  async #get(url: string, known: Validators): Promise<Fetched> {
    const { secret, robots, referer } = this.#manners;
    const first = webAddress(url);
    if (secret) first.searchParams.append(secret.parameter, secret.value);
    const conditions = {
      ...(known.etag ? { 'if-none-match': known.etag } : {}),
      ...(known.lastModified ? { 'if-modified-since': known.lastModified } : {}),
    };
    const headers = { ...conditions, ...(referer ? { referer } : {}) };
    const { answer, at } = await this.#follow(first, headers, (next) =>
      robots ? robots.permit(next, (file) => this.#readRobots(file)) : Promise.resolve(0),
    );
    const expected = answer.status === 200 || (answer.status === 304 && Object.keys(conditions).length > 0);
    if (!expected) {
      const missing = answer.status === 404 || answer.status === 410;
      const busy = RETRIED_STATUS.has(answer.status);
      throw new CoalfaceError(
        missing ? 'page_missing' : busy ? 'server_error' : 'http_status',
        `the server answered ${answer.status}`,
        {
          where: { url: at.href },
          hint: 'open the address in a browser; the last good snapshot stays in service',
        },
      );
    }
    return {
      status: answer.status,
      url: this.#redactor.text(at.href),
      body: this.#redactor.bytes(answer.body),
      headers: Object.fromEntries(
        Object.entries(answer.headers)
          // a session is nobody's business
          .filter(([name]) => name !== 'set-cookie')
          .map(([name, value]) => [name, this.#redactor.text(value)]),
      ),
    };
  }

  /** Ask, and follow redirects. @param permit refuses an address, or says the pause in ms that its host asks for */
  async #follow(
    first: URL,
    headers: Record<string, string>,
    permit: (url: URL) => Promise<number>,
  ): Promise<{ answer: Answer; at: URL }> {
    const { allowPrivate, proxied, paceMs } = this.#manners;
    const { limits } = this.#line;
    const seen = new Set<string>();
    let at = first;
    let method: 'GET' | 'POST' = this.#manners.method === 'post' ? 'POST' : 'GET';
    for (let hop = 0; hop <= REDIRECTS && !seen.has(at.href); hop += 1) {
      seen.add(at.href);
      if (!allowPrivate) await refusePrivate(at, proxied);
      const delayMs = Math.min(await permit(at), limits.crawlDelayMs);
      const ask = {
        url: at,
        method,
        paceMs: Math.max(paceMs, delayMs),
        headers: {
          'user-agent': USER_AGENT,
          accept: 'text/html,application/json;q=0.9,*/*;q=0.5',
          'accept-encoding': ACCEPT_ENCODING,
          ...headers,
        },
      };
      const answer = await exchange(ask, this.#line);
      const location = answer.headers['location'];
      if (!REDIRECT.has(answer.status) || !location) return { answer, at };
      at = webAddress(location, at.href);
      // 307 and 308 alone keep the method
      if (answer.status < 307) method = 'GET';
    }
    throw new CoalfaceError(
      'redirect_loop',
      seen.has(at.href) ? 'the redirects lead back to where they began' : `more than ${REDIRECTS} redirects`,
      { where: { url: first.href } },
    );
  }

  async #readRobots(file: string): Promise<Answer> {
    const { answer } = await new Fetcher(
      { ...this.#manners, method: 'get', secret: null },
      this.#line,
    ).#follow(new URL(file), {}, async () => 0);
    return answer;
  }
}
