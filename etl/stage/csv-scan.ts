import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { CoalfaceError } from '../../data/errors.ts';

/** What one pass over the bytes of a delimited text file tells. */
export interface CsvScan {
  encoding: 'utf-8' | 'utf-16le' | 'gb18030';
  delimiter: ',' | ';' | '\t' | '|';
  /** records, blank ones included */
  records: number;
  /** 1-based numbers of the blank records */
  blank: number[];
  /** some record spans several lines */
  multiline: boolean;
}

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);
const DELIMITERS = [',', ';', '\t', '|'] as const;

/**
 * Count the records of a delimited file and find its encoding and delimiter. The count is made on the bytes, apart
 * from the reader that loads them, so that it can prove that no row was lost. In UTF-8 and in GB18030 alike the bytes
 * of line feed and quote never occur inside another character.
 * @throws CoalfaceError `empty_file`, `unsupported_encoding`, `unclosed_quote`
 */
export async function scanCsv(file: string, name: string): Promise<CsvScan> {
  const scanner = new RecordScanner();
  let carry: Buffer = Buffer.alloc(0);
  let utf8 = true;
  let delimiter: CsvScan['delimiter'] | undefined;
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    let block = carry.length ? Buffer.concat([carry, chunk]) : chunk;
    if (!delimiter && block[0] === 0xff && block[1] === 0xfe) return scanUtf16(file, name);
    if (chunk.includes(0)) throw unsupported(name);
    if (!delimiter) {
      // the mark is no part of the first field: a quote behind it opens one
      if (block.subarray(0, 3).equals(BOM)) block = block.subarray(3);
      delimiter = sniffDelimiter(block);
      scanner.delimiter = delimiter.charCodeAt(0);
    }
    const end = block.lastIndexOf(LF) + 1;
    carry = Buffer.from(block.subarray(end));
    block = block.subarray(0, end);
    utf8 &&= isUtf8(block);
    scanner.take(block);
  }
  if (!delimiter || scanner.bytes + carry.length === 0) throw empty(name);
  utf8 &&= isUtf8(carry);
  scanner.take(carry);
  return { encoding: utf8 ? 'utf-8' : 'gb18030', delimiter, ...scanner.finish(name) };
}

async function scanUtf16(file: string, name: string): Promise<CsvScan> {
  const decoder = new TextDecoder('utf-16le');
  const scanner = new RecordScanner();
  let first: CsvScan['delimiter'] | undefined;
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    const block = Buffer.from(decoder.decode(chunk, { stream: true }), 'utf8');
    first ??= sniffDelimiter(block);
    scanner.delimiter = first.charCodeAt(0);
    scanner.take(block);
  }
  if (!first || scanner.bytes === 0) throw empty(name);
  return { encoding: 'utf-16le', delimiter: first, ...scanner.finish(name) };
}

function empty(name: string): CoalfaceError {
  return new CoalfaceError('empty_file', 'the file is empty', {
    where: { file: name },
    hint: 'export it again; nothing was loaded from it',
  });
}

function unsupported(name: string): CoalfaceError {
  return new CoalfaceError('unsupported_encoding', 'the file is not text in UTF-8, GB18030 or UTF-16', {
    where: { file: name },
    hint: 'save it as CSV (UTF-8 or GBK); a workbook must keep its .xlsx ending',
  });
}

/** What follows the quote would be read as one field, or lost: the file is damaged or was cut. */
function unclosed(name: string, row: number): CoalfaceError {
  return new CoalfaceError('unclosed_quote', 'a quote opens a field that never ends', {
    where: { file: name, row },
    hint: 'remove the stray quote or export the file again; nothing was loaded from it',
  });
}

/** The delimiter that occurs most often in the first lines. */
function sniffDelimiter(block: Buffer): CsvScan['delimiter'] {
  const head = block.subarray(0, 16_384).toString('latin1').split('\n', 15).join('\n');
  const occurrences = (delimiter: string) => head.split(delimiter).length - 1;
  return DELIMITERS.reduce((best, next) => (occurrences(next) > occurrences(best) ? next : best));
}

/** Counts records in a stream of bytes; a quote opens a quoted field only at the start of a field (RFC 4180). */
class RecordScanner {
  delimiter = 0x2c;
  bytes = 0;
  #records = 0;
  #blank: number[] = [];
  #multiline = false;
  #quoted = false;
  #fieldStart = true;
  /** a quoted field was closed by the byte before */
  #closed = false;
  #last = 0;
  #recordBytes = 0;

  take(block: Buffer): void {
    this.bytes += block.length;
    if (!this.#quoted && !block.includes(QUOTE)) this.#takePlain(block);
    else this.#takeQuoted(block);
    this.#last = block[block.length - 1] ?? this.#last;
  }

  /** Whether a record that ends before `at` has no byte but perhaps a carriage return, which may stand in the block before. */
  #isBlank(block: Buffer, at: number, length: number): boolean {
    return length === 0 || (length === 1 && (at > 0 ? block[at - 1] : this.#last) === CR);
  }

  #takePlain(block: Buffer): void {
    let start = 0;
    for (let at = block.indexOf(LF); at !== -1; at = block.indexOf(LF, start)) {
      const length = this.#recordBytes + at - start;
      this.#endRecord(this.#isBlank(block, at, length));
      start = at + 1;
    }
    this.#recordBytes += block.length - start;
    if (start < block.length) {
      this.#fieldStart = block[block.length - 1] === this.delimiter;
      this.#closed = false;
    }
  }

  #takeQuoted(block: Buffer): void {
    for (let at = 0; at < block.length; at += 1) {
      const byte = block[at];
      if (this.#quoted) {
        if (byte === QUOTE) {
          this.#quoted = false;
          this.#closed = true;
        } else if (byte === LF) this.#multiline = true;
        this.#recordBytes += 1;
      } else if (byte === LF) {
        this.#endRecord(this.#isBlank(block, at, this.#recordBytes));
      } else {
        // a doubled quote inside a quoted field closes and opens it again
        if (byte === QUOTE && (this.#fieldStart || this.#closed)) this.#quoted = true;
        this.#closed = false;
        this.#fieldStart = byte === this.delimiter;
        this.#recordBytes += 1;
      }
    }
  }

  #endRecord(blank: boolean): void {
    this.#records += 1;
    if (blank) this.#blank.push(this.#records);
    this.#recordBytes = 0;
    this.#fieldStart = true;
    this.#closed = false;
  }

  finish(name: string): Pick<CsvScan, 'records' | 'blank' | 'multiline'> {
    if (this.#quoted) throw unclosed(name, this.#records + 1);
    if (this.#recordBytes > 0) this.#endRecord(false);
    return { records: this.#records, blank: this.#blank, multiline: this.#multiline };
  }
}
