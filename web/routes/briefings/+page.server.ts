import { z } from 'zod';
import { parseAddress } from '#lib/server/address.ts';
import { availableIssues } from '#lib/server/briefing.ts';
import type { PageServerLoad } from './$types';

/** The issues that can be made from the snapshot, newest first. */
export const load: PageServerLoad = async ({ url, locals }) => {
  parseAddress(url, z.strictObject({}), locals.lang);
  return { issues: await availableIssues(locals) };
};
