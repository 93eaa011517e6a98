import { z } from 'zod';
import { CoalfaceError } from '../../../../../data/errors.ts';
import { arrowAnswer, sqlFault, sqlQuestion } from '#lib/server/sql-answer.ts';
import type { RequestHandler } from './$types';

/** Run one statement of free SQL; the rows are streamed as Arrow. */
export const POST: RequestHandler = async ({ request, locals }) => {
  try {
    const parsed = sqlQuestion.safeParse(await request.json().catch(() => undefined));
    if (!parsed.success)
      throw new CoalfaceError('bad_body', z.prettifyError(parsed.error), {
        hint: 'send {"sql": "SELECT …", "params": {…}} as JSON',
      });
    const snapshot = parsed.data.snapshot ?? locals.snapshot?.id;
    if (snapshot === undefined) throw new CoalfaceError('no_snapshot', 'nothing has been published yet');
    return await arrowAnswer(parsed.data, snapshot, request.signal);
  } catch (fault) {
    if (fault instanceof CoalfaceError) return sqlFault(fault);
    throw fault;
  }
};
