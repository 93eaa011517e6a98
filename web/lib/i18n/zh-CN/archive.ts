import type { Texts } from '../shape.ts';

/** The Chinese texts of the area `archive`. */
export const archive = {
  title: '落地归档',
} as const satisfies Texts;
