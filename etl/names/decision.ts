import { z } from 'zod';
import { CoalfaceError } from '../../data/errors.ts';
import { codeForm, companyForm, isBranchOf } from './form.ts';
import { overlap } from './span.ts';

/** What can be decided of a code or a name in relation to an account. */
export const DECISION_KINDS = ['alias', 'merge', 'separate', 'parent'] as const;

const day = z.iso.date({ error: 'not a day of the form 2012-06-18' });

/** A decision as it is stated. */
const decisionDraft = z
  .strictObject({
    kind: z.enum(DECISION_KINDS),
    code: z.string().trim().min(1).nullable(),
    name: z.string().trim().min(1).nullable(),
    account: z.string().trim().min(1),
    from: day.nullable(),
    to: day.nullable(),
    note: z.string().trim().min(1).nullable(),
    by: z.string().trim().min(1),
  })
  .refine(({ from, to }) => from === null || to === null || from < to, 'the end is not after the beginning')
  .refine(({ code, name }) => code !== null || name !== null, 'say which code or which name')
  .refine(({ kind, code }) => code !== null || kind === 'alias' || kind === 'separate', {
    error: 'merge and parent relate two accounts: say the code of the first',
  })
  .refine(({ kind, name }) => name === null || kind === 'alias' || kind === 'separate', {
    error: 'merge and parent relate two accounts: they take no name',
  })
  .refine(({ kind, from, to }) => kind === 'alias' || kind === 'merge' || (from === null && to === null), {
    error: 'only alias and merge can be limited to dates',
  });

/** A decision as it is stated; `alias`: the code, the name or the pair of both means the account. */
export type DecisionDraft = z.infer<typeof decisionDraft>;

/** A decision of the ledger. */
export interface Decision extends DecisionDraft {
  id: number;
  /** instants, ISO 8601 */
  at: string;
  undoneAt: string | null;
  undoneBy: string | null;
}

/** Of an account what its decisions are judged by. */
export interface NamedAccount {
  id: string;
  name: string;
  shortName: string | null;
}

/** Whether a decision holds: it was not undone. */
export function isActive(decision: Decision): boolean {
  return decision.undoneAt === null;
}

/**
 * Judge a decision before it is taken, against the known accounts and the decisions that hold.
 * @throws CoalfaceError `bad_decision`, `unknown_account`, `alias_of_plant`, `already_decided`, `decision_conflict`,
 * `merge_cycle`
 */
export function checkDecision(
  stated: unknown,
  active: readonly Decision[],
  accounts: ReadonlyMap<string, NamedAccount>,
): DecisionDraft {
  const parsed = decisionDraft.safeParse(stated);
  if (!parsed.success) throw new CoalfaceError('bad_decision', z.prettifyError(parsed.error));
  const draft = parsed.data;
  const account = known(accounts, draft.account);
  if (draft.kind === 'merge' || draft.kind === 'parent') {
    known(accounts, draft.code as string);
    if (codeForm(draft.code) === codeForm(draft.account)) {
      throw new CoalfaceError('bad_decision', `${draft.account}: an account cannot be related to itself`);
    }
  }
  if (draft.kind === 'alias' && draft.name !== null) refuseBranch(draft.name, account);
  for (const one of active) refuseContradiction(draft, one);
  if (draft.kind === 'merge' || draft.kind === 'parent') refuseCycle(draft, active);
  return draft;
}

function known(accounts: ReadonlyMap<string, NamedAccount>, code: string): NamedAccount {
  const account = accounts.get(code);
  if (account) return account;
  throw new CoalfaceError('unknown_account', `客户档案中没有 ${code}: there is no account ${code}`, {
    hint: 'codes are those of the published snapshot; load the account export first',
  });
}

function refuseBranch(name: string, account: NamedAccount): void {
  const form = companyForm(name);
  const company = [account.name, account.shortName ?? '']
    .map(companyForm)
    .find((own) => isBranchOf(form, own));
  if (company === undefined) return;
  throw new CoalfaceError(
    'alias_of_plant',
    `${name} 是 ${account.name} 的下属单位,不是别名: it is a plant or branch of ${account.id}, not another name`,
    {
      hint:
        'give the plant an account of its own, then `coalface accounts decide parent CODE ' +
        account.id +
        '`',
    },
  );
}

function refuseContradiction(draft: DecisionDraft, one: Decision): void {
  if (draft.kind !== one.kind || !sameSubject(draft, one)) return;
  if (draft.kind === 'separate' && draft.account !== one.account) return;
  if (!overlap(draft, one)) return;
  const same = draft.account === one.account && draft.from === one.from && draft.to === one.to;
  throw new CoalfaceError(
    same ? 'already_decided' : 'decision_conflict',
    same
      ? `认定 ${one.id} 已如此: decision ${one.id} says so already`
      : `与认定 ${one.id} (${one.account}) 冲突: decision ${one.id} says otherwise for some of these dates`,
    { hint: `coalface accounts undo ${one.id}` },
  );
}

function sameSubject(a: DecisionDraft, b: DecisionDraft): boolean {
  const form = (name: string | null) => (name === null ? null : companyForm(name));
  return codeForm(a.code) === codeForm(b.code) && form(a.name) === form(b.name);
}

function refuseCycle(draft: DecisionDraft, active: readonly Decision[]): void {
  const next = (code: string) =>
    active
      .filter((one) => one.kind === draft.kind && codeForm(one.code) === code)
      .map((one) => codeForm(one.account));
  const start = codeForm(draft.code);
  const seen = new Set<string>();
  const open = [codeForm(draft.account)];
  for (let at = open.pop(); at; at = open.pop()) {
    if (at === start) {
      throw new CoalfaceError(
        'merge_cycle',
        `${draft.code} 与 ${draft.account} 互指: the decisions would go in a circle`,
        {
          hint: 'see `coalface accounts log`',
        },
      );
    }
    if (seen.has(at)) continue;
    seen.add(at);
    open.push(...next(at));
  }
}
