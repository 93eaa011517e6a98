import { z } from 'zod';
import { parseAddress } from '#lib/server/address.ts';
import { checkGroups } from '#lib/server/check-groups.ts';
import type { PageServerLoad } from './$types';

const schema = z.strictObject({ failing: z.literal('1').optional() });

/** How every check stands, by source or mart; with `failing=1` those that fail. */
export const load: PageServerLoad = ({ url, locals }) => {
  const failing = parseAddress(url, schema, locals.lang).failing === '1';
  return { failing, ...checkGroups(failing) };
};
