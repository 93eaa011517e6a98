import type { AliasEntry } from './alias-file.ts';
import { organisationOf } from './credit-code.ts';
import { isActive, type Decision, type NamedAccount } from './decision.ts';
import { codeForm, companyForm } from './form.ts';
import { cut, holdsOn, type Span } from './span.ts';

/** Of an account what names and codes are resolved by. */
export interface AccountFacts extends NamedAccount {
  parentId: string | null;
  uscc: string | null;
}

/** All that the meaning of a name depends on. */
export interface Evidence {
  accounts: readonly AccountFacts[];
  aliases: readonly AliasEntry[];
  decisions: readonly Decision[];
}

/** By what a pair was resolved, or why it was not. */
export type How =
  'decision' | 'code' | 'credit_code' | 'alias' | 'name' | 'unknown' | 'ambiguous' | 'conflict';

/** What a pair of code and name means in a span of dates. */
export interface Meaning extends Span {
  account: string | null;
  how: How;
  /** accounts that an ambiguous name or a conflict stands between; of a conflict the account of the code first */
  rivals: string[];
}

/** The evidence, ordered for look-up. A pure function of it: the order in which it arrived makes no difference. */
export interface NameIndex {
  /** What a pair means, from the beginning of time to its end, without gaps; equal neighbours are one. */
  meanings(code: string | null, name: string | null): Meaning[];
}

interface Claim extends Span {
  account: string;
  /** a decision stands above a dated alias, this above names and aliases without dates: they know of no time */
  rank: 0 | 1 | 2;
  how: 'decision' | 'alias' | 'name';
}

interface Pointer extends Span {
  account: string;
}

type Found = Omit<Meaning, keyof Span>;

/**
 * Order the evidence for look-up. A pair means, on a date: what was decided of it; else the account of its customer code;
 * else the one of its credit code; else the only account whose name or alias has the same form. A code and a name of two
 * different accounts contradict each other: neither is believed. Evidence on accounts that are not known does not count.
 */
