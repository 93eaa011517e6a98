import type { sources as chinese } from '../zh-CN/sources.ts';
import type { Like } from '../shape.ts';

/** The English texts of the area `sources`. */
export const sources: Like<typeof chinese> = {
  title: 'Data sources',
};
