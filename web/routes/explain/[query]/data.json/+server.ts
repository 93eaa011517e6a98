import { error } from '@sveltejs/kit';
import { translator } from '#lib/i18n/index.ts';
import { explainedFigure } from '#lib/server/explain.ts';
import type { RequestHandler } from './$types';

/** The explanation of a figure as JSON, as `coalface explain --json` prints it. */
export const GET: RequestHandler = async (event) => {
  const explained = await explainedFigure(event);
  if (!explained) {
    error(503, { code: 'no_snapshot', message: translator(event.locals.lang)('empty.title') });
  }
  return new Response(JSON.stringify(explained.made), {
    headers: { 'content-type': 'application/json; charset=utf-8' },
  });
};
