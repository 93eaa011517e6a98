import type { Texts } from '../shape.ts';

/** The Chinese texts of the area `explain`. */
export const explain = {
  title: '数字来源',
} as const satisfies Texts;
