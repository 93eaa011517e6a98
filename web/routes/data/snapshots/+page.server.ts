import { z } from 'zod';
import { parseAddress } from '#lib/server/address.ts';
import { snapshotState, wouldPrune } from '#lib/server/snapshot-work.ts';
import type { PageServerLoad } from './$types';

const schema = z.strictObject({ done: z.enum(['rollback', 'rollbackNoHold', 'release']).optional() });

/** Every kept snapshot and why it is kept, the rollbacks, and what pruning would delete. */
export const load: PageServerLoad = async ({ url, locals }) => {
  const { done } = parseAddress(url, schema, locals.lang);
  const state = await snapshotState();
  return { ...state, done: done ?? null, prune: await wouldPrune(state.snapshots) };
};
