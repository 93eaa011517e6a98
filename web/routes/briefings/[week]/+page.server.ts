import { error } from '@sveltejs/kit';
import { z } from 'zod';
import { CoalfaceError } from '../../../../data/errors.ts';
import { makeBriefing, RULE_VERSION } from '../../../../queries/briefing/briefing.ts';
import { issueOf, type Issue } from '../../../../queries/briefing/week.ts';
import { translator } from '#lib/i18n/index.ts';
import { parseAddress, refuse } from '#lib/server/address.ts';
import { availableIssues } from '#lib/server/issues.ts';
import { answer } from '#lib/server/run.ts';
import type { PageServerLoad } from './$types';

/** One issue of the weekly briefing, made from the snapshot alone: no clock. */
export const load: PageServerLoad = async ({ params, url, locals }) => {
  const t = translator(locals.lang);
  parseAddress(url, z.strictObject({}), locals.lang);
  const issue = parsed(params.week, () => refuse(t('error.badWeek', { week: params.week.slice(0, 20) })));
  if (!locals.snapshot) return { briefing: null };
  const issues = await availableIssues(locals);
  const place = issues.findIndex(({ id }) => id === issue.id);
  if (place < 0) error(404, { message: t('error.noWeek', { week: issue.id }), code: 'no_issue' });
  const { facts, points, sources, hash } = await makeBriefing(issue, (id, raw) => answer(id, raw, locals));
  return {
    briefing: {
      issue,
      previous: issues[place + 1]?.id ?? null,
      next: issues[place - 1]?.id ?? null,
      facts,
      points: locals.lang === 'en' ? points.en : points.zh,
      sources,
      hash,
      rules: RULE_VERSION,
      snapshot: locals.snapshot,
    },
  };
};

function parsed(week: string, otherwise: () => never): Issue {
  try {
    return issueOf(week);
  } catch (fault) {
    if (fault instanceof CoalfaceError) otherwise();
    throw fault;
  }
}
