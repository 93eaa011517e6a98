import { CFB } from '@e965/xlsx';
import { badWorkbook, encryptedWorkbook, macroWorkbook } from './guard-zip.ts';
import { unsupportedFormat } from './sniff.ts';

/** What the container library tells of a compound file; it has no types of its own. */
interface Container {
  FullPaths: string[];
  FileIndex: { content?: Uint8Array }[];
}

const FILEPASS = 0x2f;
const END_OF_GLOBALS = 0x0a;

/**
 * Look into a compound file (OLE2) before a workbook is made of it.
 * @returns the stream that has the workbook: `Book` if it is older than Excel 97
 * @throws CoalfaceError `encrypted_workbook`, `macro_workbook`, `bad_workbook`, `unsupported_format`
 */
export function guardOle2(bytes: Buffer, name: string): 'Workbook' | 'Book' {
  const { FullPaths: paths, FileIndex: entries } = readContainer(bytes, name);
  const has = (pattern: RegExp) => paths.some((one) => pattern.test(one));
  if (has(/\/(EncryptedPackage|EncryptionInfo)$/i)) throw encryptedWorkbook(name);
  const stream = has(/\/Workbook$/i) ? 'Workbook' : 'Book';
  const at = paths.findIndex((one) => one.toLowerCase().endsWith(`/${stream.toLowerCase()}`));
  if (at === -1) {
    if (has(/\/WordDocument$/i)) throw unsupportedFormat(name, 'a Word document');
    if (has(/\/PowerPoint Document$/i)) throw unsupportedFormat(name, 'a PowerPoint presentation');
    if (has(/\/__substg1\.0_/i)) throw unsupportedFormat(name, 'an Outlook message');
    throw unsupportedFormat(name, 'a compound file without a workbook');
  }
  const globals = entries[at]?.content;
  if (globals) guardBiff(Buffer.from(globals), name);
  if (has(/\/(_VBA_PROJECT_CUR|_VBA_PROJECT|VBA)(\/|$)/i)) throw macroWorkbook(name);
  return stream;
}

/**
 * Look into the records of a BIFF workbook, as they stand in a compound file or alone, up to the end of its globals.
 * @throws CoalfaceError `encrypted_workbook`, `bad_workbook` if the file ends before them
 */
export function guardBiff(stream: Buffer, name: string): void {
  let at = 0;
  while (at + 4 <= stream.length) {
    const record = stream.readUInt16LE(at);
    if (record === FILEPASS) throw encryptedWorkbook(name);
    if (record === END_OF_GLOBALS) return;
    at += 4 + stream.readUInt16LE(at + 2);
  }
  throw badWorkbook(name, new Error('its records do not end'));
}

function readContainer(bytes: Buffer, name: string): Container {
  try {
    return CFB.read(bytes, { type: 'buffer' }) as Container;
  } catch (error) {
    throw badWorkbook(name, error);
  }
}
