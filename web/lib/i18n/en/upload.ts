import type { upload as chinese } from '../zh-CN/upload.ts';
import type { Like } from '../shape.ts';

/** The English texts of the area `upload`. */
export const upload: Like<typeof chinese> = {
  title: 'Upload',
};
