import { createHash } from 'node:crypto';
import type { Decision } from './decision.ts';
import { codeForm, companyForm } from './form.ts';

/** What is found that a person should look at. */
export const REVIEW_KINDS = [
  'unknown_name',
  'similar_name',
  'ambiguous_name',
  'account_conflict',
  'duplicate_account',
  'bad_code',
  'plant_of',
  'alias_without_account',
] as const;

/** `open` – waits; `accepted` – a decision settled it; `rejected` – kept apart; `superseded` – the data settled it. */
export const REVIEW_STATUSES = ['open', 'accepted', 'rejected', 'superseded'] as const;

/** One thing to look at: a code or name of rows, or an account, and the account it may have to do with. */
export interface ReviewItem {
  id: string;
  kind: (typeof REVIEW_KINDS)[number];
  code: string | null;
  name: string | null;
  /** candidate */
  account: string | null;
  /** likeness of the names, 0–1; null where it is not a matter of likeness */
  score: number | null;
  evidence: string;
  /** rows that wait for it */
  rows: number;
}

/** An item with its history. */
export interface ReviewRecord extends ReviewItem {
  first_seen: string;
  last_seen: string;
  status: (typeof REVIEW_STATUSES)[number];
}

/** An item with its id, which is the same whenever the same is found. */
export function reviewItem(item: Omit<ReviewItem, 'id'>): ReviewItem {
  const what = [item.kind, item.code, item.name, item.account].map((part) => part ?? '').join('\u001f');
  return { id: createHash('sha256').update(what).digest('hex').slice(0, 12), ...item };
}

/**
 * Whether a decision speaks of an item: of its code or name (what the decision leaves open fits all) and its account. That
 * two accounts are kept apart says nothing of rows that wait for one of them.
 */
export function speaksOf(
  decision: Decision,
  item: Pick<ReviewItem, 'kind' | 'code' | 'name' | 'account'>,
): boolean {
  const { kind, code, name, account } = decision;
  if (kind === 'separate' && (item.account === null || (item.kind === 'account_conflict' && name === null)))
    return false;
  const accounts = [codeForm(item.code), codeForm(item.account)];
  if (
    code !== null &&
    name === null &&
    accounts.includes(codeForm(code)) &&
    accounts.includes(codeForm(account))
  )
    return true;
  if (item.account !== null && account !== item.account) return false;
  return (
    (code === null || codeForm(code) === codeForm(item.code)) &&
    (name === null || (item.name !== null && companyForm(name) === companyForm(item.name)))
  );
}
