import { z } from 'zod';
import { askPlan, askSql, SqlRefusal, type SqlAnswer, type SqlFault, type SqlQuestion } from './ask.ts';
import type { Part, SqlEditor } from './editor.ts';
import { namedParameters, PARAMETER_TYPES, parameterValue, type Given } from './named-parameters.ts';
import { forget, pastStatements, remember, type PastStatement } from './past-statements.ts';
import type { PlanNode } from './plan.ts';
import { sharedFragment, sharedIn } from './share-link.ts';
import { store, stored } from './stored.ts';

const TICK_MS = 100;
const PARAMETERS = 'sql.parameters';
const remembered = z.record(z.string(), z.object({ type: z.enum(PARAMETER_TYPES), text: z.string() }));

/** What a page begins with. */
export interface Beginning {
  text: string;
  given: Record<string, Given>;
  fault: SqlFault | null;
}

/** The state of the workbench: a statement, its parameters, and what the last question gave. */
export class Workbench {
  text = $state('');
  given = $state.raw<Record<string, Given>>({});
  /** none until it is loaded */
  editor = $state.raw<SqlEditor>();
  /** ends what is asked now; null while nothing is */
  running = $state.raw<AbortController | null>(null);
  /** milliseconds */
  elapsedMs = $state(0);
  /** bytes */
  received = $state(0);
  answer = $state.raw<SqlAnswer | null>(null);
  plan = $state.raw<PlanNode[] | null>(null);
  fault = $state.raw<SqlFault | null>(null);
  note = $state<'fromLink' | 'shared' | 'sharedBar' | 'unformatted' | null>(null);
  past = $state.raw<readonly PastStatement[]>([]);
  readonly names = $derived(namedParameters(this.text));

  constructor({ text, given, fault }: Beginning) {
    this.text = text;
    this.given = given;
    this.fault = fault;
  }

  /** Take up what this browser remembers. */
  remember(): void {
    this.past = pastStatements();
    this.given = { ...stored(PARAMETERS, remembered), ...this.given };
  }

  /** Take up what the address brings; whoever follows a link runs it. */
  takeShared(fragment: string): void {
    const shared = sharedIn(fragment);
    if (!shared) return;
    this.take(shared.sql);
    this.given = { ...this.given, ...shared.given };
    this.note = 'fromLink';
  }

  /** Put a statement into the editor in place of the one that is there. */
  take(sql: string): void {
    this.text = sql;
    this.editor?.setText(sql);
    this.editor?.focus();
  }

  /** The fragment of a link to the statement with its parameters. */
  fragment(): string {
    const { text, names, given } = this;
    const used = names.flatMap((name) => (given[name] ? [[name, given[name]] as const] : []));
    return sharedFragment({ sql: text, given: Object.fromEntries(used) });
  }

  run(): Promise<void> {
    return this.#ask(async (question, signal) => {
      const { sql } = question;
      const at = Date.now();
      try {
        this.answer = await askSql(question, signal, (bytes) => (this.received = bytes));
        this.past = remember({ sql, rows: this.answer.result.rows, fault: null }, at);
      } catch (error) {
        const fault = error instanceof SqlRefusal ? error.fault.code : 'sql_cancelled';
        this.past = remember({ sql, rows: null, fault }, at);
        throw error;
      }
    });
  }

  explain(): Promise<void> {
    return this.#ask(async (question, signal) => {
      this.plan = (await askPlan(question, signal)).plan;
    });
  }

  /** @returns whether there was something to cancel */
  cancel(): boolean {
    this.running?.abort();
    return this.running !== null;
  }

  forget(): void {
    forget();
    this.past = [];
  }

  /** Write the statement in lines. */
  async format(): Promise<void> {
    this.note = null;
    const { formatDialect, duckdb } = await import('sql-formatter');
    try {
      const paramTypes = { named: ['$' as const] };
      this.editor?.setText(formatDialect(this.text, { dialect: duckdb, keywordCase: 'upper', paramTypes }));
    } catch {
      // the formatter's own words are about its grammar; what to do is to go on writing
      this.note = 'unformatted';
    }
  }

  /** A later question ends an earlier one. */
  async #ask(work: (question: SqlQuestion, signal: AbortSignal) => Promise<void>): Promise<void> {
    if (!this.editor) return;
    this.running?.abort();
    const mine = new AbortController();
    this.running = mine;
    const part = this.editor.part();
    [this.fault, this.answer, this.plan, this.note] = [null, null, null, null];
    [this.elapsedMs, this.received] = [0, 0];
    this.editor.unmark();
    store(PARAMETERS, this.given);
    const began = performance.now();
    const tick = setInterval(() => (this.elapsedMs = performance.now() - began), TICK_MS);
    try {
      const values = namedParameters(part.text).map((name) => {
        const { type, text } = this.given[name] ?? { type: 'text', text: '' };
        return [name, parameterValue({ type, text })] as const;
      });
      await work({ sql: part.text, params: Object.fromEntries(values) }, mine.signal);
    } catch (error) {
      if (this.running === mine) this.#fail(error, mine.signal, part);
    } finally {
      clearInterval(tick);
      if (this.running === mine) this.running = null;
    }
  }

  #fail(error: unknown, signal: AbortSignal, part: Part): void {
    if (signal.aborted) {
      this.fault = { code: 'sql_cancelled', message: '', hint: null, place: null };
      return;
    }
    if (!(error instanceof SqlRefusal)) throw error;
    const { place, message } = error.fault;
    this.fault = error.fault;
    if (place) this.editor?.mark(part, place.line, place.character, message);
  }
}
