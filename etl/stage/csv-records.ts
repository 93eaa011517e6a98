/** What is counted on the bytes of a delimited text. */
export interface RecordCount {
  /** records, blank ones included */
  records: number;
  /** 1-based numbers of the blank records */
  blank: number[];
  /** some record spans several lines */
  multiline: boolean;
  lineEnds: 'lf' | 'crlf' | 'cr' | 'mixed';
}

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;

/** A record longer than this is none: a quote swallows the file, or it is no table. DuckDB reads no longer ones. */
export const MAX_RECORD_BYTES = 4 * 1024 * 1024;

/** Where a record is that cannot be one: its quote never ends, or it is too long. */
export interface BadRecord {
  row: number;
  /** a quote in it opens a field that does not end as one; otherwise it is too long */
  quoted: boolean;
}

/** A function called often is compiled better than a loop that runs long. */
const SLICE = 1 << 15;

/** 1 for the bytes that end records or belong to quotes; all others are passed over. */
const SPECIAL = new Uint8Array(256);
for (const byte of [LF, CR, QUOTE]) SPECIAL[byte] = 1;

/**
 * Counts the records of blocks of bytes that follow each other. In UTF-8 and GB18030 alike the bytes of line ends and
 * of the quote never occur inside another character. LF, CR LF and CR end a record.
 */
export class RecordScanner {
  readonly #delimiter: number;
  readonly #unquoted: ReadonlySet<number>;
  readonly #strict: boolean;
  #records = 0;
  #blank: number[] = [];
  #multiline = false;
  /** line ends by kind; the CR of a CR LF counts in both of the last */
  #lf = 0;
  #crlf = 0;
  #cr = 0;
  #quoted = false;
  /** the quoted field has a line break */
  #broken = false;
  /** the last byte of the block before, and whether it is a quote that may close a field or be the first of two */
  #last = LF;
  #closing = false;
  /** bytes before the block, and the byte at which the record begins */
  #before = 0;
  #start = 0;

  /**
   * @param unquoted rows whose quotes are text: each ends with its line
   * @param strict also call a record bad if a quoted field of several lines is closed in the middle of text: then the
   *   quote that opened it was a stray one, and the one that closed it opens another field
   */
  constructor(delimiter: string, unquoted: ReadonlySet<number> = new Set(), strict = false) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#unquoted = unquoted;
    this.#strict = strict;
  }

  /** bytes taken so far */
  get bytes(): number {
    return this.#before;
  }

  /** @returns the record that cannot be one, if the block shows it */
  take(block: Buffer): BadRecord | undefined {
    for (let from = 0; from < block.length; from += SLICE) {
      const bad = this.#takeSlice(block.subarray(from, from + SLICE));
      if (bad) return bad;
    }
    return undefined;
  }

  #takeSlice(slice: Buffer): BadRecord | undefined {
    const plain = !this.#quoted && !this.#closing && this.#last !== CR;
    const taken = (plain && !slice.includes(QUOTE) && this.#takePlain(slice)) || this.#takeAny(slice);
    if (!taken) return { row: this.#records + 1, quoted: true };
    this.#before += slice.length;
    this.#last = slice[slice.length - 1] ?? LF;
    if (this.#before - this.#start <= MAX_RECORD_BYTES) return undefined;
    return { row: this.#records + 1, quoted: this.#quoted };
  }

  /** No quote: only line ends are looked for. @returns false, and nothing is taken, if a CR stands alone */
  #takePlain(slice: Buffer): boolean {
    let start = this.#start - this.#before;
    let crlf = 0;
    let ends = 0;
    const blanks = this.#blank.length;
    let carriage = slice.indexOf(CR);
    for (let at = slice.indexOf(LF); at !== -1; at = slice.indexOf(LF, start)) {
      ends += 1;
      let length = at - start;
      if (carriage !== -1 && carriage < at) {
        if (carriage !== at - 1) break;
        crlf += 1;
        length -= 1;
        carriage = slice.indexOf(CR, at);
      }
      if (length === 0) this.#blank.push(this.#records + ends);
      start = at + 1;
    }
    if (carriage !== -1) {
      this.#blank.length = blanks;
      return false;
    }
    this.#lf += ends - crlf;
    this.#cr += crlf;
    this.#crlf += crlf;
    this.#records += ends;
    this.#start = this.#before + start;
    return true;
  }

  // the state is held in local variables: fields of the object cost several times as much per byte
  #takeAny(block: Buffer): boolean {
    const end = block.length;
    const delimiter = this.#delimiter;
    const someUnquoted = this.#unquoted.size > 0;
    const blank = this.#blank;
    let lf = 0;
    let crlf = 0;
    let cr = 0;
    let start = this.#start - this.#before;
    let records = this.#records;
    let quoted = this.#quoted;
    let broken = this.#broken;
    let literal = this.#unquoted.has(records + 1);
    let at = 0;
    if (this.#closing) {
      // what the last byte of the block before was is told by the first of this one
      this.#closing = false;
      quoted = block[0] === QUOTE;
      if (quoted) at = 1;
      else if (!this.#closes(block[0], broken)) return false;
    }
    for (; at < end; at += 1) {
      const byte = block[at] ?? 0;
      if (SPECIAL[byte] === 0) continue;
      const previous = at > 0 ? block[at - 1] : this.#last;
      if (quoted) {
        if (byte !== QUOTE) broken = true;
        else if (at + 1 === end) this.#closing = true;
        else if (block[at + 1] === QUOTE) at += 1;
        else {
          quoted = false;
          if (broken && !this.#closes(block[at + 1], broken)) {
            this.#records = records;
            return false;
          }
        }
      } else if (byte === QUOTE) {
        if (!literal && (at === start || previous === delimiter)) {
          quoted = true;
          broken = false;
        }
      } else if (byte === LF && previous === CR) {
        crlf += 1;
        start = at + 1;
      } else {
        if (byte === CR) cr += 1;
        else lf += 1;
        records += 1;
        if (at === start) blank.push(records);
        start = at + 1;
        literal = someUnquoted && this.#unquoted.has(records + 1);
      }
    }
    this.#lf += lf;
    this.#crlf += crlf;
    this.#cr += cr;
    this.#records = records;
    this.#start = this.#before + start;
    this.#quoted = quoted;
    this.#broken = broken;
    return true;
  }

  /** Whether a quoted field may end before `next`. */
  #closes(next: number | undefined, broken: boolean): boolean {
    if (!broken) return true;
    this.#multiline = true;
    return !this.#strict || next === this.#delimiter || next === LF || next === CR;
  }

  /** @returns the counts, or the record whose quote never ends */
  finish(): RecordCount | BadRecord {
    if (this.#quoted && !this.#closing) return { row: this.#records + 1, quoted: true };
    if (this.#closing && this.#broken) this.#multiline = true;
    if (this.#before > this.#start) this.#records += 1;
    const loneCr = this.#cr - this.#crlf;
    const kinds = [this.#lf, this.#crlf, loneCr].filter((times) => times > 0).length;
    return {
      records: this.#records,
      blank: this.#blank,
      multiline: this.#multiline,
      lineEnds: kinds > 1 ? 'mixed' : this.#crlf ? 'crlf' : loneCr ? 'cr' : 'lf',
    };
  }
}
