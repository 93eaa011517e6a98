import type { Texts } from '../shape.ts';

/** The Chinese texts of the area `upload`. */
export const upload = {
  title: '上传文件',
} as const satisfies Texts;
