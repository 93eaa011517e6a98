import { fail } from '@sveltejs/kit';
import { z } from 'zod';
import { CoalfaceError } from '../../../data/errors.ts';
import { parseAddress } from '#lib/server/address.ts';
import { schemaOf } from '#lib/server/snapshot-schema.ts';
import { OPERATIONS } from '#lib/server/api/operations.ts';
import { callable, plainAnswer } from '#lib/server/sql-page.ts';
import { namedParameters, PARAMETER_TYPES, parameterValue, type Given } from '#lib/sql/named-parameters.ts';
import type { Actions, PageServerLoad } from './$types';

const form = z.object({ sql: OPERATIONS.runSql.body.shape.sql });
const parameter = z.object({ type: z.enum(PARAMETER_TYPES), text: z.string().max(10_000) });

/** The tables of the snapshot in service, and what may be called. */
export const load: PageServerLoad = async ({ url, locals }) => {
  parseAddress(url, z.strictObject({}), locals.lang);
  const schema = locals.snapshot ? (await schemaOf(locals.snapshot.id)).relations : [];
  return { schema, functions: callable };
};

/** Run the statement of the form and show its first rows: what the page does without script. */
export const actions: Actions = {
  run: async ({ request, locals }) => {
    const fields = Object.fromEntries(await request.formData());
    const parsed = form.safeParse(fields);
    const sql = parsed.data?.sql ?? '';
    const given: Record<string, Given> = {};
    for (const name of namedParameters(sql)) {
      const read = parameter.safeParse({ type: fields[`type.${name}`], text: fields[`p.${name}`] ?? '' });
      given[name] = read.data ?? { type: 'text', text: '' };
    }
    try {
      if (!parsed.success) throw new CoalfaceError('bad_body', z.prettifyError(parsed.error));
      if (!locals.snapshot) throw new CoalfaceError('no_snapshot', 'nothing has been published yet');
      const values = Object.fromEntries(
        Object.entries(given).map(([name, one]) => [name, parameterValue(one)]),
      );
      const answer = await plainAnswer(sql, values, locals.snapshot.id, request.signal);
      return { sql, given, answer, fault: null };
    } catch (error) {
      if (!(error instanceof CoalfaceError)) throw error;
      const { code, message, hint, where } = error;
      const { line, character } = where;
      const place = line !== undefined && character !== undefined ? { line, character } : null;
      return fail(400, { sql, given, answer: null, fault: { code, message, hint: hint ?? null, place } });
    }
  },
};
