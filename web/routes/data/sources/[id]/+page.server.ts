import { error } from '@sveltejs/kit';
import { z } from 'zod';
import { homeAt } from '../../../../../data/home.ts';
import { loadSources } from '../../../../../data/source-file.ts';
import { translator } from '#lib/i18n/index.ts';
import { parseAddress } from '#lib/server/address.ts';
import { scheduleActions } from '#lib/server/schedule-actions.ts';
import { sourceDetail } from '#lib/server/source-detail.ts';
import { schedulesRun, sourceRows } from '#lib/server/sources.ts';
import type { PageServerLoad } from './$types';

const schema = z.strictObject({ done: z.enum(['run', 'pause', 'resume']).optional() });

/** One source: what it is, its calendar, what was due, what was loaded, its files and its text. */
export const load: PageServerLoad = async ({ params, url, locals }) => {
  const { done } = parseAddress(url, schema, locals.lang);
  const [home, now] = [homeAt(), new Date()];
  const source = (await loadSources(home)).get(params.id);
  const row = (await sourceRows(home, locals.snapshot, locals.lang, now)).find(({ id }) => id === params.id);
  if (!source || !row) {
    error(404, {
      code: 'unknown_source',
      message: translator(locals.lang)('sources.unknown', { id: params.id.slice(0, 60) }),
    });
  }
  const detail = await sourceDetail(source, now, locals);
  return { ...detail, done: done ?? null, row, running: schedulesRun(home) };
};

export const actions = scheduleActions;
