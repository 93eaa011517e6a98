import path from 'node:path';
import type { Home } from './home.ts';

/** Most bytes of an uploaded file; the readers of workbooks and pages have lower caps of their own. */
export const MOST_UPLOAD_BYTES = 256 * 1024 * 1024;

/** What a request may carry beside the file: the frame of a form. */
export const UPLOAD_FRAME_BYTES = 64 * 1024;

/** The private folder of one upload. @param id of 32 hex digits, made by the server */
export function uploadFolder(home: Home, id: string): string {
  return path.join(home.uploads, id);
}

/** The bytes of an upload; the name that they came with is only data. */
export function uploadedFile(home: Home, id: string): string {
  return path.join(uploadFolder(home, id), 'bytes');
}
