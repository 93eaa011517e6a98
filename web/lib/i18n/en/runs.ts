import type { runs as chinese } from '../zh-CN/runs.ts';
import type { Like } from '../shape.ts';

/** The English texts of the area `runs`. */
export const runs: Like<typeof chinese> = {
  title: 'Runs',
};
