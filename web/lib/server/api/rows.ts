import type { SqlColumn } from '../../../../queries/sandbox/protocol.ts';
import type { SandboxPool, SqlQuestion } from '../../../../queries/sandbox/sandbox-pool.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** The rows of a statement while they come. */
export interface Rows {
  bytes: ReadableStream<Bytes>;
  /** tables and views that it reads */
  reads: string[];
}

/**
 * Run a statement in the sandbox, and give what it gives while it comes: who reads slowly slows it down, who leaves cancels
 * it. A fault before the first rows is thrown; a later one breaks the stream off, so that half a result never looks whole.
 * @param signal aborts when the client has gone
 * @returns as soon as there are rows or it is known that there are none
 * @throws CoalfaceError those of `SandboxPool.run`
 */
export function rowStream(
  sandbox: Pick<SandboxPool, 'run'>,
  question: Omit<SqlQuestion, 'signal'>,
  signal: AbortSignal,
): Promise<Rows> {
  const left = new AbortController();
  const gone = AbortSignal.any([signal, left.signal]);
  let wake = () => {};
  let controller!: ReadableStreamDefaultController<Bytes>;
  const stream = new ReadableStream<Bytes>({
    start: (given) => void (controller = given),
    pull: () => wake(),
    cancel: () => left.abort(),
  });
  gone.addEventListener('abort', () => wake(), { once: true });
  return new Promise((begun, failed) => {
    let pieces = 0;
    let reads: string[] = [];
    const receiver = {
      columns: (_columns: SqlColumn[], tables: string[]) => void (reads = tables),
      plan: () => {},
      piece: async (bytes: Uint8Array) => {
        controller.enqueue(bytes as Bytes);
        pieces += 1;
        // the first stands before the rows, and is made before any of them is
        if (pieces === 1) return;
        begun({ bytes: stream, reads });
        while ((controller.desiredSize ?? 0) <= 0 && !gone.aborted)
          await new Promise<void>((resolve) => (wake = resolve));
      },
    };
    sandbox.run({ ...question, signal: gone }, receiver).then(
      () => {
        if (!left.signal.aborted) controller.close();
      },
      (fault: unknown) => {
        failed(fault);
        if (!left.signal.aborted) controller.error(fault);
      },
    );
  });
}

/**
 * The plan of a statement.
 * @returns DuckDB's plan as JSON text, and the tables and views that the statement reads
 * @throws CoalfaceError those of `SandboxPool.run`
 */
export async function planOf(
  sandbox: Pick<SandboxPool, 'run'>,
  question: Omit<SqlQuestion, 'as'>,
): Promise<{ plan: string; reads: string[] }> {
  let told = { plan: '[]', reads: [] as string[] };
  await sandbox.run(
    { ...question, as: 'plan' },
    { columns: () => {}, piece: () => {}, plan: (plan, reads) => (told = { plan, reads }) },
  );
  return told;
}
