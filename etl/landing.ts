import { faultPoint } from '#fault-point';
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { syncFolder, writeDurably } from '../data/durable.ts';
import { CoalfaceError, systemCode } from '../data/errors.ts';
import type { Home } from '../data/home.ts';
import { landedFile, readReceipt, receiptFile, type Receipt } from '../data/receipt.ts';
import { fileVersion, statedVersion } from './file-version.ts';

const DRAFT = 'draft-';
const WRITE_AHEAD_BYTES = 8 << 20;

/** What arrives: a body and what the sender said of it. */
export interface Arrival {
  source: string;
  name: string;
  url: string | null;
  receivedAt: Date;
  publishedAt: Date | null;
  headers: Record<string, string>;
  body: AsyncIterable<Uint8Array>;
}

/**
 * The id of the receipt of received bytes, and the receipt if there is one. Bytes that arrived before but now state another
 * instant are a statement of their own: what was so in January and was corrected in February may be so again in March.
 */
export async function receiptOf(
  home: Home,
  { source, name, publishedAt }: Pick<Arrival, 'source' | 'name' | 'publishedAt'>,
  sha256: string,
): Promise<{ id: string; known: Receipt | null }> {
  const idOf = (...parts: string[]) =>
    createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 16);
  const first = idOf(source, sha256);
  const known = await readReceipt(home, first);
  const stated = statedVersion({ name, publishedAt: publishedAt?.toISOString() ?? null });
  if (known === null || stated === null || stated === fileVersion(known)) return { id: first, known };
  const id = idOf(source, sha256, stated);
  return { id, known: await readReceipt(home, id) };
}

/**
 * Keep received bytes, unchanged, under their digest, with a receipt. The bytes are durable before the receipt is
 * written, so a receipt always has its bytes. The same bytes from the same source again change nothing, unless their name
 * or publisher states another instant.
 * @returns the receipt; the one before if these bytes had arrived before
 * @throws CoalfaceError `landing_failed`
 */
export async function land(home: Home, arrival: Arrival): Promise<Receipt> {
  const draft = path.join(home.landing, `${DRAFT}${process.pid}-${arrival.source}`);
  await mkdir(path.join(home.landing, 'receipts'), { recursive: true });
  const hash = createHash('sha256');
  let bytes = 0;
  const measured = async function* (body: AsyncIterable<Uint8Array>) {
    for await (const chunk of body) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  };
  try {
    // the disk may fall some chunks behind the digest, or each would wait for the other
    await pipeline(
      arrival.body,
      measured,
      createWriteStream(draft, { flush: true, highWaterMark: WRITE_AHEAD_BYTES }),
    );
    faultPoint('landing_draft');
    const sha256 = hash.digest('hex');
    const { id, known } = await receiptOf(home, arrival, sha256);
    if (known) {
      await rm(draft);
      return known;
    }
    const file = landedFile(home, sha256);
    await mkdir(path.dirname(file), { recursive: true });
    await rename(draft, file);
    syncFolder(path.dirname(file));
    syncFolder(home.landing);
    faultPoint('landed_bytes');
    const made: Receipt = {
      id,
      source: arrival.source,
      name: arrival.name,
      url: arrival.url,
      sha256,
      bytes,
      receivedAt: arrival.receivedAt.toISOString(),
      publishedAt: arrival.publishedAt?.toISOString() ?? null,
      headers: arrival.headers,
    };
    writeDurably(receiptFile(home, id), `${JSON.stringify(made, null, 2)}\n`);
    syncFolder(path.join(home.landing, 'receipts'));
    faultPoint('landed_receipt');
    return made;
  } catch (error) {
    await rm(draft, { force: true });
    throw new CoalfaceError('landing_failed', `could not archive ${arrival.name}`, {
      cause: error,
      where: { source: arrival.source, file: arrival.name, ...(arrival.url ? { url: arrival.url } : {}) },
      hint: 'check the free space and the permissions of the landing folder',
    });
  }
}

/** Remove what runs that were killed left half received. Only the holder of the writer's lock may call this. */
export async function removeDrafts(home: Home): Promise<void> {
  for (const name of await namesIn(home.landing))
    if (name.startsWith(DRAFT)) await rm(path.join(home.landing, name));
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}
