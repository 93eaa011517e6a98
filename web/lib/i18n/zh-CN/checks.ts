import type { Texts } from '../shape.ts';

/** The Chinese texts of the area `checks`. */
export const checks = {
  title: '质量检查',
} as const satisfies Texts;
