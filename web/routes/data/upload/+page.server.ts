import { z } from 'zod';
import { MOST_UPLOAD_BYTES } from '../../../../data/uploads.ts';
import { parseAddress } from '#lib/server/address.ts';
import type { PageServerLoad } from './$types';

const address = z.strictObject({
  refused: z.enum(['too_large', 'no_file', 'upload_failed', 'gone']).optional(),
  cancelled: z.literal('1').optional(),
});

/** The form, and what became of the last file that was sent with it. */
export const load: PageServerLoad = ({ url, locals }) => {
  const { refused, cancelled } = parseAddress(url, address, locals.lang);
  const mostBytes: number = MOST_UPLOAD_BYTES;
  return { refused: refused ?? null, cancelled: cancelled === '1', mostBytes };
};
