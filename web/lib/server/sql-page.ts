import { z } from 'zod';
import { functionList } from '../../../queries/sandbox/functions.ts';
import type { SqlEnd } from '../../../queries/sandbox/protocol.ts';
import { sandboxPool } from './sandbox.ts';

/** Rows of the table that a page without script shows. */
export const PLAIN_ROWS = 200;

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const answered = z.object({
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  rows: z.array(z.record(z.string(), cell)),
});

/** The first rows of an answer, for a page without script. */
export interface PlainAnswer {
  columns: { name: string; type: string }[];
  rows: (string | number | boolean | null)[][];
  snapshot: string;
  reads: string[];
  truncated: boolean;
  ms: number;
}

/** Functions that free SQL may call and that a person can write, for completion. */
export const callable: readonly string[] = [
  ...new Set([...functionList().allowed('values'), ...functionList().allowed('tables')]),
].filter((name) => /^[a-z]\w*$/i.test(name));

/**
 * Run a statement and collect its first rows.
 * @throws CoalfaceError those of `SandboxPool.run`
 */
export async function plainAnswer(
  sql: string,
  values: Record<string, string | number | boolean | null>,
  snapshot: string,
  signal: AbortSignal,
): Promise<PlainAnswer> {
  const pieces: Uint8Array[] = [];
  let reads: string[] = [];
  const end: SqlEnd = await sandboxPool().run(
    { snapshot, sql, values, as: 'json', rowLimit: PLAIN_ROWS, signal },
    {
      columns: (_columns, tables) => void (reads = tables),
      piece: (bytes) => void pieces.push(bytes),
      plan: () => {},
    },
  );
  const { columns, rows } = answered.parse(JSON.parse(Buffer.concat(pieces).toString()));
  return {
    columns,
    rows: rows.map((row) => columns.map(({ name }) => row[name] ?? null)),
    snapshot,
    reads,
    truncated: end.truncated,
    ms: Math.round(end.elapsedMs),
  };
}
