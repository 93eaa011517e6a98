import { z } from 'zod';
import { planNode, type PlanNode } from './plan.ts';
import { readResult, type Result } from './result-columns.ts';

/** A fault as the server tells it. */
export interface SqlFault {
  code: string;
  message: string;
  hint: string | null;
  /** of the statement, both from 1; null where no place is known */
  place: { line: number; character: number } | null;
}

/** What a statement gave, and the facts of it. */
export interface SqlAnswer {
  result: Result;
  snapshot: string;
  /** tables and views that were read */
  reads: string[];
  /** milliseconds from the question to the last row */
  ms: number;
  bytes: number;
  /** whether as many rows came as may: there may be more */
  cut: boolean;
}

/** A question of the workbench. */
export interface SqlQuestion {
  sql: string;
  params: Record<string, string | number | boolean | null>;
  snapshot?: string;
}

const ARROW = 'application/vnd.apache.arrow.stream';

/** Most rows of an answer. */
export const MOST_ROWS = 1_000_000;

const told = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.string().nullish(),
  place: z.object({ line: z.number().optional(), character: z.number().optional() }).default({}),
});

const planned = z.object({ plan: z.array(planNode), reads: z.array(z.string()) });

/** A fault that the server told. */
export class SqlRefusal extends Error {
  readonly fault: SqlFault;

  constructor(fault: SqlFault) {
    super(fault.message);
    this.fault = fault;
  }
}

/**
 * Ask the server, and read the whole answer.
 * @param signal cancels the statement on the server too
 * @param progress told of the bytes that have come
 * @throws SqlRefusal; the reason of the signal
 */
export async function askSql(
  question: SqlQuestion,
  signal: AbortSignal,
  progress: (bytes: number) => void,
): Promise<SqlAnswer> {
  const began = performance.now();
  const response = await post('/api/v1/sql', { ...question, limit: MOST_ROWS }, signal, ARROW);
  if (!response.body) throw lost('no body');
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    for (const reader = response.body.getReader(); ;) {
      const { done, value } = await reader.read();
      if (done) break;
      pieces.push(value);
      size += value.length;
      progress(size);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw lost(error);
  }
  const result = readResult(joined(pieces, size));
  return {
    result,
    snapshot: response.headers.get('coalface-snapshot') ?? '',
    reads: decodeURIComponent(response.headers.get('coalface-reads') ?? '')
      .split(' ')
      .filter(Boolean),
    ms: performance.now() - began,
    bytes: size,
    cut: result.rows === MOST_ROWS,
  };
}

/** The plan of a statement, and the tables that it reads. @throws SqlRefusal; the reason of the signal */
export async function askPlan(
  question: SqlQuestion,
  signal: AbortSignal,
): Promise<{ plan: PlanNode[]; reads: string[] }> {
  const response = await post('/api/v1/sql/plan', question, signal);
  return planned.parse(await response.json());
}

async function post(
  address: string,
  body: object,
  signal: AbortSignal,
  accept = 'application/json',
): Promise<Response> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify(body),
    signal,
  }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw lost(error);
  });
  if (!response.ok) throw new SqlRefusal(await faultOf(response));
  return response;
}

function joined(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function lost(error: unknown): SqlRefusal {
  const message = error instanceof Error ? error.message : String(error);
  return new SqlRefusal({ code: 'broken_off', message, hint: null, place: null });
}

async function faultOf(response: Response): Promise<SqlFault> {
  const parsed = told.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) return { code: 'server', message: `HTTP ${response.status}`, hint: null, place: null };
  const { code, message, hint, place } = parsed.data;
  const { line, character } = place;
  const known = line !== undefined && character !== undefined;
  return { code, message, hint: hint ?? null, place: known ? { line, character } : null };
}
