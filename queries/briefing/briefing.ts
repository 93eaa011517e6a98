import { createHash } from 'node:crypto';
import type { QueryResult } from '../engine/result.ts';
import { collectFacts, type RunQuery } from './collect.ts';
import type { BriefingFacts } from './facts.ts';
import { sentencesEn } from './sentences-en.ts';
import { sentencesZh } from './sentences-zh.ts';
import type { Part } from './sentence.ts';
import type { Issue } from './week.ts';

/** Changes whenever a sentence would read differently for the same facts. */
export const RULE_VERSION = '1';

/** One issue, ready to be set. */
export interface Briefing {
  issue: Issue;
  facts: BriefingFacts;
  points: { zh: Part[][]; en: Part[][] };
  /** what the figures were taken from, for the appendix and for tracing a cell */
  sources: { query: string; params: Record<string, string | number> }[];
  results: QueryResult[];
  /** SHA-256 over all cells used, its first 16 hex digits: equal data, equal hash */
  hash: string;
}

/** Make an issue. Same snapshot, same issue: the same briefing, to the byte. */
export async function makeBriefing(issue: Issue, run: RunQuery): Promise<Briefing> {
  const { facts, results } = await collectFacts(issue, run);
  const hash = createHash('sha256')
    .update(JSON.stringify(results.map(({ query, params, data }) => [query, params, data])))
    .digest('hex')
    .slice(0, 16);
  return {
    issue,
    facts,
    points: { zh: sentencesZh(facts), en: sentencesEn(facts) },
    sources: results.map(({ query, params }) => ({ query, params: { ...params } })),
    results,
    hash,
  };
}
