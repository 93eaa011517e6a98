import { CoalfaceError } from '../../data/errors.ts';
import { textTable } from '../terminal.ts';
import { isActive, type Decision, type DecisionDraft } from './decision.ts';
import { codeForm, companyForm } from './form.ts';
import type { AccountFacts, Evidence } from './name-index.ts';
import type { ReviewItem, ReviewRecord } from './review-item.ts';
import type { Span } from './span.ts';

const KINDS: Record<ReviewItem['kind'], string> = {
  unknown_name: '未知单位',
  similar_name: '疑似别名',
  ambiguous_name: '重名',
  account_conflict: '编号与名称矛盾',
  duplicate_account: '疑似重复客户',
  bad_code: '信用代码有误',
  plant_of: '疑似下属单位',
  alias_without_account: '别名无客户',
};
const DECIDED: Record<DecisionDraft['kind'], string> = {
  alias: '别名',
  merge: '合并',
  separate: '不是同一家',
  parent: '下属单位',
};

/** The review queue for a terminal, with how to decide. */
export function reviewTable(items: readonly ReviewRecord[]): string {
  if (items.length === 0) return '没有待认定的名称与客户 (nothing waits for a decision)\n';
  const table = textTable(
    ['类别', '编号', '名称', '候选客户', '相似度', '行数', '依据', '首次发现'],
    items.map((item) => [
      KINDS[item.kind],
      item.code ?? '—',
      item.name ?? '—',
      item.account ?? '—',
      item.score?.toFixed(2) ?? '—',
      String(item.rows),
      item.evidence,
      timeText(item.first_seen).slice(0, 10),
    ]),
    new Set(['相似度', '行数']),
  );
  return `${table}\n共 ${items.length} 项。认定: coalface accounts decide alias|merge|separate|parent … (--help)\n`;
}

/** All decisions for a terminal. */
export function decisionTable(decisions: readonly Decision[]): string {
  if (decisions.length === 0) return '还没有认定 (no decisions yet)\n';
  return textTable(
    ['认定', '内容', '说明', '认定人', '时间', '撤销'],
    decisions.map((one) => [
      String(one.id),
      decisionText(one),
      one.note ?? '—',
      one.by,
      timeText(one.at),
      one.undoneAt === null ? '—' : `${timeText(one.undoneAt)} ${one.undoneBy ?? ''}`,
    ]),
    new Set(['认定']),
  );
}

function timeText(instant: string): string {
  return new Date(instant).toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 16);
}

/** A decision in words. */
export function decisionText(decision: DecisionDraft): string {
  const { kind, code, name, account } = decision;
  const what = [code, name].filter((one) => one !== null).join(' ');
  const relation = {
    alias: `即 ${account}`,
    merge: `计入 ${account}`,
    separate: `不是 ${account}`,
    parent: `属于 ${account}`,
  }[kind];
  return `${DECIDED[kind]} ${what} ${relation}${spanText(decision)}`;
}

function spanText({ from, to }: Span): string {
  if (from === null && to === null) return '';
  return `(${from ?? '最早'} 起${to === null ? '' : `,至 ${to} 前`})`;
}

/**
 * What is known of an account's names, group and decisions, for a terminal.
 * @throws CoalfaceError `unknown_account`
 */
export function accountText(code: string, evidence: Evidence): string {
  const { accounts, aliases, decisions } = evidence;
  const account = accounts.find(({ id }) => codeForm(id) === codeForm(code));
  if (!account) {
    throw new CoalfaceError('unknown_account', `客户档案中没有 ${code}: there is no account ${code}`, {
      hint: 'codes are those of the published snapshot',
    });
  }
  const { id, name, shortName, uscc } = account;
  const called = (other: string) => `${other} ${accounts.find((one) => one.id === other)?.name ?? ''}`.trim();
  const decided = new Map(
    decisions.filter((one) => isActive(one) && one.kind === 'parent').map((one) => [one.code, one.account]),
  );
  const parentOf = (one: AccountFacts) => decided.get(one.id) ?? one.parentId;
  const parent = parentOf(account);
  const children = accounts.filter((one) => parentOf(one) === id).map((one) => called(one.id));
  const about = decisions.filter((one) => [one.code, one.account].map(codeForm).includes(codeForm(id)));
  const others = [
    ...aliases
      .filter((one) => one.account === id)
      .map((one) => `${one.alias}${spanText(one)} 别名表${one.note === null ? '' : ` ${one.note}`}`),
    ...decisions
      .filter((one) => isActive(one) && one.account === id && (one.kind === 'alias' || one.kind === 'merge'))
      .map((one) => `${[one.code, one.name].filter(Boolean).join(' ')}${spanText(one)} 认定 ${one.id}`),
  ];
  const lines = [
    `客户编号  ${id}`,
    `名称      ${name}`,
    `简称      ${shortName ?? '—'}`,
    `规范形式  ${[...new Set([name, shortName ?? name].map(companyForm))].join('、')}`,
    `信用代码  ${uscc ?? '—'}`,
    `上级      ${parent === null ? '—' : `${called(parent)}${decided.has(id) ? ' (认定)' : ''}`}`,
    `下属      ${children.join('、') || '—'}`,
    `别名      ${others.join('\n          ') || '—'}`,
  ];
  return `${lines.join('\n')}\n${about.length ? `\n${decisionTable(about)}` : ''}`;
}
