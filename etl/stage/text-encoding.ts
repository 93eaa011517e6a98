import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { CoalfaceError } from '../../data/errors.ts';

/** The encoding that a byte order mark tells. */
export function markedEncoding(head: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  return undefined;
}

/**
 * Whether bytes that are no strict UTF-8 are UTF-8 all the same: a program that cuts texts at a number of bytes leaves
 * half a character here and there, while of any other encoding hardly a character passes for UTF-8. Bytes that are no
 * part of any character do not come of cutting.
 */
export function isDamagedUtf8(bytes: Buffer): boolean {
  if (bytes.some((byte) => byte === 0xc0 || byte === 0xc1 || byte > 0xf4)) return false;
  const text = bytes.toString('utf8');
  const broken = occurrences(text, /\ufffd/g);
  const sound = occurrences(text, /[^\0-\u007f\ufffd]/g);
  return broken * 8 < sound;
}

/** Whether a block is UTF-8, for blocks that follow each other and part characters between them. */
export class Utf8Check {
  #rest: Buffer = Buffer.alloc(0);

  /** @returns whether the block, without a character that it does not end, is UTF-8 */
  take(block: Buffer): boolean {
    let from = 0;
    let sound = true;
    if (this.#rest.length) {
      while (from < block.length && from < 3 && isContinuation(block[from])) from += 1;
      const joined = Buffer.concat([this.#rest, block.subarray(0, from)]);
      if (from === block.length && unfinished(joined) > 0) {
        this.#rest = joined;
        return true;
      }
      sound = isUtf8(joined);
    }
    const open = unfinished(block.subarray(from));
    this.#rest = Buffer.from(block.subarray(block.length - open));
    return sound && isUtf8(block.subarray(from, block.length - open));
  }

  /** @returns whether the last character is whole */
  finish(): boolean {
    return this.#rest.length === 0;
  }
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x80 && byte < 0xc0;
}

/** Bytes at the end that begin a character and do not end it. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (isContinuation(byte)) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

const HAN = /\p{Script=Han}/gu;
/** Records with lost characters that a text may have: a cell cut in the middle of a character is no ruined file. */
const MAX_LOST_SHARE = 0.05;

/**
 * Refuse a text that was ruined before it came: read once in the wrong encoding and saved so. No reader can tell then
 * what it said, and its names would become accounts that nobody knows.
 * @param text the beginning of the file
 * @throws CoalfaceError `bad_encoding`
 */
export function refuseMojibake(text: string, name: string): void {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  const lost = lines.filter((line) => /\ufffd|锟斤拷/.test(line)).length;
  if (lost >= 3 && lost > lines.length * MAX_LOST_SHARE) {
    throw mojibake(
      name,
      `characters were lost (\ufffd, 锟斤拷) in ${lost} of the first ${lines.length} lines`,
    );
  }
  const foreign = text.replace(/[\0-\u007f\ufeff\ufffd]/g, '').slice(0, 4000);
  if (foreign.length < 8) return;
  if (isHanUtf8(iconv.encode(foreign, 'gb18030'))) {
    throw mojibake(name, `UTF-8 was read as GBK: ${foreign.slice(0, 12)}`);
  }
  const bytes = iconv.encode(foreign, 'windows-1252');
  // other alphabets are no Latin-1
  if (iconv.decode(bytes, 'windows-1252') !== foreign) return;
  if (isUtf8(bytes) || isHanUtf8(bytes)) {
    throw mojibake(name, `UTF-8 was read as Latin-1: ${foreign.slice(0, 12)}`);
  }
  // accented letters stand alone in a word; of Chinese in GBK every character made two of them
  const runs = text.match(/[\u0080-\u00ff]{4,}/g) ?? [];
  if (runs.join('').length * 2 > foreign.length && occurrences(iconv.decode(bytes, 'gb18030'), HAN) >= 4) {
    throw mojibake(name, `GBK was read as Latin-1: ${foreign.slice(0, 12)}`);
  }
}

/**
 * Whether bytes are Chinese in UTF-8, with a broken character here and there. To be UTF-8 does not suffice: the bytes
 * of 煤炭 in GBK are, by chance.
 */
function isHanUtf8(bytes: Buffer): boolean {
  const text = bytes.toString('utf8');
  const han = occurrences(text, HAN);
  return han >= 4 && occurrences(text, /\ufffd/g) * 2 < han;
}

function mojibake(name: string, what: string): CoalfaceError {
  return new CoalfaceError('bad_encoding', `the text was garbled before it came here: ${what}`, {
    where: { file: name },
    hint: 'export it again from the system and do not save it in between; choose UTF-8 or GBK there',
  });
}

function occurrences(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
