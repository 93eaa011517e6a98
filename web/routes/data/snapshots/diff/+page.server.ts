import { z } from 'zod';
import { parseAddress, refuse } from '#lib/server/address.ts';
import { translator } from '#lib/i18n/index.ts';
import { compared, snapshotId } from '#lib/server/snapshot-work.ts';
import type { PageServerLoad } from './$types';

const schema = z.strictObject({ a: snapshotId, b: snapshotId });

/** Compare two snapshots now. Who comes by a form of the page sees it while it works; a page of its own waits for it. */
export const load: PageServerLoad = async ({ url, locals, isDataRequest }) => {
  const { a, b } = parseAddress(url, schema, locals.lang);
  if (a === b) refuse(translator(locals.lang)('snapshots.chooseTwo'));
  const told = compared(a, b);
  return { a, b, told: isDataRequest ? told : await told };
};
