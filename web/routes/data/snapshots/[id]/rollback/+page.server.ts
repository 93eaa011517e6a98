import { z } from 'zod';
import { homeAt } from '../../../../../../data/home.ts';
import { parseAddress } from '#lib/server/address.ts';
import { command } from '#lib/server/command.ts';
import { act, type FormAction } from '#lib/server/form-action.ts';
import { formFields } from '#lib/server/form-fields.ts';
import { keptSnapshot, snapshotId } from '#lib/server/snapshot-work.ts';
import type { PageServerLoad } from './$types';

const schema = z.strictObject({});
const wish = z.strictObject({
  reason: z.string().trim().min(1).max(200),
  hold: z.literal('on').optional(),
});

/** What a return to a snapshot would do; the confirmation of it. */
export const load: PageServerLoad = async ({ params, url, locals }) => {
  parseAddress(url, schema, locals.lang);
  const { snapshot, current } = await keptSnapshot(params.id, locals.lang);
  return { to: snapshot, from: current };
};

const rollback: FormAction = (event) =>
  act(event, async () => {
    const id = snapshotId.parse(event.params['id']);
    const { reason, hold } = await formFields(event.request, wish);
    const options = [`--reason=${reason}`, ...(hold ? [] : ['--no-hold'])];
    await command(homeAt(), ['snapshots', 'rollback', ...options, '--', id], z.unknown());
    return `/data/snapshots?done=${hold ? 'rollback' : 'rollbackNoHold'}`;
  });

export const actions = { default: rollback };
