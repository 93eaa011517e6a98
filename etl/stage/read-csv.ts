import type { DuckDBConnection } from '@duckdb/node-api';
import { parse } from 'csv-parse/sync';
import { open, rm } from 'node:fs/promises';
import { literal, rows } from '../../data/duck.ts';
import { prepareCsv } from './csv-prepare.ts';
import { scanCsv } from './csv-scan.ts';
import { HEAD_RECORDS, type Malformed } from './raw-table.ts';
import type { ReadTable } from './table-format.ts';

const HEAD_BYTES = 256 * 1024;
/** With the reader's own 67 MB its batches of rows are too small to be kept as they are, and are copied once more. */
const BUFFER_BYTES = 72_000_000;

/**
 * Read a delimited text file as a relation that DuckDB scans in place, many columns at a time; only of text that it
 * cannot scan (not UTF-8, records ended in several ways) a copy is made first.
 * @param file path of the bytes; `name` is what errors call it
 * @param scratch folder for the copy
 * @throws CoalfaceError `empty_file`, `unsupported_encoding`, `unclosed_quote`, `record_too_long`, `bad_encoding`
 */
export async function readCsv(
  connection: DuckDBConnection,
  file: string,
  name: string,
  scratch: string,
): Promise<ReadTable> {
  const scan = await scanCsv(file, name);
  const { path: utf8, setAside } = await prepareCsv(file, name, scan, scratch);
  const head = await readHead(utf8, scan.delimiter);
  const width = Math.max(1, ...head.map((row) => row.length));
  const columns = Array.from({ length: width }, (_, i) => `'c${i}': 'VARCHAR'`).join(', ');
  await connection.run('DROP TABLE IF EXISTS temp.reject_scans');
  await connection.run('DROP TABLE IF EXISTS temp.reject_errors');
  const scanSql = `read_csv(${literal(utf8)}, auto_detect = false, header = false, columns = {${columns}},
    delim = ${literal(scan.delimiter)}, quote = '"', escape = '"', strict_mode = true, null_padding = true,
    store_rejects = true, rejects_limit = 0, max_line_size = 4194304, buffer_size = ${BUFFER_BYTES}${scan.multiline ? ', parallel = false' : ''})`;
  const { encoding, delimiter, lineEnds, damaged, nul } = scan;
  return {
    format: { kind: 'text', encoding, delimiter, lineEnds, damaged, nul },
    scan: scanSql,
    width,
    head,
    records: scan.records,
    blank: scan.blank,
    malformed: async () => [...setAside, ...(await malformed(connection))],
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
