import type { DuckDBConnection } from '@duckdb/node-api';
import readWorkbook from 'read-excel-file/node';
import { open, readFile } from 'node:fs/promises';
import { parseSource } from '../../data/source-file.ts';
import { scanCsv } from '../stage/csv-scan.ts';
import type { RawTable } from '../stage/raw-table.ts';
import { readCsv } from '../stage/read-csv.ts';
import { readHtmlTable } from '../stage/read-html.ts';
import { readXlsx } from '../stage/read-xlsx.ts';
import { everyTitle } from './find-place.ts';

/** How the bytes of a file were understood. */
export interface FileFormat {
  kind: 'text' | 'xlsx' | 'html';
  encoding?: string;
  delimiter?: string;
  /** the sheet that is read, and all there are */
  sheet?: string;
  sheets?: string[];
}

/** A file read as text, and how its bytes were understood. */
export interface ReadFile extends RawTable {
  format: FileFormat;
}

/**
 * Read a file of any format as text.
 * @param name what errors call it
 * @param sheet the sheet of a workbook; default its first
 * @throws CoalfaceError of the readers
 */
export async function readAny(
  connection: DuckDBConnection,
  file: string,
  name: string,
  scratch: string,
  sheet: string | undefined,
): Promise<ReadFile> {
  const start = await firstBytes(file);
  if (start.startsWith('PK\x03\x04')) {
    const raw = await readXlsx(connection, file, name, sheet);
    const sheets = (await readWorkbook(await readFile(file))).map((one) => one.sheet);
    return { ...raw, format: { kind: 'xlsx', sheet: sheet ?? sheets[0] ?? '', sheets } };
  }
  if (/^\s*<(!doctype|html|table|meta)/i.test(start.replace('\xef\xbb\xbf', ''))) {
    const any = parseSource(
      'id: any\ntitle: { zh: 任, en: any }\nobject: account\norigin: { kind: files, folder: any }\nreader: { kind: html_table }\n',
      name,
    );
    const raw = await readHtmlTable(connection, file, name, { ...any, ...everyTitle() });
    return { ...raw, format: { kind: 'html' } };
  }
  const raw = await readCsv(connection, file, name, scratch);
  const { encoding, delimiter } = await scanCsv(file, name);
  return { ...raw, format: { kind: 'text', encoding, delimiter } };
}

async function firstBytes(file: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(256), 0, 256, 0);
    return buffer.subarray(0, bytesRead).toString('latin1');
  } finally {
    await handle.close();
  }
}
