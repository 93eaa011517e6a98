import type { explain as chinese } from '../zh-CN/explain.ts';
import type { Like } from '../shape.ts';

/** The English texts of the area `explain`. */
export const explain: Like<typeof chinese> = {
  title: 'Where a figure comes from',
};