export function nameIndex({ accounts, aliases, decisions }: Evidence): NameIndex {
  const known = new Set(accounts.map(({ id }) => id));
  const codes = new Map<string, Set<string>>();
  const organisations = new Map<string, Set<string>>();
  const claims = new Map<string, Claim[]>();
  const pointers = new Map<string, Pointer[]>();
  const pairs = new Map<string, Pointer[]>();

  const claim = (name: string, one: Claim) => {
    const form = companyForm(name);
    if (form && known.has(one.account)) listIn(claims, form).push(one);
  };
  for (const { id, name, shortName, uscc } of accounts) {
    setIn(codes, codeForm(id) ?? id).add(id);
    const organisation = uscc ? organisationOf(uscc) : null;
    if (organisation) setIn(organisations, organisation).add(id);
    for (const text of new Set([name, shortName ?? name])) {
      claim(text, { account: id, from: null, to: null, rank: 2, how: 'name' });
    }
  }
  for (const { alias, account, from, to } of aliases) {
    claim(alias, { account, from, to, rank: from === null && to === null ? 2 : 1, how: 'alias' });
  }
  for (const one of decisions.filter(isActive)) {
    if ((one.kind !== 'alias' && one.kind !== 'merge') || !known.has(one.account)) continue;
    const { account, from, to } = one;
    const code = codeForm(one.code);
    if (code && one.name !== null)
      listIn(pairs, pairKey(code, companyForm(one.name))).push({ account, from, to });
    else if (code) listIn(pointers, code).push({ account, from, to });
    else if (one.name !== null) claim(one.name, { account, from, to, rank: 0, how: 'decision' });
  }

  /** The account that an account counts as on a date. */
  const counted = (account: string, day: string): string => {
    const seen = new Set<string>();
    for (let at = account; ;) {
      const next = pointers.get(codeForm(at) ?? at)?.find((one) => holdsOn(one, day));
      if (!next || seen.has(at)) return at;
      seen.add(at);
      at = next.account;
    }
  };

  const byCode = (raw: string | null, code: string | null, day: string): Found | null => {
    if (code === null) return null;
    const decided = pointers.get(code)?.find((one) => holdsOn(one, day));
    if (decided) return found(counted(decided.account, day), 'decision');
    const same = codes.get(code) ?? new Set<string>();
    const exact = raw !== null && same.has(raw) ? raw : only(same);
    if (exact !== null) return found(exact, 'code');
    const organisation = organisationOf(code);
    const owner = organisation && only(organisations.get(organisation) ?? new Set());
    return owner ? found(counted(owner, day), 'credit_code') : null;
  };

  const byName = (form: string, day: string): { best: Found | null; all: Set<string> } => {
    const held = (claims.get(form) ?? []).filter((one) => holdsOn(one, day));
    const rank = Math.min(...held.map((one) => one.rank));
    const top = held.filter((one) => one.rank === rank);
    const accounts = new Set(top.map((one) => counted(one.account, day)));
    const all = new Set(held.map((one) => counted(one.account, day)));
    const [first] = top;
    if (!first) return { best: null, all };
    const one = only(accounts);
    if (one === null) return { best: { account: null, how: 'ambiguous', rivals: [...accounts].sort() }, all };
    return { best: found(one, top.some(({ how }) => how === 'name') ? 'name' : first.how), all };
  };

  const meaning = (raw: string | null, code: string | null, form: string, day: string): Found => {
    const decided = code && pairs.get(pairKey(code, form))?.find((one) => holdsOn(one, day));
    if (decided) return found(counted(decided.account, day), 'decision');
    const coded = byCode(raw, code, day);
    const named = byName(form, day);
    if (!coded) return named.best ?? { account: null, how: 'unknown', rivals: [] };
    const account = coded.account as string;
    if (named.all.size === 0 || named.all.has(account)) return coded;
    const others = named.best?.account ? [named.best.account] : (named.best?.rivals ?? []);
    return { account: null, how: 'conflict', rivals: [account, ...others] };
  };

  /** Every span that can make a difference to a pair. */
  const spansOf = (code: string | null, form: string): Span[] => {
    const spans: Span[] = [
      ...(code ? (pairs.get(pairKey(code, form)) ?? []) : []),
      ...(claims.get(form) ?? []),
    ];
    const organisation = code && organisationOf(code);
    const open = [
      ...(code ? [code] : []),
      ...(organisation ? (organisations.get(organisation) ?? []) : []),
      ...(code ? (pairs.get(pairKey(code, form)) ?? []).map((one) => one.account) : []),
      ...(claims.get(form) ?? []).map((one) => one.account),
    ];
    const seen = new Set<string>();
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      const onward = pointers.get(codeForm(at) ?? at) ?? [];
      spans.push(...onward);
      open.push(...onward.map((one) => one.account));
    }
    return spans;
  };

  return {
    meanings(raw, name) {
      const code = codeForm(raw);
      const form = name === null ? '' : companyForm(name);
      const lines: Meaning[] = [];
      for (const span of cut(spansOf(code, form))) {
        const now = meaning(raw, code, form, span.from ?? '');
        const before = lines.at(-1);
        if (
          before &&
          before.account === now.account &&
          before.how === now.how &&
          same(before.rivals, now.rivals)
        )
          before.to = span.to;
        else lines.push({ ...span, ...now });
      }
      return lines;
    },
  };
}

function found(account: string, how: How): Found {
  return { account, how, rivals: [] };
}

function only(accounts: ReadonlySet<string>): string | null {
  const [first] = accounts;
  return accounts.size === 1 && first !== undefined ? first : null;
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one, i) => one === b[i]);
}

function pairKey(code: string, form: string): string {
  return `${code}\u001f${form}`;
}

function listIn<T>(map: Map<string, T[]>, key: string): T[] {
  const list = map.get(key) ?? [];
  map.set(key, list);
  return list;
}

function setIn(map: Map<string, Set<string>>, key: string): Set<string> {
  const set = map.get(key) ?? new Set<string>();
  map.set(key, set);
  return set;
}
