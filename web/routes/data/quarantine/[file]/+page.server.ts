import { error, fail, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { homeAt } from '../../../../../data/home.ts';
import { parseAddress } from '#lib/server/address.ts';
import { command } from '#lib/server/command.ts';
import { faultOf, formFields } from '#lib/server/form-fields.ts';
import { requireOperator } from '#lib/server/operator.ts';
import { isKept, keptFile } from '#lib/server/quarantine.ts';
import { startCommand } from '#lib/server/start-command.ts';
import { translator } from '#lib/i18n/index.ts';
import type { Actions, PageServerLoad } from './$types';

/** More arguments than this a command line does not take. */
const MOST_DECIDED = 1000;

const address = z.strictObject({
  reason: z.string().max(80).optional(),
  dismissed: z.literal('1').optional(),
  page: z
    .string()
    .regex(/^[1-9]\d{0,6}$/)
    .optional(),
  decision: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
  alias: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
});

/** One page of the rows of a file in quarantine, as they were received, with their reasons and what would mend them. */
export const load: PageServerLoad = async ({ params, url, locals }) => {
  const asked = parseAddress(url, address, locals.lang);
  const filter = { reason: asked.reason ?? '', dismissed: asked.dismissed === '1' };
  const page = Number(asked.page ?? 1);
  const kept = await keptFile(params.file, {
    reason: asked.reason || undefined,
    dismissed: filter.dismissed,
    page,
    decision: asked.decision,
  });
  return { kept, filter, page, alias: asked.alias ?? null };
};

const by = z.string().max(80);
const answered = z.looseObject({ id: z.int() });

/** Of one file: `dismiss` rows, `undo` a decision, `retry` the file, `alias`: decide which account a name or code means. */
export const actions: Actions = {
  dismiss: async ({ params, request, locals }) => {
    requireOperator(locals);
    const number = z.string().regex(/^[1-9]\d{0,14}$/);
    const said = await formFields(
      request,
      z.strictObject({
        row: z.array(number).max(MOST_DECIDED),
        reason: z.string().max(500).optional(),
        by: by.optional(),
      }),
    );
    const file = known(params.file, locals);
    const { row, reason } = said;
    if (row.length === 0 || !reason || !said.by) {
      return fail(400, { missing: row.length === 0 ? ('rows' as const) : ('who' as const) });
    }
    let id: number;
    try {
      const args = [
        'quarantine',
        'dismiss',
        `--reason=${reason}`,
        `--by=${said.by}`,
        '--row',
        ...row,
        '--',
        file,
      ];
      ({ id } = await command(homeAt(), args, answered));
    } catch (fault) {
      return fail(400, { fault: faultOf(fault, locals.lang) });
    }
    redirect(303, `/data/quarantine/${file}?decision=${id}`);
  },
  undo: async ({ params, request, locals }) => {
    requireOperator(locals);
    const said = await formFields(request, z.strictObject({ decision: z.string().regex(/^\d{1,15}$/), by }));
    try {
      await command(homeAt(), ['quarantine', 'undo', `--by=${said.by}`, '--', said.decision], z.unknown());
    } catch (fault) {
      return fail(400, { fault: faultOf(fault, locals.lang) });
    }
    redirect(303, `/data/quarantine/${known(params.file, locals)}`);
  },
  retry: async ({ params, locals }) => {
    requireOperator(locals);
    await startCommand(homeAt(), ['quarantine', 'retry', '--json', '--', known(params.file, locals)]);
    redirect(303, '/data/runs');
  },
  alias: async ({ params, request, locals }) => {
    requireOperator(locals);
    const text = z.string().max(200);
    const said = await formFields(
      request,
      z.strictObject({
        account: text,
        name: text.optional(),
        code: text.optional(),
        note: text.optional(),
        by,
      }),
    );
    const file = known(params.file, locals);
    let id: number;
    try {
      const options = (['name', 'code', 'note'] as const).flatMap((key) =>
        said[key] ? [`--${key}=${said[key]}`] : [],
      );
      const args = ['accounts', 'decide', 'alias', `--by=${said.by}`, ...options, '--', said.account];
      ({ id } = await command(homeAt(), args, answered));
    } catch (fault) {
      return fail(400, { fault: faultOf(fault, locals.lang) });
    }
    await startCommand(homeAt(), ['quarantine', 'retry', '--json', '--', file]);
    redirect(303, `/data/quarantine/${file}?alias=${id}`);
  },
};

/** The landing id of an address, if rows of that file are in quarantine. @throws HttpError 404 */
function known(file: string, { lang }: App.Locals): string {
  if (isKept(file)) return file;
  error(404, { code: 'unknown_file', message: translator(lang)('quarantine.noFile') });
}
