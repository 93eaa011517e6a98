import { read, set_cptable, SSF, type ParsingOptions, type WorkBook } from '@e965/xlsx';
import * as codePages from '@e965/xlsx/dist/cpexcel.full.mjs';
import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import { CoalfaceError, messageOf } from '../../data/errors.ts';
import { guardBiff, guardOle2 } from './guard-ole2.ts';
import { badWorkbook, encryptedWorkbook, guardZip, MAX_UNPACKED_BYTES, megabytes } from './guard-zip.ts';
import type { FileKind } from './sniff.ts';
import { markedEncoding } from './text-encoding.ts';

/** Kinds of files that are workbooks. */
export type WorkbookKind = Extract<FileKind, 'zip' | 'ole2' | 'biff' | 'spreadsheetml'>;

/** What a workbook is parsed from. */
export interface WorkbookContent {
  data: Buffer;
  kind: WorkbookKind;
  /** it is older than Excel 97: its texts are in the code page of its system */
  codePaged: boolean;
}

/** Bytes that a workbook may have so that reading it takes less than about 1.5 GB. */
const MAX_BYTES: Record<WorkbookKind, number> = {
  zip: MAX_UNPACKED_BYTES,
  ole2: 32 * 1024 * 1024,
  biff: 32 * 1024 * 1024,
  spreadsheetml: 64 * 1024 * 1024,
};

/** Formats of Chinese Excel that a workbook names by number alone, and the library does not know. */
const LOCAL_FORMATS: [from: number, to: number, format: string][] = [
  [27, 31, 'yyyy-mm-dd'],
  [32, 35, 'h:mm:ss'],
  [36, 36, 'yyyy-mm-dd'],
  [50, 54, 'yyyy-mm-dd'],
  [55, 56, 'h:mm:ss'],
  [57, 58, 'yyyy-mm-dd'],
];

/** How a workbook is parsed; made anew for each, as the library writes into it. */
export function parsingOptions(): ParsingOptions {
  return {
    dense: true,
    // the stated size of a sheet is not believed
    nodim: true,
    // hidden rows and columns are told only with the styles
    cellStyles: true,
    cellText: false,
    cellHTML: false,
    cellFormula: false,
    // the library begins every workbook with a new table of formats and asks for this before it looks a format up:
    // the only moment at which the local ones can be put in
    get cellNF() {
      const known = SSF.get_table() as Record<number, string | undefined>;
      if (known[LOCAL_FORMATS[0]?.[0] ?? 0] === undefined) {
        for (const [from, to, format] of LOCAL_FORMATS) {
          for (let id = from; id <= to; id += 1) if (known[id] === undefined) SSF.load(format, id);
        }
      }
      return true;
    },
    set cellNF(_value) {},
  };
}

/**
 * The content of a workbook, after everything that makes one dangerous was looked for.
 * @throws CoalfaceError of the guards; `archive_too_large` for a file that is too large itself
 */
export async function workbookContent(
  file: string,
  name: string,
  kind: WorkbookKind,
): Promise<WorkbookContent> {
  const { size } = await stat(file);
  if (size > MAX_BYTES[kind]) {
    throw new CoalfaceError(
      'archive_too_large',
      `the workbook has ${megabytes(size)}; ${megabytes(MAX_BYTES[kind])} of its kind are read at most`,
      {
        where: { file: name },
        hint: 'export fewer rows at a time, or export CSV, which has no such limit',
      },
    );
  }
  if (kind === 'zip') await guardZip(file, name);
  const bytes = await readFile(file);
  if (kind === 'spreadsheetml') return { data: markup(bytes, name), kind, codePaged: false };
  if (kind === 'biff') guardBiff(bytes, name);
  const codePaged = kind === 'biff' || (kind === 'ole2' && guardOle2(bytes, name) === 'Book');
  return { data: bytes, kind, codePaged };
}

/** A workbook in one XML document, as UTF-8; a document that was cut has no end. */
function markup(bytes: Buffer, name: string): Buffer {
  const declared = /^[^>]*\bencoding=["']([\w-]+)["']/.exec(bytes.toString('latin1', 0, 200))?.[1];
  const encoding = markedEncoding(bytes) ?? declared?.toLowerCase() ?? 'utf-8';
  try {
    const utf8 =
      encoding === 'utf-8' && isUtf8(bytes)
        ? bytes
        : Buffer.from(new TextDecoder(encoding, { fatal: true }).decode(bytes), 'utf8');
    if (/<\/(\w+:)?Workbook>\s*$/.test(utf8.toString('latin1', Math.max(0, utf8.length - 200)))) return utf8;
    throw new Error('the document does not end');
  } catch (error) {
    throw badWorkbook(name, error);
  }
}

/**
 * Parse a workbook.
 * @throws CoalfaceError `bad_workbook`, `encrypted_workbook`
 */
export function parseWorkbook(
  { data, codePaged }: WorkbookContent,
  name: string,
  options: ParsingOptions,
): WorkBook {
  // once the library has its tables of code pages it decodes all else through them too, at a price: only when needed
  if (codePaged) set_cptable(codePages);
  try {
    return read(data, Object.assign(options, { type: 'buffer' } as const));
  } catch (error) {
    throw /password/i.test(messageOf(error)) ? encryptedWorkbook(name) : badWorkbook(name, error);
  }
}
