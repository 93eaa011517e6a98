import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { CoalfaceError } from '../../../../../../data/errors.ts';
import { homeAt } from '../../../../../../data/home.ts';
import { landedFile, type Receipt } from '../../../../../../data/receipt.ts';
import { archivedReceipt } from '#lib/server/archived-receipt.ts';
import { matches } from '#lib/server/etag.ts';
import { requireOperator } from '#lib/server/operator.ts';
import { serverLog } from '#lib/server/log.ts';
import type { RequestHandler } from './$types';

/**
 * The bytes of a received file, as they came. What the warehouse masks stands in them, so they are for operators; and
 * they are never shown by the browser, because anybody may have written them.
 */
export const GET: RequestHandler = async ({ params, locals, request }) => {
  requireOperator(locals);
  const receipt = await archivedReceipt(params.id, locals.lang);
  const etag = `"${receipt.sha256}"`;
  if (matches(request.headers.get('if-none-match'), etag))
    return new Response(null, { status: 304, headers: { etag } });
  const file = landedFile(homeAt(), receipt.sha256);
  return new Response(Readable.toWeb(Readable.from(verified(file, receipt))) as ReadableStream, {
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': String(receipt.bytes),
      'content-disposition': attachment(receipt.name),
      'content-security-policy': "default-src 'none'; sandbox",
      etag,
    },
  });
};

/** The bytes of a file; its last ones are held back until its digest is known to be that of its receipt. */
async function* verified(file: string, { id, sha256 }: Receipt): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let held: Buffer | undefined;
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 18 })) {
    if (held) yield held;
    held = chunk as Buffer;
    hash.update(held);
  }
  if (hash.digest('hex') !== sha256) {
    (await serverLog()).error(
      { file: id, sha256 },
      'the bytes of a landed file are not those that were received',
    );
    throw new CoalfaceError('checksum_mismatch', 'the bytes are not those that were received');
  }
  if (held) yield held;
}

/** A name that no header and no file system takes for anything else (RFC 6266). */
function attachment(name: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what must not pass
  const plain = name.replace(/[\u0000-\u001f\u007f/\\:*?"<>|]/g, '_').replace(/^\.+/, '_') || 'file';
  const ascii = plain.replace(/[^\x20-\x7e]/g, '_').replace(/[%;]/g, '_');
  const coded = encodeURIComponent(plain).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${coded}`;
}
