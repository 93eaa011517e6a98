import { json } from '@sveltejs/kit';
import { z } from 'zod';
import { CoalfaceError } from '../../../../../../data/errors.ts';
import { planAnswer, sqlFault, sqlQuestion } from '#lib/server/sql-answer.ts';
import type { RequestHandler } from './$types';

/** The plan of a statement; nothing is run. */
export const POST: RequestHandler = async ({ request, locals }) => {
  try {
    const parsed = sqlQuestion.omit({ limit: true }).safeParse(await request.json().catch(() => undefined));
    if (!parsed.success) throw new CoalfaceError('bad_body', z.prettifyError(parsed.error));
    const snapshot = parsed.data.snapshot ?? locals.snapshot?.id;
    if (snapshot === undefined) throw new CoalfaceError('no_snapshot', 'nothing has been published yet');
    return json(await planAnswer(parsed.data, snapshot, request.signal));
  } catch (fault) {
    if (fault instanceof CoalfaceError) return sqlFault(fault);
    throw fault;
  }
};
