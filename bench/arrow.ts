import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { arrowPieces } from '../queries/engine/arrow-batches.ts';
import { chunksOf } from '../queries/engine/chunks.ts';
import { textPieces } from '../queries/engine/text-pieces.ts';

/** Rows of the result that is measured. */
export const ROWS = 1_000_000;
const TIMES = 3;

/** A whole number, a decimal, a double, a date, an instant, a truth, a short text and a text with gaps. */
const SQL = `SELECT i::INTEGER AS id, (i % 97 + 0.5)::DECIMAL(18,3) AS net_t, i / 7.0 AS ratio,
    DATE '2012-01-01' + (i % 900)::INTEGER AS day, TIMESTAMPTZ '2012-01-01 00:00:00+08' + to_seconds(i) AS at,
    i % 3 = 0 AS is_key, '客户' || i % 50 AS account, CASE WHEN i % 5 > 0 THEN '煤种 Q5500' END AS grade
  FROM range(${ROWS}) t(i)`;

/** One form of the result. */
export interface FormFigures {
  form: 'bare fetch' | 'Arrow' | 'CSV' | 'JSON';
  /** the quickest of three, seconds */
  seconds: number;
  bytes: number;
  /** its seconds against those of a bare fetch */
  times: number;
}

/** Times the forms of a result against DuckDB's chunks fetched and let go, on one thread as in the sandbox. */
export async function benchArrow(): Promise<FormFigures[]> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  await connection.run(`CREATE TABLE r AS ${SQL}`);
  const forms: [FormFigures['form'], (from: DuckDBConnection) => Promise<number>][] = [
    ['bare fetch', fetched],
    ['Arrow', async (from) => total(arrowPieces(await from.stream('FROM r')))],
    ['CSV', async (from) => total(textPieces(await from.stream('FROM r'), 'csv'))],
    ['JSON', async (from) => total(textPieces(await from.stream('FROM r'), 'json'))],
  ];
  const figures: FormFigures[] = [];
  for (const [form, make] of forms) {
    let [seconds, bytes] = [Infinity, 0];
    for (let time = 0; time < TIMES; time++) {
      const began = performance.now();
      bytes = await make(connection);
      seconds = Math.min(seconds, (performance.now() - began) / 1000);
    }
    figures.push({ form, seconds, bytes, times: seconds / (figures[0]?.seconds ?? seconds) });
  }
  connection.closeSync();
  instance.closeSync();
  return figures;
}

async function fetched(connection: DuckDBConnection): Promise<number> {
  let rows = 0;
  for await (const chunk of chunksOf(await connection.stream('FROM r'))) rows += chunk.rowCount;
  if (rows !== ROWS) throw new Error(`${rows} rows`);
  return 0;
}

async function total(pieces: AsyncGenerator<{ bytes: Uint8Array }>): Promise<number> {
  let bytes = 0;
  for await (const piece of pieces) bytes += piece.bytes.length;
  return bytes;
}
