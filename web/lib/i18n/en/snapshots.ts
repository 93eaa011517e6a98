import type { snapshots as chinese } from '../zh-CN/snapshots.ts';
import type { Like } from '../shape.ts';

/** The English texts of the area `snapshots`. */
export const snapshots: Like<typeof chinese> = {
  title: 'Snapshots',
};
