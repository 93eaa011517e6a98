import {
  StatementType,
  type DuckDBConnection,
  type DuckDBInstance,
  type DuckDBPreparedStatement,
} from '@duckdb/node-api';
import { CoalfaceError, messageOf } from '../../data/errors.ts';
import { openSnapshot } from '../../data/snapshots.ts';
import { arrowPieces } from '../engine/arrow-batches.ts';
import { bindings } from '../engine/parameters.ts';
import { textPieces } from '../engine/text-pieces.ts';
import { approve, catalogueOf, placeIn, type Catalogue } from './policy.ts';
import { duckErrorOf, type FromChild, type SqlTask, type Told, type ToChild } from './protocol.ts';

/** Pieces that may be on their way: enough to keep the pipe full, few enough to bound memory. */
const CREDIT = 4;
const MEMORY = '512MB';

/**
 * The process in which free SQL runs: one snapshot, opened read-only and locked, one statement at a time on a connection
 * of its own. Its parent ends it when it does not heed.
 */
async function main(file: string): Promise<void> {
  const instance = await openSnapshot(file, { threads: 1, memory: MEMORY, isolated: true });
  const first = await instance.connect();
  const catalogue = await catalogueOf(first);
  first.closeSync();
  let running: Running | null = null;
  process.on('message', (message: ToChild) => {
    if (message.type === 'run') {
      const task = new Running(instance, catalogue, message.task);
      running = task;
      void task.run().finally(() => {
        if (running === task) running = null;
      });
    } else if (message.type === 'more') running?.more();
    else running?.cancel();
  });
  // without a parent nobody reads, and nobody would end it
  process.on('disconnect', () => process.exit(0));
  send({ type: 'ready' });
}

function send(message: FromChild): void {
  process.send?.(message);
}

class Running {
  readonly #instance: DuckDBInstance;
  readonly #catalogue: Catalogue;
  readonly #task: SqlTask;
  #connection: DuckDBConnection | null = null;
  #cancelled = false;
  #credit = CREDIT;
  #waiting: (() => void) | undefined;

  constructor(instance: DuckDBInstance, catalogue: Catalogue, task: SqlTask) {
    this.#instance = instance;
    this.#catalogue = catalogue;
    this.#task = task;
  }

  more(): void {
    this.#credit++;
    this.#waiting?.();
  }

  cancel(): void {
    this.#cancelled = true;
    this.#connection?.interrupt();
    this.#waiting?.();
  }

  async run(): Promise<void> {
    try {
      this.#connection = await this.#instance.connect();
      const { reads } = await approve(this.#connection, this.#task.sql, this.#catalogue);
      if (this.#task.as === 'plan') await this.#plan(this.#connection, reads);
      else await this.#rows(this.#connection, reads);
    } catch (error) {
      send({ type: 'error', error: this.#told(error) });
    } finally {
      this.#connection?.closeSync();
      this.#connection = null;
    }
  }

  #bind(prepared: DuckDBPreparedStatement): void {
    const { values, types } = this.#task;
    const typed = bindings(types, values);
    prepared.bind({ ...values, ...typed.values }, typed.types);
  }

  async #plan(connection: DuckDBConnection, reads: string[]): Promise<void> {
    const began = performance.now();
    const prepared = await connection.prepare(`EXPLAIN (FORMAT json) ${this.#task.sql}`);
    this.#bind(prepared);
    const [row] = (await prepared.runAndReadAll()).getRowsJS();
    send({ type: 'plan', plan: String(row?.[1]), reads });
    send({ type: 'end', end: { rows: 0, truncated: false, elapsedMs: performance.now() - began } });
  }

  async #rows(connection: DuckDBConnection, reads: string[]): Promise<void> {
    const { sql, as, rowLimit, byteLimit } = this.#task;
    const began = performance.now();
    const statements = await connection.extractStatements(sql);
    const prepared = statements.count === 1 ? await statements.prepare(0) : null;
    // what the gate has seen and what DuckDB would run are told by two parsers: both must say so
    if (prepared?.statementType !== StatementType.SELECT)
      throw new CoalfaceError('sql_refused', 'only one SELECT is allowed');
    this.#bind(prepared);
    const result = await prepared.stream();
    const types = result.columnTypes();
    const columns = result.deduplicatedColumnNames().map((name, i) => ({ name, type: String(types[i]) }));
    send({ type: 'columns', columns, reads });
    const pieces =
      as === 'csv' || as === 'json' ? textPieces(result, as, rowLimit) : arrowPieces(result, rowLimit);
    let bytes = 0;
    let next = await pieces.next();
    for (; !next.done; next = await pieces.next()) {
      bytes += next.value.bytes.length;
      if (bytes > byteLimit) {
        throw new CoalfaceError(
          'sql_too_large',
          `the result is larger than ${Math.round(byteLimit / 1e6)} MB`,
          { hint: 'choose fewer columns, or add a LIMIT or a WHERE' },
        );
      }
      await this.#room();
      send({ type: 'piece', ...next.value });
    }
    send({ type: 'end', end: { ...next.value, elapsedMs: performance.now() - began } });
  }

  async #room(): Promise<void> {
    while (this.#credit === 0 && !this.#cancelled)
      await new Promise<void>((resolve) => (this.#waiting = resolve));
    if (this.#cancelled) throw new CoalfaceError('sql_cancelled', 'cancelled');
    this.#credit--;
  }

  #told(error: unknown): Told {
    if (this.#cancelled) return { code: 'sql_cancelled', message: 'cancelled', where: {} };
    if (error instanceof CoalfaceError) {
      const { code, message, hint, where } = error;
      return { code, message, hint, where };
    }
    const found = duckErrorOf(messageOf(error));
    if (!found) return { code: 'sql_failed', message: messageOf(error), where: {} };
    const where = placeIn(this.#task.sql, found.position);
    if (/out of memory/i.test(found.exception_type + found.exception_message)) {
      return {
        code: 'sql_out_of_memory',
        message: `the query needs more than the ${MEMORY} that one query may use`,
        hint: 'read fewer columns or months, aggregate earlier, or ask a mart table',
        where,
      };
    }
    return { code: 'sql_failed', message: `${found.exception_type}: ${found.exception_message}`, where };
  }
}

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('a snapshot is needed');
await main(file);
