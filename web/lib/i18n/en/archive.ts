import type { archive as chinese } from '../zh-CN/archive.ts';
import type { Like } from '../shape.ts';

/** The English texts of the area `archive`. */
export const archive: Like<typeof chinese> = {
  title: 'Landing archive',
};
