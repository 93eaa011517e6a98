import type { Texts } from '../shape.ts';

/** The Chinese texts of the area `sources`. */
export const sources = {
  title: '数据源',
} as const satisfies Texts;
