import { open } from 'node:fs/promises';
import { CoalfaceError } from '../../data/errors.ts';

/** What a file is by its content. */
export type FileKind = 'text' | 'zip' | 'ole2' | 'biff' | 'spreadsheetml' | 'html' | 'json';

const HEAD_BYTES = 16_384;

const ZIP = ['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08'];
const OLE2 = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';
/** first records of a workbook before Excel 97 that stands in no compound file */
const BIFF = ['\t\0\x04\0', '\t\0\x06\0', '\t\x02\x06\0', '\t\x04\x06\0', '\t\x08\x08\0', '\t\x08\x10\0'];

/** Beginnings of files that are no tables, and what people call them. */
const FOREIGN: [string, string][] = [
  ['%PDF-', 'a PDF document'],
  ['\x89PNG', 'an image'],
  ['\xff\xd8\xff', 'an image'],
  ['GIF8', 'an image'],
  ['II*\0', 'an image'],
  ['MM\0*', 'an image'],
  ['MIME-Version:', 'a web archive (.mht)'],
  ['{\\rtf', 'an RTF document'],
  ['Rar!', 'a compressed archive'],
  ['7z\xbc\xaf', 'a compressed archive'],
  ['\x1f\x8b', 'a compressed archive'],
  ['BZh', 'a compressed archive'],
  ['\xfd7zXZ', 'a compressed archive'],
  ['MZ\x90\0', 'a program'],
  ['\x7fELF', 'a program'],
  ['SQLite format 3\0', 'an SQLite database'],
  ['PAR1', 'a Parquet file'],
];

/**
 * Tell what a file is by its first bytes; its name is never asked, exports carry the wrong ending.
 * @throws CoalfaceError `empty_file`; `unsupported_format` naming what the file seems to be
 */
export async function sniffKind(file: string, name: string): Promise<FileKind> {
  const head = await readHead(file);
  if (head.length === 0) {
    throw new CoalfaceError('empty_file', 'the file is empty', {
      where: { file: name },
      hint: 'export it again; nothing was loaded from it',
    });
  }
  const bytes = head.toString('latin1');
  const begins = (mark: string) => bytes.startsWith(mark);
  if (ZIP.some(begins)) return 'zip';
  if (begins(OLE2)) return 'ole2';
  if (BIFF.some(begins)) return 'biff';
  const foreign = FOREIGN.find(([mark]) => begins(mark));
  if (foreign) throw unsupportedFormat(name, foreign[1]);
  const text = decodeHead(head).trimStart();
  if (/^(\{\s*["}]|\[\s*[{[\]])/.test(text)) return 'json';
  if (!text.startsWith('<')) return 'text';
  if (/^(<\?xml[^>]*>)?\s*(<\?mso-application[^>]*>|<!--[^]*?-->|\s)*<(\w+:)?Workbook\b/.test(text)) {
    return 'spreadsheetml';
  }
  if (/<(!doctype html|html|head|body|table|meta|div|style|script)\b/i.test(text)) return 'html';
  if (text.startsWith('<?xml') || /^<(\w+:)?[\w-]+(\s[^<]*)?>/.test(text)) {
    throw unsupportedFormat(name, 'an XML document that is no workbook');
  }
  return 'text';
}

/** A refusal of something that is no table, with what the user does next. */
export function unsupportedFormat(name: string, what: string, cause?: unknown): CoalfaceError {
  return new CoalfaceError('unsupported_format', `the file seems to be ${what}`, {
    cause,
    where: { file: name },
    hint: 'open it in the program that made it and save the table as .xlsx or as CSV (UTF-8)',
  });
}

async function readHead(file: string): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Markup is ASCII in every encoding but UTF-16, which only its mark tells. */
function decodeHead(head: Buffer): string {
  if (head[0] === 0xff && head[1] === 0xfe) return new TextDecoder('utf-16le').decode(head);
  if (head[0] === 0xfe && head[1] === 0xff) return new TextDecoder('utf-16be').decode(head);
  return head.toString('latin1').replace(/^\xef\xbb\xbf/, '');
}
