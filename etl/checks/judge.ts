import type { DuckDBConnection } from '@duckdb/node-api';
import { rows } from '../../data/duck.ts';
import { messageOf } from '../../data/errors.ts';
import type { CheckMeasure, Verdict } from '../../data/check-records.ts';
import type { Catalogue } from './catalogue.ts';
import type { DeclaredCheck } from './check-files.ts';
import { compileCheck } from './compile.ts';
import type { Scope, Statement } from './statement.ts';

/** What became of a check. */
export interface Judgement extends CheckMeasure {
  declared: DeclaredCheck;
  passed: boolean;
  /** for a terminal and the log */
  detail: string;
  /** what was asked, with its values */
  sql: string;
}

interface Answer {
  sample: bigint | null;
  enough: boolean | null;
  measured: number | null;
  examples: string[] | null;
}

/**
 * Ask one check. One whose statement fails has not passed: nobody knows what it would have said.
 * @throws CoalfaceError `bad_check`
 */
export async function judge(
  connection: DuckDBConnection,
  declared: DeclaredCheck,
  catalogue: Catalogue,
  scope: Scope,
): Promise<Judgement> {
  const statement = compileCheck(declared, catalogue, scope);
  const began = performance.now();
  const answer = await ask(connection, statement);
  const ms = performance.now() - began;
  const { low, high, unit } = statement;
  const verdict = verdictOf(answer, statement);
  const failed = verdict === 'failed' || verdict === 'broken';
  const measure: CheckMeasure = {
    verdict,
    measured: verdict === 'passed' || verdict === 'failed' ? answer.measured : null,
    low,
    high,
    unit,
    examples: failed ? (answer.examples ?? []) : [],
    ms,
  };
  return { declared, ...measure, passed: !failed, detail: detailOf(measure), sql: shown(statement) };
}

async function ask(
  connection: DuckDBConnection,
  { sql, bindings }: Statement,
): Promise<Answer & { broken?: true }> {
  try {
    const [found] = await rows<Answer>(connection, sql, bindings);
    return found ?? { sample: 0n, enough: null, measured: null, examples: null };
  } catch (error) {
    return { sample: null, enough: null, measured: null, examples: [messageOf(error)], broken: true };
  }
}

function verdictOf(answer: Answer & { broken?: true }, { low, high }: Statement): Verdict {
  if (answer.broken) return 'broken';
  if (answer.sample === 0n) return 'nothing';
  if (!answer.enough || answer.measured === null) return 'no_history';
  const within = (low === null || answer.measured >= low) && (high === null || answer.measured <= high);
  return within ? 'passed' : 'failed';
}

/** What was measured, its bounds and what is wrong, in English. */
function detailOf({ verdict, measured, low, high, unit, examples }: CheckMeasure): string {
  if (verdict === 'nothing') return 'nothing to judge';
  if (verdict === 'no_history') return 'not enough history yet';
  if (verdict === 'broken') return `cannot be asked: ${examples.join('; ')}`;
  const bounds = [low === null ? '' : `at least ${low}`, high === null ? '' : `at most ${high}`];
  const said = `${Number((measured ?? 0).toPrecision(6))} ${unit}, ${bounds.filter(Boolean).join(', ')}`;
  return examples.length ? `${said}: ${examples.join('; ')}` : said;
}

function shown({ sql, bindings }: Statement): string {
  const values = Object.entries(bindings).map(([name, value]) => `-- $${name} = ${String(value)}`);
  return [...values, sql].join('\n');
}
