import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { CoalfaceError, systemCode } from './errors.ts';
import type { Home } from './home.ts';

const receipt = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{16}$/),
  source: z.string(),
  name: z.string(),
  url: z.string().nullable(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().nonnegative(),
  /** instants, ISO 8601 */
  receivedAt: z.string(),
  publishedAt: z.string().nullable(),
  headers: z.record(z.string(), z.string()),
});

/** What is known of received bytes: where from, when, and their digest. */
export type Receipt = z.infer<typeof receipt>;

/** The path of the bytes of a receipt in the landing archive. */
export function landedFile(home: Home, sha256: string): string {
  return path.join(home.landing, sha256.slice(0, 2), sha256);
}

/** The path of a receipt in the landing archive. @param id landing id */
export function receiptFile(home: Home, id: string): string {
  return path.join(home.landing, 'receipts', `${id}.json`);
}

/** The receipt with this id, or null. @throws CoalfaceError `bad_receipt` if it cannot be understood */
export async function readReceipt(home: Home, id: string): Promise<Receipt | null> {
  const file = receiptFile(home, id);
  try {
    const made = receipt.parse(JSON.parse(await readFile(file, 'utf8')));
    return (await stat(landedFile(home, made.sha256))).size === made.bytes ? made : null;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw new CoalfaceError('bad_receipt', 'a landing receipt cannot be read', {
      cause: error,
      where: { file },
    });
  }
}
