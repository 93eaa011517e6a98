import { z } from 'zod';
import { homeAt } from '../../../data/home.ts';
import { LIGHTS } from '../../../data/source-light.ts';
import { parseAddress } from '#lib/server/address.ts';
import { diskUsed } from '#lib/server/disk-used.ts';
import { scheduleActions } from '#lib/server/schedule-actions.ts';
import { publishingHold } from '#lib/server/snapshot-work.ts';
import { lightCounts, schedulesRun, sourceRows } from '#lib/server/sources.ts';
import type { PageServerLoad } from './$types';

const schema = z.strictObject({
  light: z.enum(['', ...LIGHTS]).default(''),
  q: z.string().max(100).default(''),
});

/** Every source and how it stands; what is in service, what it takes of the disk, whether publishing is held. */
export const load: PageServerLoad = async ({ url, locals }) => {
  const { light, q } = parseAddress(url, schema, locals.lang);
  const [home, now] = [homeAt(), new Date()];
  const all = await sourceRows(home, locals.snapshot, locals.lang, now);
  const text = q.trim().toLowerCase();
  const shown = all.filter(
    (one) =>
      (light === '' || one.light === light) &&
      (text === '' || [one.id, one.title, one.object].some((field) => field.toLowerCase().includes(text))),
  );
  return {
    light,
    q,
    now: now.toISOString(),
    total: all.length,
    counts: lightCounts(all),
    sources: shown,
    running: schedulesRun(home),
    hold: publishingHold(),
    disk: await diskUsed(home),
  };
};

export const actions = scheduleActions;
