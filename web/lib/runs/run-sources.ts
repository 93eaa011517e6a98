import type { LoadedRows, StepRecord } from '../../../data/journal-records.ts';

/** What a run did with the records of a source; `read` is the sum of the others. */
export const OUTCOMES = ['read', 'inserted', 'updated', 'unchanged', 'quarantined', 'furniture'] as const;
/** One of them. */
export type Outcome = (typeof OUTCOMES)[number];

/** What a run did for one source: instants of its first and last step, files it loaded, records by outcome. */
export interface SourceOfRun {
  source: string;
  began: string;
  /** null while a step goes on */
  ended: string | null;
  failed: boolean;
  files: number;
  rows: Partial<Record<Outcome, number>>;
}

/** Sum the steps of a run up by source, in the order in which they were taken. */
export function sourcesOf(steps: readonly StepRecord[], loaded: readonly LoadedRows[]): SourceOfRun[] {
  const groups = Map.groupBy(
    steps.filter(({ source }) => source !== ''),
    ({ source }) => source,
  );
  return [...groups].map(([source, some]) => ({
    source,
    began: some.map((step) => step.started_at).reduce((a, b) => (a < b ? a : b)),
    ended: some
      .map((step) => step.ended_at)
      .reduce((a, b) => (a === null || b === null ? null : a > b ? a : b)),
    failed: some.some(({ status }) => status === 'failed' || status === 'interrupted'),
    files: some.filter(({ step, status }) => step === 'load' && status === 'ok').length,
    rows: Object.fromEntries(
      OUTCOMES.flatMap((outcome) => {
        const found = loaded.find((one) => one.source === source && one.outcome === outcome);
        return found ? [[outcome, found.rows]] : [];
      }),
    ),
  }));
}
