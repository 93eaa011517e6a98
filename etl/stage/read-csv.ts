import type { DuckDBConnection } from '@duckdb/node-api';
import { parse } from 'csv-parse/sync';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { literal, rows } from '../../data/duck.ts';
import { CoalfaceError } from '../../data/errors.ts';
import { scanCsv, type CsvScan } from './csv-scan.ts';
import { HEAD_RECORDS, type Malformed, type RawTable } from './raw-table.ts';

const HEAD_BYTES = 256 * 1024;

/**
 * Read a delimited text file as a relation that DuckDB scans in place, many columns at a time; only text that is not
 * UTF-8 is transcoded to a temporary file first (DuckDB's bundle reads no GB18030).
 * @param file path of the bytes; `name` is what errors call it
 * @param scratch folder for the transcoded copy
 * @throws CoalfaceError `empty_file`, `unsupported_encoding`, `unclosed_quote`, `bad_encoding`
 */
export async function readCsv(
  connection: DuckDBConnection,
  file: string,
  name: string,
  scratch: string,
): Promise<RawTable> {
  const scan = await scanCsv(file, name);
  const utf8 = scan.encoding === 'utf-8' ? file : await transcode(file, name, scan.encoding, scratch);
  const head = await readHead(utf8, scan.delimiter);
  const width = Math.max(1, ...head.map((row) => row.length));
  const columns = Array.from({ length: width }, (_, i) => `'c${i}': 'VARCHAR'`).join(', ');
  await connection.run('DROP TABLE IF EXISTS temp.reject_scans');
  await connection.run('DROP TABLE IF EXISTS temp.reject_errors');
  const scanSql = `read_csv(${literal(utf8)}, auto_detect = false, header = false, columns = {${columns}},
    delim = ${literal(scan.delimiter)}, quote = '"', escape = '"', strict_mode = true, null_padding = true,
    store_rejects = true, rejects_limit = 0, max_line_size = 4194304${scan.multiline ? ', parallel = false' : ''})`;
  return {
    scan: scanSql,
    width,
    head,
    records: scan.records,
    blank: scan.blank,
    malformed: () => malformed(connection),
    dispose: async () => {
      await connection.run('DROP TABLE IF EXISTS temp.reject_scans');
      await connection.run('DROP TABLE IF EXISTS temp.reject_errors');
      if (utf8 !== file) await rm(utf8, { force: true });
    },
  };
}

async function malformed(connection: DuckDBConnection): Promise<Malformed[]> {
  const found = await rows<{ line: bigint; csv_line: string | null; error_message: string }>(
    connection,
    `SELECT line, any_value(csv_line) AS csv_line, string_agg(DISTINCT error_message, '; ') AS error_message
     FROM temp.reject_errors GROUP BY line ORDER BY line`,
  );
  // DuckDB's text of a record begins with the line breaks before it
  return found.map((row) => ({
    row: Number(row.line),
    text: (row.csv_line ?? '').replace(/^[\r\n]+/, ''),
    complaint: row.error_message,
  }));
}

async function transcode(
  file: string,
  name: string,
  encoding: Exclude<CsvScan['encoding'], 'utf-8'>,
  scratch: string,
): Promise<string> {
  await mkdir(scratch, { recursive: true });
  const target = path.join(scratch, `${process.pid}-${path.basename(file)}.utf8.csv`);
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    await pipeline(
      createReadStream(file, { highWaterMark: 1 << 20 }),
      async function* (source: AsyncIterable<Buffer>) {
        for await (const chunk of source) yield decoder.decode(chunk, { stream: true });
        yield decoder.decode();
      },
      createWriteStream(target),
    );
    return target;
  } catch (error) {
    await rm(target, { force: true });
    throw new CoalfaceError('bad_encoding', `the text is neither UTF-8 nor ${encoding.toUpperCase()}`, {
      cause: error,
      where: { file: name },
      hint: 'the file may be damaged or cut; export it again as UTF-8 or GBK',
    });
  }
}

async function readHead(file: string, delimiter: string): Promise<string[][]> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const text = buffer.subarray(0, bytesRead).toString('utf8');
    return parse(text, {
      delimiter,
      // or it would take the first line's end for the only one
      recordDelimiter: ['\r\n', '\n'],
      bom: true,
      to: HEAD_RECORDS,
      relaxColumnCount: true,
      relaxQuotes: true,
      skipEmptyLines: false,
      // a record that the buffer cuts inside quotes
      skipRecordsWithError: true,
    });
  } finally {
    await handle.close();
  }
}
