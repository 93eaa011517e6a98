import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/**
 * SHA-256 of a file as lower-case hex (about 0.8 s per GiB). Never for a database that this process has open for writing:
 * closing the handle would drop DuckDB's lock.
 * @param progress is told how many bytes have been read so far
 */
export async function sha256Of(file: string, progress: (bytes: number) => void = () => {}): Promise<string> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    hash.update(chunk as Buffer);
    progress((bytes += (chunk as Buffer).length));
  }
  return hash.digest('hex');
}
