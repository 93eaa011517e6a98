import { lookup } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { CoalfaceError, systemCode } from '../../data/errors.ts';

/** An answer with its whole body. */
export interface Fetched {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** What a copy that is already archived was known by. */
export interface Validators {
  etag?: string | null;
  lastModified?: string | null;
}

/** Fetches pages politely; see {@link openFetcher}. */
export interface Fetcher {
  get(url: string, known?: Validators): Promise<Fetched>;
  close(): Promise<void>;
}

const TRIES = 3;
const BODY_CAP = 64 * 1024 * 1024;
const REDIRECTS = 5;
const RETRIED = new Set([429, 500, 502, 503, 504]);
const AGENT = 'Coalface/0.1 (market bulletin reader)';

/** Addresses that a feed from the public web must not lead to (server-side request forgery). */
const PRIVATE = privateRanges();

function privateRanges(): BlockList {
  const list = new BlockList();
  const v4: [string, number][] = [
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
  ];
  const v6: [string, number][] = [
    ['::', 127],
    ['fc00::', 7],
    ['fe80::', 10],
    ['ff00::', 8],
    ['64:ff9b::', 96],
  ];
  for (const [net, prefix] of v4) list.addSubnet(net, prefix, 'ipv4');
  for (const [net, prefix] of v6) list.addSubnet(net, prefix, 'ipv6');
  return list;
}

function isPrivate(address: string): boolean {
  return PRIVATE.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/**
 * A fetcher with time-outs per phase, retries with back-off for 429, 5xx and connection faults, a body cap, and a guard:
 * http(s) only, redirects checked like first addresses, and the address that was checked is the one connected to.
 * @param options.allowPrivate let addresses be private or loopback
 * @param options.backoffMs first pause before a retry (default 500)
 * @param options.bodyCap most bytes that a body may have (default 64 MiB)
 */
export function openFetcher(options: {
  allowPrivate: boolean;
  backoffMs?: number;
  bodyCap?: number;
}): Fetcher {
  const { bodyCap = BODY_CAP } = options;
  const guardedLookup: LookupFunction = (host, lookupOptions, done) => {
    lookup(host, lookupOptions, (error, found, family) => {
      const addresses = typeof found === 'string' ? [found] : (found ?? []).map((one) => one.address);
      const refused = options.allowPrivate ? undefined : addresses.find(isPrivate);
      if (!error && refused) done(refusal(host, refused), '', 0);
      else done(error, found as never, family as never);
    });
  };
  const agent = new Agent({
    connect: { timeout: 10_000, lookup: guardedLookup },
    headersTimeout: 20_000,
    bodyTimeout: 20_000,
    maxResponseSize: bodyCap,
    connections: 2,
  });

  async function once(url: string, known: Validators): Promise<Fetched & { location?: string }> {
    const target = address(url);
    if (!['http:', 'https:'].includes(target.protocol)) throw refusal(url, target.protocol);
    const host = target.hostname.replace(/^\[|\]$/g, '');
    if (!options.allowPrivate && isIP(host) && isPrivate(host)) throw refusal(url, host);
    const answer = await request(target, {
      dispatcher: agent,
      headers: {
        'user-agent': AGENT,
        accept: 'text/html,application/json;q=0.9,*/*;q=0.5',
        ...(known.etag ? { 'if-none-match': known.etag } : {}),
        ...(known.lastModified ? { 'if-modified-since': known.lastModified } : {}),
      },
    });
    const headers = Object.fromEntries(
      Object.entries(answer.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : (value ?? ''),
      ]),
    );
    return { status: answer.statusCode, headers, body: Buffer.from(await answer.body.arrayBuffer()) };
  }

  async function persistently(url: string, known: Validators): Promise<Fetched> {
    for (let attempt = 1; ; attempt += 1) {
      const last = attempt === TRIES;
      try {
        const answer = await once(url, known);
        if (!RETRIED.has(answer.status) || last) return answer;
      } catch (error) {
        if (error instanceof CoalfaceError) throw error;
        if (error instanceof Error && error.cause instanceof CoalfaceError) throw error.cause;
        if (systemCode(error) === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') {
          throw new CoalfaceError('body_too_large', `the answer is larger than ${bodyCap} bytes`, {
            cause: error,
            where: { url },
          });
        }
        if (last) {
          throw new CoalfaceError('fetch_failed', `no answer after ${TRIES} tries`, {
            cause: error,
            where: { url },
            hint: 'check the network and the address in data/sources; the last good snapshot stays in service',
          });
        }
      }
      await sleep((options.backoffMs ?? 500) * 2 ** (attempt - 1));
    }
  }

  async function get(url: string, known: Validators = {}): Promise<Fetched> {
    let at = url;
    for (let hop = 0; hop <= REDIRECTS; hop += 1) {
      const answer = await persistently(at, known);
      const location = answer.headers['location'];
      if (answer.status >= 300 && answer.status < 400 && answer.status !== 304 && location) {
        at = address(location, at).href;
        continue;
      }
      if (answer.status === 304 || answer.status === 200) return answer;
      throw new CoalfaceError('http_status', `the server answered ${answer.status}`, {
        where: { url: at },
        hint: 'open the address in a browser; the last good snapshot stays in service',
      });
    }
    throw new CoalfaceError('redirect_loop', `more than ${REDIRECTS} redirects`, { where: { url } });
  }

  return { get, close: () => agent.close() };
}

function address(url: string, base?: string): URL {
  if (URL.canParse(url, base)) return new URL(url, base);
  throw new CoalfaceError('bad_address', `not an address: ${url.slice(0, 200)}`, {
    where: { url: base ?? url },
  });
}

function refusal(url: string, what: string): CoalfaceError {
  return new CoalfaceError('address_refused', `will not fetch from ${what}`, {
    where: { url },
    hint: 'a source that is meant to read a private address must say `allow_private: true`',
  });
}
