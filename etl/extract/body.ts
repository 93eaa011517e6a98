import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import { CoalfaceError, systemCode } from '../../data/errors.ts';

/** Codings that are asked for. */
export const ACCEPT_ENCODING = 'gzip, deflate, br';

type Decode = (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;
const DECODERS: Record<string, Decode> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  br: promisify(brotliDecompress),
  // half of the servers send it without the zlib header that the standard asks for
  deflate: (bytes, options) =>
    promisify(((bytes[0] ?? 0) & 0x0f) === 8 ? inflate : inflateRaw)(bytes, options),
};
/** Nobody packs a page more often, but somebody who wants to keep us busy does. */
const MOST_CODINGS = 2;

/**
 * The whole body of an answer, unpacked. Neither as sent nor unpacked it may have more than `cap` bytes, and unpacking
 * stops there.
 * @throws CoalfaceError `body_too_large`; `body_truncated` if the packed bytes end too early; `bad_content_encoding` if
 * they are not what the header says; what the stream throws
 */
export async function readBody(
  stream: AsyncIterable<Buffer>,
  headers: Record<string, string>,
  cap: number,
  url: string,
): Promise<Buffer> {
  const tooLarge = (cause?: unknown) =>
    new CoalfaceError('body_too_large', `the answer is larger than ${cap} bytes`, { cause, where: { url } });
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > cap) throw tooLarge();
    chunks.push(chunk);
  }
  const codings = (headers['content-encoding'] ?? '')
    .toLowerCase()
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '' && one !== 'identity');
  const mislabelled = (cause?: unknown) =>
    new CoalfaceError('bad_content_encoding', `the answer is not packed as it says: ${codings.join(', ')}`, {
      cause,
      where: { url },
      hint: 'its server or a proxy in between is at fault; it is asked again on the next run',
    });
  let body: Buffer = Buffer.concat(chunks);
  if (codings.length > MOST_CODINGS) throw mislabelled();
  for (const coding of codings.reverse()) {
    const decode = DECODERS[coding];
    if (!decode) throw mislabelled();
    if (body.length === 0) break;
    try {
      body = await decode(body, { maxOutputLength: cap });
    } catch (error) {
      if (systemCode(error) === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(error);
      if (systemCode(error) === 'Z_BUF_ERROR') throw truncated(url, error);
      throw mislabelled(error);
    }
  }
  return body;
}

/** The error of a body that ended before its end. */
export function truncated(url: string, cause: unknown): CoalfaceError {
  return new CoalfaceError('body_truncated', 'the answer was cut off before its end', {
    cause,
    where: { url },
    hint: 'nothing of it was kept; it is asked for again on the next run',
  });
}
