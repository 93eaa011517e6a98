import { z } from 'zod';
import { homeAt } from '../../../../../data/home.ts';
import { parseAddress } from '#lib/server/address.ts';
import { command } from '#lib/server/command.ts';
import { act, type FormAction } from '#lib/server/form-action.ts';
import { formFields } from '#lib/server/form-fields.ts';
import { keptSnapshot, snapshotId } from '#lib/server/snapshot-work.ts';
import type { PageServerLoad } from './$types';

const schema = z.strictObject({ done: z.enum(['pin', 'unpin']).optional() });
const pinning = z.strictObject({ reason: z.string().trim().min(1).max(200) });
const nothing = z.strictObject({});

/** One snapshot: what it is, why it is kept, the rows of its tables. */
export const load: PageServerLoad = async ({ params, url, locals }) => {
  const { done } = parseAddress(url, schema, locals.lang);
  const { snapshot, current, manifest } = await keptSnapshot(params.id, locals.lang);
  return {
    done: done ?? null,
    kept: snapshot,
    currentId: current?.id ?? null,
    tables: manifest?.tables ?? {},
  };
};

const pin: FormAction = (event) =>
  act(event, async () => {
    const id = snapshotId.parse(event.params['id']);
    const { reason } = await formFields(event.request, pinning);
    await command(homeAt(), ['snapshots', 'pin', `--reason=${reason}`, '--', id], z.unknown());
    return `/data/snapshots/${id}?done=pin`;
  });

const unpin: FormAction = (event) =>
  act(event, async () => {
    const id = snapshotId.parse(event.params['id']);
    await formFields(event.request, nothing);
    await command(homeAt(), ['snapshots', 'unpin', '--', id], z.unknown());
    return `/data/snapshots/${id}?done=unpin`;
  });

export const actions = { pin, unpin };
