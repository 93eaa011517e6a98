import { z } from 'zod';
import { homeAt } from '../../../../../data/home.ts';
import { parseAddress } from '#lib/server/address.ts';
import { command } from '#lib/server/command.ts';
import { act, type FormAction } from '#lib/server/form-action.ts';
import { formFields } from '#lib/server/form-fields.ts';
import { publishingHold } from '#lib/server/snapshot-work.ts';
import type { PageServerLoad } from './$types';

const nothing = z.strictObject({});

/** The hold on publishing, and the confirmation of its release. */
export const load: PageServerLoad = ({ url, locals }) => {
  parseAddress(url, nothing, locals.lang);
  return { hold: publishingHold() };
};

const release: FormAction = (event) =>
  act(event, async () => {
    await formFields(event.request, nothing);
    await command(homeAt(), ['snapshots', 'release'], z.unknown());
    return '/data/snapshots?done=release';
  });

export const actions = { default: release };
