import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const br = promisify(brotliCompress);
const gz = promisify(gzip);

/** Below this many bytes a compressed answer is no faster. */
const SMALLEST = 1024;
const TEXT = /^(text\/(?!event-stream)|application\/(json|javascript)|image\/svg)/;

/** The best coding that both sides know, from an `Accept-Encoding` header. */
export function codingFor(accept: string | null): 'br' | 'gzip' | undefined {
  const offered = new Set(
    (accept ?? '')
      .split(',')
      .map((part) => part.trim().toLowerCase())
      .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
      .map((part) => part.split(';')[0]),
  );
  return offered.has('br') ? 'br' : offered.has('gzip') ? 'gzip' : undefined;
}

/** A text response with its body compressed; others are returned as they are. The adapter compresses only files. */
export async function compressed(response: Response, accept: string | null): Promise<Response> {
  const coding = codingFor(accept);
  const type = response.headers.get('content-type') ?? '';
  if (!coding || response.status !== 200 || !TEXT.test(type) || response.headers.has('content-encoding'))
    return response;
  const body = Buffer.from(await response.arrayBuffer());
  const headers = new Headers(response.headers);
  headers.append('vary', 'accept-encoding');
  if (body.length < SMALLEST) return new Response(body, { status: response.status, headers });
  const packed =
    coding === 'br' ? await br(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }) : await gz(body);
  headers.set('content-encoding', coding);
  headers.set('content-length', String(packed.length));
  return new Response(new Uint8Array(packed), { status: response.status, headers });
}
