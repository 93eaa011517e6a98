import { createReadStream } from 'node:fs';
import { CoalfaceError } from '../../data/errors.ts';
import { sniffDelimiter } from './csv-delimiter.ts';
import { MAX_RECORD_BYTES, RecordScanner, type RecordCount } from './csv-records.ts';
import type { TextFormat } from './table-format.ts';
import { isDamagedUtf8, markedEncoding, refuseMojibake, Utf8Check } from './text-encoding.ts';

/** What a pass over the bytes of a delimited text file tells. */
export interface CsvScan extends RecordCount, Omit<TextFormat, 'kind'> {
  /** records whose opening quote belongs to no field that ends: each is one line, and no reader can split it */
  stray: ReadonlySet<number>;
}

const BLOCK = 1 << 20;
const BOM_BYTES = 3;
/** What encoding, delimiter and garbled text are told from. */
const HEAD_BYTES = 1 << 16;
/** Each stray quote costs a pass; a file with more of them is damaged as a whole. */
const MAX_STRAY = 20;
/** A text may have a NUL here and there; where every fiftieth byte is one, it is no text or UTF-16 without its mark. */
const MAX_NUL_SHARE = 0.02;

/**
 * Count the records of a delimited file and find its encoding and delimiter. The count is made on the bytes, apart
 * from the reader that loads them, so that it can prove that no row was lost.
 * @throws CoalfaceError `empty_file`, `unsupported_encoding`, `bad_encoding` for garbled text, `unclosed_quote`,
 *   `record_too_long`
 */
export async function scanCsv(file: string, name: string): Promise<CsvScan> {
  const stray = new Set<number>();
  for (;;) {
    const { text, count } = await pass(file, name, stray, stray.size < MAX_STRAY);
    if ('records' in count) return { ...text, ...count, stray };
    if (!count.quoted) throw tooLong(name, count.row);
    if (stray.size === MAX_STRAY) throw unclosed(name, count.row);
    stray.add(count.row);
  }
}

type TextFacts = Pick<CsvScan, 'encoding' | 'damaged' | 'nul' | 'delimiter'>;

async function pass(
  file: string,
  name: string,
  stray: ReadonlySet<number>,
  strict: boolean,
): Promise<{ text: TextFacts; count: ReturnType<RecordScanner['finish']> }> {
  const check = new Utf8Check();
  let scanner: RecordScanner | undefined;
  let text: TextFacts = { encoding: 'utf-8', damaged: false, nul: false, delimiter: ',' };
  for await (const chunk of createReadStream(file, { highWaterMark: BLOCK }) as AsyncIterable<Buffer>) {
    let block = chunk;
    if (!scanner) {
      const encoding = markedEncoding(block) ?? 'utf-8';
      if (encoding !== 'utf-8') return passUtf16(file, name, encoding, stray, strict);
      if (markedEncoding(block)) block = block.subarray(BOM_BYTES);
      text = { ...text, delimiter: sniffText(block, name) };
      scanner = new RecordScanner(text.delimiter, stray, strict);
    }
    if (!text.nul && block.includes(0)) text = { ...text, nul: true };
    if (text.encoding === 'utf-8' && !text.damaged && !check.take(block)) {
      text = isDamagedUtf8(block) ? { ...text, damaged: true } : { ...text, encoding: 'gb18030' };
    }
    const bad = scanner.take(block);
    if (bad) return { text, count: bad };
  }
  if (!scanner || scanner.bytes === 0) throw empty(name);
  if (text.encoding === 'utf-8' && !check.finish()) text = { ...text, damaged: true };
  return { text, count: scanner.finish() };
}

/** Look at the first block as text. @returns its delimiter */
function sniffText(block: Buffer, name: string): CsvScan['delimiter'] {
  const nuls = block.includes(0) ? block.reduce((sum, byte) => sum + Number(byte === 0), 0) : 0;
  if (nuls > block.length * MAX_NUL_SHARE) throw unsupported(name);
  const head = block.subarray(0, HEAD_BYTES);
  const isUtf8 = new Utf8Check().take(head) || isDamagedUtf8(head);
  const text = isUtf8 ? head.toString('utf8') : new TextDecoder('gb18030').decode(head);
  // the head may end in the middle of a character
  refuseMojibake(head.length < HEAD_BYTES ? text : text.slice(0, -2), name);
  return sniffDelimiter(text);
}

/** The bytes of UTF-16 are counted as the UTF-8 that they become. */
async function passUtf16(
  file: string,
  name: string,
  encoding: 'utf-16le' | 'utf-16be',
  stray: ReadonlySet<number>,
  strict: boolean,
): Promise<{ text: TextFacts; count: ReturnType<RecordScanner['finish']> }> {
  const decoder = new TextDecoder(encoding);
  let scanner: RecordScanner | undefined;
  let text: TextFacts = { encoding, damaged: false, nul: false, delimiter: ',' };
  for await (const chunk of createReadStream(file, { highWaterMark: BLOCK }) as AsyncIterable<Buffer>) {
    const block = Buffer.from(decoder.decode(chunk, { stream: true }), 'utf8');
    if (!scanner) {
      text = { ...text, delimiter: sniffText(block, name) };
      scanner = new RecordScanner(text.delimiter, stray, strict);
    }
    if (!text.nul && block.includes(0)) text = { ...text, nul: true };
    const bad = scanner.take(block);
    if (bad) return { text, count: bad };
  }
  if (!scanner || scanner.bytes === 0) throw empty(name);
  return { text, count: scanner.finish() };
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
    hint: 'save it as CSV (UTF-8 or GBK), or as a workbook (.xlsx)',
  });
}

/** What follows the quotes would be read as one field, or lost: the file is damaged or was cut. */
function unclosed(name: string, row: number): CoalfaceError {
  return new CoalfaceError('unclosed_quote', `more than ${MAX_STRAY} quotes open a field that never ends`, {
    where: { file: name, row },
    hint: 'remove the stray quotes or export the file again; nothing was loaded from it',
  });
}

function tooLong(name: string, row: number): CoalfaceError {
  return new CoalfaceError(
    'record_too_long',
    `a record is longer than ${MAX_RECORD_BYTES / 1024 / 1024} MB`,
    {
      where: { file: name, row },
      hint: 'look for a lost line end in that record, or export the file again; nothing was loaded from it',
    },
  );
}
