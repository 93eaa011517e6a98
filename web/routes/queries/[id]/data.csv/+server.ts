import { csvFile } from '#lib/server/download.ts';
import { answer, rawParameters } from '#lib/server/run.ts';
import type { RequestHandler } from './$types';

/** The answer of a query as Csv. */
export const GET: RequestHandler = async ({ params, url, locals }) =>
  csvFile(await answer(params.id, rawParameters(url, locals), locals), locals.lang);
