import type { DuckDBConnection } from '@duckdb/node-api';
import { rows } from '../../data/duck.ts';
import { organisationOf } from './credit-code.ts';
import { branchKind, companyForm, marksOf } from './form.ts';
import type { AccountFacts, Evidence, NameIndex } from './name-index.ts';
import { reviewItem, type ReviewItem } from './review-item.ts';

/** Rows of one pair that were kept aside for one reason. */
export interface PendingPair {
  code: string | null;
  name: string | null;
  reason: string;
  rows: number;
  files: number;
  first: string | null;
  last: string | null;
}

/** Names below this likeness are another company's until somebody says otherwise. */
const LIKE = 0.92;
/** Comparing every name with every account grows with both: those with fewest rows are only listed. */
const COMPARED = 2000;
const FORM = '[{"form":"VARCHAR","kind":"VARCHAR","marks":"VARCHAR"}]';

interface Likeness {
  form: string;
  account: string;
  score: number;
}

/**
 * The review items of rows kept aside. An unknown name becomes a candidate for an account whose name is alike, of the same
 * kind of plant and with the same numbers, unless their credit codes differ; nothing is ever merged by likeness alone.
 * @param apart whether somebody decided that a name and an account are two companies
 */
export async function pairItems(
  connection: DuckDBConnection,
  pending: readonly PendingPair[],
  evidence: Evidence,
  index: NameIndex,
  apart: (item: ReviewItem) => boolean,
): Promise<ReviewItem[]> {
  const accounts = new Map(evidence.accounts.map((one) => [one.id, one]));
  const unknown = pending.filter((one) => one.reason === 'unknown' && one.name !== null).slice(0, COMPARED);
  const alike = await likenesses(
    connection,
    [...new Set(unknown.map((one) => companyForm(one.name ?? '')))],
    evidence,
  );
  const groupOf = groupFinder(evidence.accounts);
  const called = (id: string | undefined) => `${id} ${accounts.get(id ?? '')?.name ?? ''}`;
  return pending.flatMap((one) => {
    const { code, name, rows: waiting } = one;
    const base = { code, name, account: null, score: null, rows: waiting };
    const seen = `${one.files} 个文件,${one.first ?? '—'} 至 ${one.last ?? '—'}`;
    const rivals = index.meanings(code, name).find((line) => line.how === one.reason)?.rivals ?? [];
    if (one.reason === 'conflict') {
      const evidenceText = `编号属 ${called(rivals[0])},名称属 ${rivals.slice(1).map(called).join('、')};${seen}`;
      return [
        reviewItem({ ...base, kind: 'account_conflict', account: rivals[1] ?? null, evidence: evidenceText }),
      ];
    }
    if (one.reason === 'ambiguous') {
      return [
        reviewItem({
          ...base,
          kind: 'ambiguous_name',
          evidence: `${rivals.map(called).join('、')} 同名;${seen}`,
        }),
      ];
    }
    const form = companyForm(name ?? '');
    const candidates = (alike.get(form) ?? [])
      .filter(({ account }) => !codesContradict(code, accounts.get(account)))
      .map(({ account, score }) =>
        reviewItem({
          ...base,
          kind: 'similar_name',
          account,
          score,
          evidence: `与 ${called(account)} 相似 ${score.toFixed(2)};${seen}`,
        }),
      );
    if (candidates.some((item) => !apart(item))) return candidates;
    const group = name === null ? undefined : groupOf(form);
    const hint = group ? `似为 ${called(group.id)} 的下属单位,请先为其建客户档案;` : '';
    return [...candidates, reviewItem({ ...base, kind: 'unknown_name', evidence: `${hint}${seen}` })];
  });
}

/**
 * Finds the account whose plant or branch a form names: the one with the longest such name.
 * @returns a function of the form; undefined if it is no plant or branch of any
 */
export function groupFinder(accounts: readonly AccountFacts[]): (form: string) => AccountFacts | undefined {
  const byForm = new Map(
    accounts
      .toReversed()
      .flatMap((account) => [
        [companyForm(account.shortName ?? account.name), account] as const,
        [companyForm(account.name), account] as const,
      ]),
  );
  return (form) => {
    if (branchKind(form) === '') return undefined;
    for (let length = form.length - 1; length > 1; length -= 1) {
      const group = byForm.get(form.slice(0, length));
      if (group) return group;
    }
    return undefined;
  };
}

function codesContradict(code: string | null, account: AccountFacts | undefined): boolean {
  const [mine, theirs] = [code && organisationOf(code), account?.uscc && organisationOf(account.uscc)];
  return Boolean(mine && theirs && mine !== theirs);
}

async function likenesses(
  connection: DuckDBConnection,
  forms: readonly string[],
  { accounts }: Evidence,
): Promise<Map<string, Likeness[]>> {
  const facts = (form: string) => ({ form, kind: branchKind(form), marks: marksOf(form) });
  const own = accounts.flatMap(({ id, name, shortName }) =>
    [...new Set([companyForm(name), companyForm(shortName ?? name)])].map((form) => ({
      ...facts(form),
      account: id,
    })),
  );
  const found = await rows<Likeness>(
    connection,
    `WITH unknown AS (SELECT unnest(from_json($unknown::JSON, '${FORM}'), max_depth := 2)),
     known AS (SELECT unnest(from_json($known::JSON, '${FORM.replace('}', ',"account":"VARCHAR"}')}'), max_depth := 2))
     SELECT u.form, k.account, max(round(jaro_winkler_similarity(u.form, k.form), 4)) AS score
     FROM unknown u JOIN known k ON u.kind = k.kind AND u.marks = k.marks
     WHERE abs(length(u.form) - length(k.form)) <= 3 AND jaro_winkler_similarity(u.form, k.form) >= ${LIKE}
     GROUP BY u.form, k.account ORDER BY u.form, score DESC, k.account`,
    { unknown: JSON.stringify(forms.map(facts)), known: JSON.stringify(own) },
  );
  return Map.groupBy(found, (one) => one.form);
}
