import type { Texts } from '../shape.ts';

/** The Chinese texts of the area `quarantine`. */
export const quarantine = {
  title: '隔离区',
} as const satisfies Texts;
