import { error } from '@sveltejs/kit';
import { CoalfaceError } from '../../../data/errors.ts';
import { makeBriefing, RULE_VERSION } from '../../../queries/briefing/briefing.ts';
import type { BriefingFacts } from '../../../queries/briefing/facts.ts';
import type { Part } from '../../../queries/briefing/sentence.ts';
import { issueOf, issuesBetween, type Issue } from '../../../queries/briefing/week.ts';
import { translator } from '#lib/i18n/index.ts';
import { refuse } from './address.ts';
import { answer } from './run.ts';

/** Before any data of the product. */
const BEGINNING = '1990-01-01';

/** An issue as its page shows it. */
export interface BriefingView {
  issue: Issue;
  previous: string | null;
  next: string | null;
  facts: BriefingFacts;
  points: Part[][];
  sources: { query: string; params: Record<string, string | number> }[];
  hash: string;
  rules: string;
  snapshot: { id: string; asOf: string | null };
}

/** The issues whose whole period has port data, newest first; none before the first publication. */
export async function availableIssues(locals: App.Locals): Promise<Issue[]> {
  const asOf = locals.snapshot?.asOf;
  if (!asOf) return [];
  const stock = await answer('port_stock', { from: BEGINNING, to: asOf }, locals);
  const first = stock.data['day']?.[0];
  return typeof first === 'string' ? issuesBetween(first, asOf) : [];
}

/**
 * One issue on the snapshot of the request; null before the first publication.
 * @throws HttpError 400 for what is not a week, 404 for a week without data
 */
export async function briefingView(week: string, locals: App.Locals): Promise<BriefingView | null> {
  const t = translator(locals.lang);
  const issue = parsed(week) ?? refuse(t('error.badWeek', { week: week.slice(0, 20) }));
  if (!locals.snapshot) return null;
  const issues = await availableIssues(locals);
  const place = issues.findIndex(({ id }) => id === issue.id);
  if (place < 0) error(404, { message: t('error.noWeek', { week: issue.id }), code: 'no_issue' });
  const { facts, points, sources, hash } = await makeBriefing(issue, (id, raw) => answer(id, raw, locals));
  return {
    issue,
    previous: issues[place + 1]?.id ?? null,
    next: issues[place - 1]?.id ?? null,
    facts,
    points: locals.lang === 'en' ? points.en : points.zh,
    sources,
    hash,
    rules: RULE_VERSION,
    snapshot: locals.snapshot,
  };
}

function parsed(week: string): Issue | null {
  try {
    return issueOf(week);
  } catch (fault) {
    if (fault instanceof CoalfaceError) return null;
    throw fault;
  }
}
