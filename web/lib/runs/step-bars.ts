import { STEPS, type Step } from '../../../data/journal-records.ts';
import type { LiveRun } from './live-run.ts';

/** One step of a run, over all its sources. */
export interface StepBar {
  step: Step;
  /** of `total` sources, or of the units of a step of the whole run */
  done: number;
  total: number;
  bySource: boolean;
  rows: number | null;
}

/** The eight steps as far as they have begun; when those of the whole run have, the sources are done with. */
export function stepBars({ steps, sources }: LiveRun): StepBar[] {
  const whole = steps.some(({ source }) => source === '');
  return STEPS.flatMap((step) => {
    const some = steps.filter((one) => one.step === step);
    if (some.length === 0) return [];
    const bySource = some.some(({ source }) => source !== '');
    const share = (one: { done: number; total: number }) => (one.total === 0 ? 1 : one.done / one.total);
    const rows = some.flatMap((one) => one.rows ?? []);
    return [
      {
        step,
        bySource,
        done: bySource
          ? whole
            ? sources.length
            : some.reduce((sum, one) => sum + share(one), 0)
          : some[0]!.done,
        total: bySource ? sources.length : some[0]!.total,
        rows: rows.length > 0 ? rows.reduce((sum, n) => sum + n, 0) : null,
      },
    ];
  });
}
