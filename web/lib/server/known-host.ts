import { isIP } from 'node:net';
import { hostname } from 'node:os';

/**
 * Whether the server goes by the name that a request gives. A page of somebody else whose name was pointed at this
 * machine (DNS rebinding) has its own name in `Host`, and is of one origin with us for the browser; an address has none.
 * @param names `COALFACE_HOSTS`: further names, separated by commas
 */
export function isKnownHost(request: Request, names: string | undefined): boolean {
  const given = request.headers.get('host');
  if (!given || !URL.canParse(`http://${given}`)) return false;
  const name = new URL(`http://${given}`).hostname.toLowerCase();
  if (isIP(name.replace(/^\[|\]$/g, '')) || name === 'localhost' || name.endsWith('.localhost')) return true;
  const known = [hostname(), ...(names ?? '').split(',')].map((one) => one.trim().toLowerCase());
  return known.includes(name);
}
