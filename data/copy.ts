import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const COPIER = fileURLToPath(new URL('copier.ts', import.meta.url));

/** The shape of {@link Copied}. */
export const copiedSchema = z.strictObject({
  /** `reflink`: the file system shares the blocks until one side changes them */
  method: z.enum(['reflink', 'copy']),
  /** how long the copy took, milliseconds */
  ms: z.int().nonnegative(),
});
const digest = z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) });

/** How a file was copied. */
export type Copied = z.infer<typeof copiedSchema>;

/** A copy that is complete and flushed to the disk; its digest is still being computed. */
export interface Copy extends Copied {
  /** SHA-256 of the copy, lower-case hex; rejects if the process that computes it fails */
  sha256: Promise<string>;
  /** give the digest up */
  stop(): void;
}

/** What went wrong, without the stack of the child. */
function saidIn(complaint: string): string {
  return (/^\w*Error: .*$/m.exec(complaint)?.[0] ?? complaint).trim();
}

/**
 * Copy a file in a child process, copy-on-write where the file system can. A handle opened in this process on a live
 * DuckDB file would drop DuckDB's lock when closed. The digest is computed by the child after the copy, so that nobody
 * needs to wait for it (about 0.7 s per GiB).
 * @throws Error with what the child said
 */
export async function copyApart(from: string, to: string): Promise<Copy> {
  const child = spawn(process.execPath, [COPIER, from, to], { stdio: ['ignore', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const failed = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) =>
      reject(new Error(`the copying process ended with ${code ?? signal}: ${saidIn(complaint)}`)),
    );
  });
  failed.catch(() => undefined);
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => {
    const line = await lines.next();
    return line.done ? failed : JSON.parse(line.value);
  };
  const first = copiedSchema.parse(await Promise.race([next(), failed]));
  const sha256 = Promise.race([next(), failed]).then((answer) => digest.parse(answer).sha256);
  sha256.catch(() => undefined);
  return { ...first, sha256, stop: () => void child.kill() };
}
