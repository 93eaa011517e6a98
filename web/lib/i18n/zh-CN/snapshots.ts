import type { Texts } from '../shape.ts';

/** The Chinese texts of the area `snapshots`. */
export const snapshots = {
  title: '快照',
} as const satisfies Texts;
