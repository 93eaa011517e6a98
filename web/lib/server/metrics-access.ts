import { createHash, timingSafeEqual } from 'node:crypto';
import { isThisMachine } from './this-machine.ts';

/**
 * Whether who asks may read the metrics: the machine itself, or who shows the token. What a proxy on this machine passes
 * on comes from somewhere else, so it needs the token.
 * @param address of the peer
 * @param token `COALFACE_METRICS_TOKEN`; undefined or empty: no token is good
 */
export function mayScrape(request: Request, address: string, token: string | undefined): boolean {
  const shown = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (shown !== undefined) return Boolean(token) && same(shown, token ?? '');
  return isThisMachine(request, address);
}

/** In a time that tells nothing of the token, not even its length. */
function same(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
