import { arrowFile } from '#lib/server/download.ts';
import { answer, rawParameters } from '#lib/server/run.ts';
import type { RequestHandler } from './$types';

/** The answer of a query as Arrow. */
export const GET: RequestHandler = async ({ params, url, locals }) =>
  arrowFile(await answer(params.id, rawParameters(url, locals), locals));
