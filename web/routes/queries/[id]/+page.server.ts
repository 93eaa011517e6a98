import { error } from '@sveltejs/kit';
import { chartFromHeader } from '#lib/charts/from-header.ts';
import { translator } from '#lib/i18n/index.ts';
import { pick } from '#lib/i18n/languages.ts';
import { refuse } from '#lib/server/address.ts';
import { queryPool } from '#lib/server/pool.ts';
import { answer, choicesFor, rawParameters, tableOf } from '#lib/server/run.ts';
import type { PageServerLoad } from './$types';

/** One query: its header, and its answer for the parameters of the address. */
export const load: PageServerLoad = async ({ params, url, locals }) => {
  const { queries } = await queryPool();
  const query = queries.get(params.id);
  if (!query) {
    error(404, {
      code: 'unknown_query',
      message: translator(locals.lang)('error.unknownQuery', { id: params.id.slice(0, 60) }),
    });
  }
  const { id, area, title, answers, chart } = query;
  const header = { id, area, title, answers, params: query.params };
  const { trace, ...given } = rawParameters(url, locals, query.params);
  if (trace !== undefined && trace !== 'on') refuse(translator(locals.lang)('explain.badMode'));
  const tracing = trace === 'on';
  if (!locals.snapshot)
    return {
      header,
      given,
      choices: {},
      tracing,
      table: null,
      spec: null,
      elapsedMs: 0,
      cache: 'miss' as const,
    };
  const result = await answer(id, given, locals);
  const table = tableOf(result);
  return {
    header,
    given,
    choices: await choicesFor(query.params, locals),
    tracing,
    table,
    spec: chartFromHeader(chart, table, pick(title, locals.lang), locals.lang),
    elapsedMs: Math.round(result.elapsedMs * 10) / 10,
    cache: result.cache,
  };
};
