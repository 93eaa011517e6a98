import type { DuckDBConnection } from '@duckdb/node-api';
import { rows } from '../../data/duck.ts';
import { organisationOf } from './credit-code.ts';
import { isActive } from './decision.ts';
import { branchKind, companyForm } from './form.ts';
import type { AccountFacts, Evidence } from './name-index.ts';
import { reviewItem, speaksOf, type ReviewItem } from './review-item.ts';
import { groupFinder } from './review-pairs.ts';

/**
 * The review items of the accounts themselves: two with one credit code or one name, a code whose check digit is wrong, a
 * plant without its group, an alias of an account that is not there. The accounts stay as they are.
 */
export async function accountItems(connection: DuckDBConnection, evidence: Evidence): Promise<ReviewItem[]> {
  const tickets = new Map(
    (
      await rows<{ account: string; tickets: number }>(
        connection,
        'SELECT account_id AS account, sum(tickets)::INTEGER AS tickets FROM mart.account_month GROUP BY account_id',
      )
    ).map((row) => [row.account, row.tickets]),
  );
  const rowsOf = (id: string) => tickets.get(id) ?? 0;
  return [
    ...duplicates(evidence, rowsOf),
    ...badCodes(evidence, rowsOf),
    ...(await orphans(connection, evidence, rowsOf)),
    ...strayAliases(evidence),
  ];
}

type RowsOf = (account: string) => number;

function duplicates({ accounts, decisions }: Evidence, rowsOf: RowsOf): ReviewItem[] {
  const reasons = new Map<string, { first: AccountFacts; second: AccountFacts; why: string[] }>();
  const sharing = (keyOf: (account: AccountFacts) => (string | null)[], why: string) => {
    const holders = new Map<string, AccountFacts>();
    for (const account of accounts) {
      for (const key of new Set(keyOf(account))) {
        if (!key) continue;
        const first = holders.get(key);
        if (!first) holders.set(key, account);
        else {
          const pair = reasons.get(`${first.id}\u001f${account.id}`) ?? { first, second: account, why: [] };
          if (!pair.why.includes(why)) pair.why.push(why);
          reasons.set(`${first.id}\u001f${account.id}`, pair);
        }
      }
    }
  };
  sharing(({ uscc }) => [uscc ? organisationOf(uscc) : null], '统一社会信用代码相同');
  sharing(({ name, shortName }) => [companyForm(name), companyForm(shortName ?? '')], '规范名称相同');
  const merged = decisions.filter((one) => isActive(one) && one.kind === 'merge');
  return [...reasons.values()]
    .map(({ first, second, why }) =>
      reviewItem({
        kind: 'duplicate_account',
        code: second.id,
        name: second.name,
        account: first.id,
        score: null,
        evidence: `与 ${first.id} ${first.name} ${why.join('、')}`,
        rows: rowsOf(second.id),
      }),
    )
    .filter((item) => !merged.some((one) => speaksOf(one, item)));
}

function badCodes({ accounts }: Evidence, rowsOf: RowsOf): ReviewItem[] {
  return accounts
    .filter(({ uscc }) => uscc !== null && organisationOf(uscc) === null)
    .map(({ id, name, uscc }) =>
      reviewItem({
        kind: 'bad_code',
        code: id,
        name,
        account: null,
        score: null,
        evidence: `统一社会信用代码 ${uscc} 位数或校验位不对`,
        rows: rowsOf(id),
      }),
    );
}

async function orphans(
  connection: DuckDBConnection,
  { accounts }: Evidence,
  rowsOf: RowsOf,
): Promise<ReviewItem[]> {
  const children = new Set(
    (await rows<{ id: string }>(connection, 'SELECT account_id AS id FROM crm.account_parent')).map(
      (row) => row.id,
    ),
  );
  const groupOf = groupFinder(accounts);
  return accounts.flatMap(({ id, name }) => {
    const form = companyForm(name);
    if (children.has(id) || branchKind(form) === '') return [];
    const group = groupOf(form);
    if (!group) return [];
    return [
      reviewItem({
        kind: 'plant_of',
        code: id,
        name,
        account: group.id,
        score: null,
        evidence: `名称似 ${group.id} ${group.name} 的下属单位,但客户档案未写上级`,
        rows: rowsOf(id),
      }),
    ];
  });
}

function strayAliases({ accounts, aliases }: Evidence): ReviewItem[] {
  const known = new Set(accounts.map(({ id }) => id));
  return aliases
    .filter(({ account }) => !known.has(account))
    .map(({ alias, account }) =>
      reviewItem({
        kind: 'alias_without_account',
        code: account,
        name: alias,
        account: null,
        score: null,
        evidence: '别名表所写客户编号不在客户档案中,此别名不起作用',
        rows: 0,
      }),
    );
}
