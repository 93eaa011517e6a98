import { z } from 'zod';
import { checkKind } from './check-schema.ts';

/** `no_history`, `nothing`: passed, because there was too little or nothing to judge; `broken`: its SQL failed. */
export const VERDICTS = ['passed', 'failed', 'no_history', 'nothing', 'broken'] as const;
/** How a check came out. */
export type Verdict = (typeof VERDICTS)[number];

/** What a check measured. */
export interface CheckMeasure {
  verdict: Verdict;
  /** in `unit`; null unless it was judged */
  measured: number | null;
  /** least and most that is right, in `unit`; null: no bound */
  low: number | null;
  high: number | null;
  unit: string;
  /** what is wrong, the first of it */
  examples: string[];
  /** duration in milliseconds */
  ms: number;
}

const severity = z.enum(['error', 'warn']);
const flag = z.int().transform((one) => one === 1);
const texts = z.string().transform((text) => z.array(z.string()).parse(JSON.parse(text)));

export const checkDefinition = z.object({
  name: z.string(),
  group_id: z.string(),
  group_zh: z.string(),
  group_en: z.string(),
  zh: z.string(),
  en: z.string(),
  kind: checkKind,
  severity,
  tags: texts,
  sql: z.string(),
});
/** A check as it was last asked; `sql` with its values as comments. */
export type CheckDefinition = z.infer<typeof checkDefinition>;

export const checkOutcome = z.object({
  run: z.string(),
  severity,
  passed: flag,
  detail: z.string(),
  checked_at: z.string(),
  // a run of an older version recorded no measure
  verdict: z.enum(VERDICTS).nullable(),
  measured: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  unit: z.string().nullable(),
  examples: texts.nullable(),
  ms: z.number().nullable(),
});
/** One outcome of a check. Times are ISO 8601 instants, durations milliseconds. */
export type CheckOutcome = z.infer<typeof checkOutcome>;
