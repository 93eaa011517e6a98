import fs from 'node:fs';

const SIZE = 1 << 20;
/** No row is longer than this; a row is never split over two writes, so its bytes can be read back. */
const ROW_ROOM = 4096;

/** A file written row by row through one buffer of 1 MiB: memory stays the same however long the file grows. */
export class ByteSink {
  readonly #fd: number;
  readonly #buffer = Buffer.allocUnsafe(SIZE);
  #at = 0;
  #rowAt = 0;
  #flushed = 0;

  /** Creates or replaces the file. */
  constructor(file: string) {
    this.#fd = fs.openSync(file, 'w');
  }

  /** Bytes written so far. */
  get bytes(): number {
    return this.#flushed + this.#at;
  }

  /** Begins a row: makes room for it. */
  row(): void {
    if (this.#at + ROW_ROOM > SIZE) this.#flush();
    this.#rowAt = this.#at;
  }

  /** A copy of the bytes since the last `row()`. */
  lastRow(): Buffer {
    return Buffer.from(this.#buffer.subarray(this.#rowAt, this.#at));
  }

  /** Appends bytes; short ones, so a loop beats a native copy. */
  put(bytes: Uint8Array): void {
    const buffer = this.#buffer;
    let at = this.#at;
    for (let i = 0; i < bytes.length; i++) buffer[at++] = bytes[i] as number;
    this.#at = at;
  }

  /** Appends one byte. */
  byte(value: number): void {
    this.#buffer[this.#at++] = value;
  }

  /** Appends an integer from 0 to 2³¹−1 with leading zeros to `width` digits. */
  padded(value: number, width: number): void {
    let rest = value;
    for (let i = this.#at + width - 1; i >= this.#at; i--) {
      const tens = (rest / 10) | 0;
      this.#buffer[i] = 48 + rest - tens * 10;
      rest = tens;
    }
    this.#at += width;
  }

  /** Appends an integer from 0 to 2³¹−1. */
  integer(value: number): void {
    let width = 1;
    for (let limit = 10; value >= limit; limit *= 10) width++;
    this.padded(value, width);
  }

  /** Appends kilograms, less than 2³¹, as tonnes with three decimals. */
  tonnes(kg: number): void {
    const whole = (kg / 1000) | 0;
    this.integer(whole);
    this.byte(46);
    this.padded(kg - whole * 1000, 3);
  }

  /** Writes what is left and closes the file. */
  close(): void {
    this.#flush();
    fs.closeSync(this.#fd);
  }

  #flush(): void {
    for (let done = 0; done < this.#at;) done += fs.writeSync(this.#fd, this.#buffer, done, this.#at - done);
    this.#flushed += this.#at;
    this.#at = 0;
  }
}
