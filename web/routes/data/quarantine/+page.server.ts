import { fail, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { homeAt } from '../../../../data/home.ts';
import { parseAddress } from '#lib/server/address.ts';
import { command } from '#lib/server/command.ts';
import { faultOf, formFields } from '#lib/server/form-fields.ts';
import { requireOperator } from '#lib/server/operator.ts';
import { quarantineOverview } from '#lib/server/quarantine.ts';
import { startCommand } from '#lib/server/start-command.ts';
import type { Actions, PageServerLoad } from './$types';

const id = z.string().regex(/^[\w-]{1,80}$/);
const address = z.strictObject({
  source: id.or(z.literal('')).optional(),
  reason: id.or(z.literal('')).optional(),
  older: z.enum(['', '1', '7', '30']).optional(),
  dismissed: z.literal('1').optional(),
});

/** What is in quarantine by source, reason and age, its files, the files that cannot be read, and the decisions. */
export const load: PageServerLoad = async ({ url, locals }) => {
  const { source, reason, older, dismissed } = parseAddress(url, address, locals.lang);
  const filter = {
    source: source || undefined,
    reason: reason || undefined,
    olderThanDays: older ? Number(older) : undefined,
    dismissed: dismissed === '1',
  };
  return {
    ...(await quarantineOverview(filter, locals.lang)),
    filter: { source: source ?? '', reason: reason ?? '', older: older ?? '', dismissed: filter.dismissed },
  };
};

const undone = z.strictObject({ undone: z.int() });

/** `retry`: read every file of a source again. `undo`: a decision holds no more. */
export const actions: Actions = {
  retry: async ({ request, locals }) => {
    requireOperator(locals);
    const { source } = await formFields(request, z.strictObject({ source: id }));
    await startCommand(homeAt(), ['quarantine', 'retry', '--source', source, '--json']);
    redirect(303, '/data/runs');
  },
  undo: async ({ request, locals }) => {
    requireOperator(locals);
    const schema = z.strictObject({ decision: z.string().regex(/^\d{1,15}$/), by: z.string().max(80) });
    const { decision, by } = await formFields(request, schema);
    try {
      await command(homeAt(), ['quarantine', 'undo', `--by=${by}`, '--', decision], undone);
    } catch (error) {
      return fail(400, { fault: faultOf(error, locals.lang) });
    }
    redirect(303, '/data/quarantine#decisions');
  },
};
