import { z } from 'zod';
import { parseAddress } from '#lib/server/address.ts';
import { briefingView } from '#lib/server/briefing.ts';
import type { PageServerLoad } from './$types';

/** One issue of the weekly briefing, made from the snapshot alone: no clock. */
export const load: PageServerLoad = async ({ params, url, locals }) => {
  parseAddress(url, z.strictObject({}), locals.lang);
  return { briefing: await briefingView(params.week, locals) };
};
