import type { Texts } from '../shape.ts';

/** The Chinese texts of the area `runs`. */
export const runs = {
  title: '运行',
} as const satisfies Texts;
