import type { checks as chinese } from '../zh-CN/checks.ts';
import type { Like } from '../shape.ts';

/** The English texts of the area `checks`. */
export const checks: Like<typeof chinese> = {
  title: 'Checks',
};
