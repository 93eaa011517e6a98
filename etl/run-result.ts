import { z } from 'zod';
import { CoalfaceError, messageOf } from '../data/errors.ts';
import { passesLater } from './extract/fault.ts';
import type { RunOutcome } from './run-outcome.ts';

const failure = z.strictObject({
  code: z.string(),
  message: z.string(),
  hint: z.string().nullable(),
  where: z.record(z.string(), z.union([z.string(), z.number()])),
  /** whether a later try may go well though nobody has mended anything */
  passing: z.boolean(),
  /** when to come back, as an ISO 8601 instant, if the publisher said so */
  retry_at: z.string().nullable(),
});
const counts = z.record(z.string(), z.number());

const runResult = z.strictObject({
  /** null if it ended before it began: unknown source, another writer */
  run: z.string().nullable(),
  status: z.enum(['published', 'nothing_new', 'held', 'failed']),
  snapshot: z.string().nullable(),
  data_date: z.string().nullable(),
  files: z.array(z.strictObject({ source: z.string(), name: z.string(), counts })),
  skipped: z.array(z.strictObject({ source: z.string(), reason: z.string() })),
  errors: z.array(failure),
});

/** What a run did, for scripts: one line of JSON. `failed`: a file or source failed, whether or not the rest was published. */
export type RunResult = z.infer<typeof runResult>;

/** An error of a run, for scripts. */
export type RunFailure = z.infer<typeof failure>;

/** What is told to scripts of an error. */
export function failureOf(error: unknown): RunFailure {
  const known = error instanceof CoalfaceError ? error : new CoalfaceError('internal', messageOf(error));
  return {
    code: known.code,
    message: known.message,
    hint: known.hint ?? null,
    where: Object.fromEntries(
      Object.entries(known.where).filter(([, value]) => value !== undefined),
    ) as RunFailure['where'],
    passing: passesLater(known),
    retry_at: known.retryAt ?? null,
  };
}

/** The result of a run that came to its end. */
export function resultOf(outcome: RunOutcome): RunResult {
  const { run, published, held, files, skipped, errors } = outcome;
  return {
    run,
    status: errors.length ? 'failed' : held ? 'held' : published ? 'published' : 'nothing_new',
    snapshot: published?.id ?? null,
    data_date: published?.asOf ?? null,
    files: files.map(({ source, name, counts: loaded }) => ({ source, name, counts: { ...loaded } })),
    skipped,
    errors: errors.map(failureOf),
  };
}

/** The result of a run that ended by an error. */
export function resultOfError(error: unknown): RunResult {
  return {
    run: null,
    status: 'failed',
    snapshot: null,
    data_date: null,
    files: [],
    skipped: [],
    errors: [failureOf(error)],
  };
}

/** The result in the last line that a run wrote; null if it wrote none. */
export function readResult(output: string): RunResult | null {
  try {
    return runResult.parse(JSON.parse(output.trim().split('\n').at(-1) ?? ''));
  } catch {
    return null;
  }
}
