import type { quarantine as chinese } from '../zh-CN/quarantine.ts';
import type { Like } from '../shape.ts';

/** The English texts of the area `quarantine`. */
export const quarantine: Like<typeof chinese> = {
  title: 'Quarantine',
};
