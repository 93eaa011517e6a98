import { z } from 'zod';
import { parseAddress } from '#lib/server/address.ts';
import { shelves } from '#lib/server/library.ts';
import type { PageServerLoad } from './$types';

const schema = z.strictObject({ q: z.string().max(100).default('') });

/** The query library by area, or what of it has the text `q`. */
export const load: PageServerLoad = async ({ url, locals }) => {
  const { q } = parseAddress(url, schema, locals.lang);
  const areas = await shelves(q);
  return { q, areas, count: areas.reduce((sum, { queries }) => sum + queries.length, 0) };
};
