import { errors } from 'undici';
import { CoalfaceError, systemCode } from '../../data/errors.ts';
import { truncated } from './body.ts';

/** Faults of the connection: another try may go well. */
const PASSING = new Set([
  'fetch_failed',
  'connect_timeout',
  'headers_timeout',
  'body_timeout',
  'body_truncated',
]);

/** Whether a fault is one of the connection, so that another try may go well. */
export function isPassing(error: CoalfaceError): boolean {
  return PASSING.has(error.code);
}

/** Faults of a whole run that may be gone some minutes later, beside those of the connection. */
const PASSING_LATER = new Set([
  'retry_later',
  'host_unreachable',
  'robots_unreachable',
  'server_error',
  'empty_body',
  'warehouse_locked',
]);

/** Whether a source may be had some minutes later though nobody has mended anything. */
export function passesLater(error: CoalfaceError): boolean {
  return isPassing(error) || PASSING_LATER.has(error.code);
}

const OF_CLIENT: Record<string, [code: string, message: string]> = {
  UND_ERR_CONNECT_TIMEOUT: ['connect_timeout', 'the host did not take the connection in time'],
  UND_ERR_HEADERS_TIMEOUT: ['headers_timeout', 'the server did not begin to answer in time'],
  UND_ERR_BODY_TIMEOUT: ['body_timeout', 'the server stopped in the middle of its answer'],
  UND_ERR_HEADERS_OVERFLOW: ['headers_too_large', 'the headers of the answer are too large'],
};
const OF_TLS = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH)/;

/**
 * What was thrown before or while an answer came, by name.
 * @param part how far the answer had come
 */
export function faultOf(thrown: unknown, part: 'head' | 'body', url: string): CoalfaceError {
  if (thrown instanceof CoalfaceError) return thrown;
  if (thrown instanceof Error && thrown.cause instanceof CoalfaceError) return thrown.cause;
  const code = systemCode(thrown) ?? '';
  const named = (name: string, message: string, hint?: string) =>
    new CoalfaceError(name, message, { cause: thrown, where: { url }, ...(hint ? { hint } : {}) });
  const [name, message] = OF_CLIENT[code] ?? [];
  if (name && message) return named(name, message);
  // the deadline of the whole request
  if (thrown instanceof Error && thrown.name === 'TimeoutError') {
    return part === 'head'
      ? named('headers_timeout', 'the server did not begin to answer in time')
      : named('body_timeout', 'the answer did not end in time');
  }
  if (OF_TLS.test(code)) {
    return named(
      'tls_failed',
      'the certificate of the server is not trusted',
      'behind a proxy that opens TLS, name its certificate in NODE_EXTRA_CA_CERTS',
    );
  }
  if (part === 'body') return truncated(url, thrown);
  if (thrown instanceof errors.HTTPParserError) return named('bad_answer', 'the answer is not HTTP');
  return named('fetch_failed', 'no answer', 'check the network, the proxy and the address in data/sources');
}
