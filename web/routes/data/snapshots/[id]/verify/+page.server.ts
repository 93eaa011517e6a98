import { z } from 'zod';
import { parseAddress } from '#lib/server/address.ts';
import { keptSnapshot, verified } from '#lib/server/snapshot-work.ts';
import type { PageServerLoad } from './$types';

const schema = z.strictObject({});

/** Verify a snapshot now. Who comes by a link of the page sees it while it works; a page of its own waits for it. */
export const load: PageServerLoad = async ({ params, url, locals, isDataRequest }) => {
  parseAddress(url, schema, locals.lang);
  const { snapshot } = await keptSnapshot(params.id, locals.lang);
  const told = verified(snapshot.id);
  return { id: snapshot.id, told: isDataRequest ? told : await told };
};
