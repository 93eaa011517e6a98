import { homeAt } from '../../../../../data/home.ts';
import { parseAddress } from '#lib/server/address.ts';
import { archivedReceipt } from '#lib/server/archived-receipt.ts';
import { fileStories } from '#lib/server/archive-state.ts';
import { z } from 'zod';
import type { PageServerLoad } from './$types';

const schema = z.strictObject({});

/** One received file: its receipt, and the runs that loaded it. */
export const load: PageServerLoad = async ({ params, url, locals }) => {
  parseAddress(url, schema, locals.lang);
  const receipt = await archivedReceipt(params.id, locals.lang);
  const story = fileStories(homeAt(), [receipt.id]).get(receipt.id)!;
  return { receipt, story };
};
