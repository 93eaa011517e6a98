import { DuckDBDataChunk, VARCHAR, type DuckDBConnection } from '@duckdb/node-api';

/** A file read as text, before any meaning is given to it. */
export interface RawTable {
  /** SQL of a relation with `c0`, `c1` … as VARCHAR, one row a record in file order, the ones that it leaves out not in it */
  scan: string;
  /** number of `c` columns */
  width: number;
  /** first records, cells as read */
  head: string[][];
  /** records in the file, counted independently of the relation, blank ones included */
  records: number;
  /** 1-based numbers of the blank records, which the scan leaves out */
  blank: number[];
  /** records that a finished scan could not split into cells and left out, as read, with the reader's complaint */
  malformed(): Promise<Malformed[]>;
  /** drop temporary tables and files */
  dispose(): Promise<void>;
}

/** A record that could not be split into cells. */
export interface Malformed {
  row: number;
  text: string;
  complaint: string;
}

/** How many records a header is looked for in. */
export const HEAD_RECORDS = 15;

const CHUNK = 2048;

/**
 * Put rows of text into a temporary table `raw`, as the readers of workbooks and pages do.
 * @param rows one array of cells per record, in file order; null for an empty cell
 */
export async function rawTableOf(connection: DuckDBConnection, rows: (string | null)[][]): Promise<RawTable> {
  const width = Math.max(1, ...rows.map((row) => row.length));
  const names = Array.from({ length: width }, (_, i) => `c${i}`);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE raw (${names.map((name) => `${name} VARCHAR`).join(', ')})`,
  );
  const appender = await connection.createAppender('raw', 'main', 'temp');
  const types = names.map(() => VARCHAR);
  for (let from = 0; from < rows.length; from += CHUNK) {
    const slice = rows.slice(from, from + CHUNK);
    const chunk = DuckDBDataChunk.create(types);
    chunk.setRows(slice.map((row) => names.map((_, c) => row[c] ?? null)));
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
  return {
    scan: 'temp.raw',
    width,
    head: rows.slice(0, HEAD_RECORDS).map((row) => row.map((cell) => cell ?? '')),
    records: rows.length,
    blank: [],
    malformed: async () => [],
    dispose: async () => {
      await connection.run('DROP TABLE IF EXISTS temp.raw');
    },
  };
}
