import { crc32 } from 'node:zlib';
import yauzl from 'yauzl';
import { CoalfaceError, messageOf } from '../../data/errors.ts';
import { unsupportedFormat } from './sniff.ts';

/** Bytes that all parts of a workbook may have when unpacked: about 300,000 rows of ten columns. */
export const MAX_UNPACKED_BYTES = 128 * 1024 * 1024;

const MAX_ENTRIES = 10_000;
/** No sheet packs better than this; a bomb does. Small parts may. */
const MAX_RATIO = 200;
const RATIO_FROM_BYTES = 8 * 1024 * 1024;
const CONTENT_TYPES = '[Content_Types].xml';
const MAX_CONTENT_TYPES_BYTES = 1024 * 1024;

/**
 * Look into a zip before a workbook is made of it: unpack every part, count what comes out and keep none of it. The
 * archive's own statement of its sizes is checked first and believed never. Names of parts are never used as paths.
 * @throws CoalfaceError `archive_too_large`, `macro_workbook`, `encrypted_workbook`, `bad_workbook`, `unsupported_format`
 */
export async function guardZip(file: string, name: string): Promise<void> {
  let zip: yauzl.ZipFile;
  try {
    zip = await yauzl.openPromise(file, {
      lazyEntries: true,
      autoClose: false,
      // counted here, so that a lie about the size has its own name
      validateEntrySizes: false,
      strictFileNames: false,
      decodeStrings: true,
    });
  } catch (error) {
    throw badWorkbook(name, error);
  }
  try {
    await guardEntries(zip, name);
  } catch (error) {
    throw error instanceof CoalfaceError ? error : badWorkbook(name, error);
  } finally {
    zip.close();
  }
}

async function guardEntries(zip: yauzl.ZipFile, name: string): Promise<void> {
  if (zip.entryCount > MAX_ENTRIES) throw tooLarge(name, `${zip.entryCount} parts`);
  const entries: yauzl.Entry[] = [];
  let declared = 0;
  for await (const entry of zip.eachEntry()) {
    entries.push(entry);
    declared += entry.uncompressedSize;
    if (declared > MAX_UNPACKED_BYTES) throw tooLarge(name, `it declares ${megabytes(declared)} and more`);
    if (entry.isEncrypted()) throw encryptedWorkbook(name);
  }
  refuseForeign(
    entries.map((entry) => entry.fileName),
    name,
  );
  let unpacked = 0;
  for (const entry of entries) {
    const budget = MAX_UNPACKED_BYTES - unpacked;
    const { bytes, text } = await unpack(zip, entry, budget, name);
    unpacked += bytes;
    if (text !== undefined) refuseContentTypes(text, name);
  }
}

/** Unpack one part, counting. @returns its bytes, and its text if it is the list of content types */
async function unpack(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
  budget: number,
  name: string,
): Promise<{ bytes: number; text: string | undefined }> {
  const stream = await zip.openReadStreamPromise(entry);
  const kept: Buffer[] | undefined = entry.fileName === CONTENT_TYPES ? [] : undefined;
  let bytes = 0;
  let sum = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > budget) throw tooLarge(name, `it unpacks to more than ${megabytes(MAX_UNPACKED_BYTES)}`);
    if (bytes > RATIO_FROM_BYTES && bytes > entry.compressedSize * MAX_RATIO) {
      throw tooLarge(name, `${entry.fileName} unpacks to more than ${MAX_RATIO} times its size`);
    }
    sum = crc32(chunk, sum);
    if (kept && bytes <= MAX_CONTENT_TYPES_BYTES) kept.push(chunk);
  }
  if (bytes !== entry.uncompressedSize || sum !== entry.crc32) {
    throw badWorkbook(name, new Error(`${entry.fileName} is not what the archive says of it`));
  }
  return { bytes, text: kept && Buffer.concat(kept).toString('utf8') };
}

/** Say what a zip is that is no workbook, by the names of its parts. */
function refuseForeign(names: readonly string[], name: string): void {
  const has = (pattern: RegExp) => names.some((one) => pattern.test(one));
  if (has(/^xl\/workbook\.bin$/i)) throw unsupportedFormat(name, 'a binary workbook (.xlsb)');
  if (has(/(^|\/)vbaProject\.bin$/i)) throw macroWorkbook(name);
  if (has(/^word\//)) throw unsupportedFormat(name, 'a Word document');
  if (has(/^ppt\//)) throw unsupportedFormat(name, 'a PowerPoint presentation');
  if (has(/^mimetype$/) && has(/^content\.xml$/)) {
    throw unsupportedFormat(name, 'an OpenDocument file (.ods)');
  }
  if (has(/^Index\/.*\.iwa$/)) throw unsupportedFormat(name, 'an Apple Numbers file');
  if (!names.includes(CONTENT_TYPES)) {
    const files = names.filter((one) => !one.endsWith('/'));
    throw unsupportedFormat(
      name,
      files.length ? `a zip archive of ${files.slice(0, 3).join(', ')}` : 'an empty zip archive',
    );
  }
}

function refuseContentTypes(text: string, name: string): void {
  // a default for an ending that no part has is said by some writers, and means nothing
  if (/<Override\b[^>]*\bContentType="[^"]*macro/i.test(text)) throw macroWorkbook(name);
  if (!/spreadsheetml/i.test(text)) throw unsupportedFormat(name, 'a zip archive that is no workbook');
}

/** A number of bytes as people say it. */
export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MB`;
}

function tooLarge(name: string, what: string): CoalfaceError {
  return new CoalfaceError('archive_too_large', `the workbook is too large when unpacked: ${what}`, {
    where: { file: name },
    hint: 'export fewer rows at a time, or export CSV, which has no such limit',
  });
}

/** A refusal of a workbook that carries a program: nothing in a data exchange needs one. */
export function macroWorkbook(name: string): CoalfaceError {
  return new CoalfaceError('macro_workbook', 'the workbook contains macros', {
    where: { file: name },
    hint: 'open it in Excel and save it as .xlsx (a workbook without macros)',
  });
}

/** A refusal of a workbook that only a password opens. */
export function encryptedWorkbook(name: string): CoalfaceError {
  return new CoalfaceError('encrypted_workbook', 'the workbook is protected by a password', {
    where: { file: name },
    hint: 'open it in Excel, remove the password (File, Info, Protect Workbook) and save it again',
  });
}

/** A refusal of a workbook that is cut or damaged. */
export function badWorkbook(name: string, cause: unknown): CoalfaceError {
  return new CoalfaceError('bad_workbook', `the workbook is damaged or was cut: ${messageOf(cause)}`, {
    cause,
    where: { file: name },
    hint: 'copy or export it again; if Excel opens it, save it there as .xlsx',
  });
}
