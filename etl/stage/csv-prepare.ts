import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { CoalfaceError } from '../../data/errors.ts';
import type { CsvScan } from './csv-scan.ts';
import type { Malformed } from './raw-table.ts';

/** A file that DuckDB can scan, and the records that were taken out of it. */
export interface PreparedCsv {
  /** the file itself if nothing had to be done */
  path: string;
  setAside: Malformed[];
}

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const MAX_KEPT_BYTES = 4096;

/**
 * Make a delimited file one that DuckDB scans: UTF-8, records ended in one way, no NUL, no quote that never ends. Most
 * files are that already and stay where they are; of others a copy is written to `scratch`. In it the records of
 * `scan.stray` are blank lines, so that the numbers of all others stay as they are.
 * @throws CoalfaceError `bad_encoding` if the bytes are in none of the encodings
 */
export async function prepareCsv(
  file: string,
  name: string,
  scan: CsvScan,
  scratch: string,
): Promise<PreparedCsv> {
  const lines = scan.lineEnds === 'mixed' || scan.lineEnds === 'cr' || scan.nul || scan.stray.size > 0;
  if (scan.encoding === 'utf-8' && !scan.damaged && !lines) return { path: file, setAside: [] };
  await mkdir(scratch, { recursive: true });
  const target = path.join(scratch, `${process.pid}-${path.basename(file)}.utf8.csv`);
  const decoder = new TextDecoder(scan.encoding, { fatal: !scan.damaged });
  const rewriter = lines ? new RecordRewriter(scan.delimiter, scan.stray) : undefined;
  const text = (decoded: string) => (rewriter ? rewriter.take(Buffer.from(decoded, 'utf8')) : decoded);
  try {
    await pipeline(
      createReadStream(file, { highWaterMark: 1 << 20 }),
      async function* (source: AsyncIterable<Buffer>) {
        for await (const chunk of source) yield text(decoder.decode(chunk, { stream: true }));
        yield text(decoder.decode());
      },
      createWriteStream(target),
    );
    return { path: target, setAside: rewriter?.setAside() ?? [] };
  } catch (error) {
    await rm(target, { force: true });
    if (!(error instanceof TypeError)) throw error;
    throw new CoalfaceError('bad_encoding', `the text is neither UTF-8 nor ${scan.encoding.toUpperCase()}`, {
      cause: error,
      where: { file: name },
      hint: 'the file may be damaged or cut; export it again as UTF-8 or GBK',
    });
  }
}

/**
 * Ends every record with a line feed, leaves NUL out and blanks the stray records. What is inside quotes is untouched.
 * It follows the quotes as the scanner that counted the records does.
 */
class RecordRewriter {
  readonly #delimiter: number;
  readonly #stray: ReadonlySet<number>;
  readonly #aside = new Map<number, number[]>();
  #record = 1;
  #quoted = false;
  #fieldStart = true;
  #closed = false;
  #afterCr = false;

  constructor(delimiter: string, stray: ReadonlySet<number>) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#stray = stray;
  }

  take(block: Buffer): Buffer {
    const out = Buffer.allocUnsafe(block.length);
    let length = 0;
    for (const byte of block) {
      if (byte === 0) continue;
      if (!this.#quoted && (byte === LF || byte === CR)) {
        if (!(byte === LF && this.#afterCr)) {
          out[length++] = LF;
          this.#record += 1;
        }
        this.#afterCr = byte === CR;
        this.#fieldStart = true;
        this.#closed = false;
        continue;
      }
      this.#afterCr = false;
      if (this.#stray.has(this.#record)) {
        this.#keep(byte);
        continue;
      }
      if (this.#quoted) {
        if (byte === QUOTE) {
          this.#quoted = false;
          this.#closed = true;
        }
      } else {
        if (byte === QUOTE && (this.#fieldStart || this.#closed)) this.#quoted = true;
        this.#closed = false;
        this.#fieldStart = byte === this.#delimiter;
      }
      out[length++] = byte;
    }
    return out.subarray(0, length);
  }

  #keep(byte: number): void {
    const kept = this.#aside.get(this.#record) ?? [];
    if (kept.length < MAX_KEPT_BYTES) kept.push(byte);
    this.#aside.set(this.#record, kept);
  }

  setAside(): Malformed[] {
    return [...this.#aside].map(([row, bytes]) => ({
      row,
      text: Buffer.from(bytes).toString('utf8'),
      complaint: 'a quote opens a field that never ends',
    }));
  }
}
