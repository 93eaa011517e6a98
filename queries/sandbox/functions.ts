import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { projectRoot } from '../../data/project.ts';

const names = z.string().transform((text) => text.split(/\s+/).filter(Boolean));
const place = z.strictObject({ refused: z.record(z.string(), names), allowed: names });
const schema = z.strictObject({
  refused_prefixes: z.record(z.string(), names),
  values: place,
  tables: place,
});

/** Where a function stands: where a value may stand, or where a table may. */
export type Place = 'values' | 'tables';

/** How a function of DuckDB was judged; `unknown`: nobody has judged it, which refuses it. */
export type Verdict = { verdict: 'allowed' } | { verdict: 'refused'; why: string } | { verdict: 'unknown' };

/** The judged functions of DuckDB, from `functions.yaml`. */
export interface FunctionList {
  /** @param name in any case: DuckDB does not tell cases apart */
  judge(place: Place, name: string): Verdict;
  /** names that may be called, for completion */
  allowed(place: Place): string[];
}

/** Read the list of judged functions. @throws if the file is not as its schema says */
export function functionList(): FunctionList {
  const file = path.join(projectRoot(), 'queries', 'sandbox', 'functions.yaml');
  const list = schema.parse(parse(readFileSync(file, 'utf8')));
  const prefixes = pairs(list.refused_prefixes);
  const known = { values: judged(list.values), tables: judged(list.tables) };
  return {
    judge(at, name) {
      const lower = name.toLowerCase();
      const found = known[at].get(lower);
      if (found) return found;
      const prefix = prefixes.find(([start]) => lower.startsWith(start));
      return prefix ? { verdict: 'refused', why: prefix[1] } : { verdict: 'unknown' };
    },
    allowed: (at) => list[at].allowed,
  };
}

/** A name that stands twice keeps its refusal. */
function judged({ refused, allowed }: z.infer<typeof place>): Map<string, Verdict> {
  return new Map<string, Verdict>([
    ...allowed.map((name): [string, Verdict] => [name.toLowerCase(), { verdict: 'allowed' }]),
    ...pairs(refused).map(([name, why]): [string, Verdict] => [
      name.toLowerCase(),
      { verdict: 'refused', why },
    ]),
  ]);
}

function pairs(groups: Record<string, string[]>): [string, string][] {
  return Object.entries(groups).flatMap(([why, list]) => list.map((name): [string, string] => [name, why]));
}
