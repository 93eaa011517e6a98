import { lookup } from 'node:dns';
import { lookup as lookUp } from 'node:dns/promises';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { CoalfaceError } from '../../data/errors.ts';

/** Addresses that a feed from the public web must not lead to (server-side request forgery). */
const PRIVATE = new BlockList();
const RANGES: [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // link-local, with the metadata services of cloud hosts
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 96],
  // IPv4 addresses in other clothes: NAT64, Teredo, 6to4; mapped ones are checked as the IPv4 addresses that they are
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2002::', 16],
  ['100::', 64],
  ['2001:db8::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];
for (const [net, prefix] of RANGES) PRIVATE.addSubnet(net, prefix, isIP(net) === 6 ? 'ipv6' : 'ipv4');

function isPrivate(address: string): boolean {
  const plain = address.replace(/%.*$/, '');
  return PRIVATE.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
}

/**
 * An address that may be asked for, without its fragment.
 * @param base what a relative one is relative to
 * @throws CoalfaceError `bad_address`; `address_refused` for another scheme than http(s) and for one with a password
 */
export function webAddress(text: string, base?: string): URL {
  if (!URL.canParse(text, base)) {
    throw new CoalfaceError('bad_address', `not an address: ${text.slice(0, 200)}`, {
      where: { url: base ?? text },
    });
  }
  const url = new URL(text, base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw refusal(url.href, url.protocol);
  if (url.username || url.password) {
    url.username = '';
    url.password = '';
    throw new CoalfaceError('address_refused', 'will not send a user name or password in an address', {
      where: { url: url.href },
      hint: 'a source with a key names it as `key`',
    });
  }
  url.hash = '';
  return url;
}

/**
 * Refuse an address that is private or loopback as it stands and, where a proxy would resolve its name, one whose name
 * leads to such an address here; a name that only the proxy knows is left to it.
 * @throws CoalfaceError `address_refused`
 */
export async function refusePrivate(url: URL, proxied: boolean): Promise<void> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host)) {
    if (isPrivate(host)) throw refusal(url.href, host);
  } else if (proxied) {
    const found = await lookUp(host, { all: true }).catch(() => []);
    const refused = found.find(({ address }) => isPrivate(address));
    if (refused) throw refusal(url.href, refused.address);
  }
}

/** Resolves names for a connection and refuses private addresses: the address that is checked is the one connected to. */
export const publicLookup: LookupFunction = (host, options, done) => {
  lookup(host, options, (error, found, family) => {
    const addresses = typeof found === 'string' ? [found] : (found ?? []).map(({ address }) => address);
    const refused = addresses.find(isPrivate);
    if (!error && refused) done(refusal(host, refused), '', 0);
    else done(error, found as never, family as never);
  });
};

function refusal(url: string, what: string): CoalfaceError {
  return new CoalfaceError('address_refused', `will not fetch from ${what}`, {
    where: { url },
    hint: 'a source that is meant to read a private address must say `allow_private: true`',
  });
}
