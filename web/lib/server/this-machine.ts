import { isIP } from 'node:net';

const PROXIED = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];

/**
 * Whether a request was made on the machine of the server itself: what a proxy on it passes on comes from somewhere else.
 * @param address of the peer
 */
export function isThisMachine(request: Request, address: string): boolean {
  return isLoopback(address) && !PROXIED.some((name) => request.headers.has(name));
}

function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:/i, '');
  return plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'));
}
