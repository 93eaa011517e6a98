import { tableFromIPC, type Table } from 'apache-arrow';
import type { SqlColumn, SqlEnd } from '../protocol.ts';
import type { SandboxPool, SqlQuestion } from '../sandbox-pool.ts';
import { SNAPSHOT } from './snapshot.ts';

/** What a statement gave. */
export interface Asked {
  columns: SqlColumn[];
  reads: string[];
  end: SqlEnd;
  table: Table;
  pieces: number;
}

/** Ask a pool, and collect what comes. */
export async function ask(pool: SandboxPool, sql: string, more: Partial<SqlQuestion> = {}): Promise<Asked> {
  let [columns, reads]: [SqlColumn[], string[]] = [[], []];
  const bytes: Uint8Array[] = [];
  const end = await pool.run(
    { snapshot: SNAPSHOT, sql, values: {}, ...more },
    {
      columns: (found, tables) => ([columns, reads] = [found, tables]),
      piece: (piece) => void bytes.push(piece),
      plan: () => {},
    },
  );
  return { columns, reads, end, table: tableFromIPC(Buffer.concat(bytes)), pieces: bytes.length };
}
