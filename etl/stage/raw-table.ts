import { DuckDBDataChunk, VARCHAR, type DuckDBConnection } from '@duckdb/node-api';
import type { PageTexts } from './facts.ts';

/** A file read as text, before any meaning is given to it. */
export interface RawTable {
  /** SQL of a relation with `c0`, `c1` … as VARCHAR, one row a record in file order, the ones that it leaves out not in it */
  scan: string;
  /** number of `c` columns */
  width: number;
  /** first records, cells as read */
  head: string[][];
  /** what a page says beside its table */
  page?: PageTexts;
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

/** The cells of a record, null where empty. */
export type Cells = (string | null)[];

/** How many records a header is looked for in. */
export const HEAD_RECORDS = 15;

const CHUNK = 2048;

/**
 * Put records of text into a temporary table `raw`, as the readers of workbooks and pages do, a chunk at a time: the
 * records are never held together. Blank ones are counted and left out.
 * @param width no record has more cells
 * @param records every record of the file, in order
 */
export async function rawTableOf(
  connection: DuckDBConnection,
  width: number,
  records: Iterable<Cells>,
): Promise<RawTable> {
  const names = Array.from({ length: Math.max(1, width) }, (_, i) => `c${i}`);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE raw (${names.map((name) => `${name} VARCHAR`).join(', ')})`,
  );
  const appender = await connection.createAppender('raw', 'main', 'temp');
  const types = names.map(() => VARCHAR);
  const head: string[][] = [];
  let waiting = 0;
  let columns: Cells[] = names.map(() => []);
  let seen = 0;
  const blank: number[] = [];
  const append = () => {
    if (waiting === 0) return;
    const chunk = DuckDBDataChunk.create(types);
    chunk.setColumns(columns);
    appender.appendDataChunk(chunk);
    waiting = 0;
    columns = names.map(() => []);
  };
  for (const cells of records) {
    seen += 1;
    if (head.length < HEAD_RECORDS) head.push(cells.map((cell) => cell ?? ''));
    if (cells.every((cell) => cell === null)) {
      blank.push(seen);
      continue;
    }
    waiting += 1;
    columns.forEach((column, c) => column.push(cells[c] ?? null));
    if (waiting === CHUNK) append();
  }
  append();
  appender.closeSync();
  return {
    scan: 'temp.raw',
    width: names.length,
    head,
    records: seen,
    blank,
    malformed: async () => [],
    dispose: async () => {
      await connection.run('DROP TABLE IF EXISTS temp.raw');
    },
  };
}
