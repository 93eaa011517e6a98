import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { useCellConnection } from '../testing/cell-connection.ts';
import { smallHome, type SmallHome } from '../testing/small-home.ts';
import type { AliasEntry } from './alias-file.ts';
import type { DecisionDraft } from './decision.ts';
import { AccountLedger } from './ledger.ts';
import { reresolve } from './reresolve.ts';
import { reviewAccounts } from './review.ts';

const connectionOf = useCellConnection();
let small: SmallHome;
let ledger: AccountLedger;
let clock = Date.parse('2012-06-19T02:00:00Z');
const now = () => new Date((clock += 60_000));

beforeAll(async () => {
  small = await smallHome();
  ledger = new AccountLedger(small.home, now);
});
afterAll(async () => {
  ledger.close();
  await small.remove();
});

const ACCOUNTS: [string, string, string | null, string | null][] = [
  ['C001', '江海电力股份有限公司', '江海电力', '91350100M000100Y43'],
  ['C002', '东岭钢铁有限责任公司', null, 'D2143569X'],
  ['C003', '东岭钢铁（集团）有限公司', null, 'D2143569-X'],
  ['C004', '江海电力玉环电厂', null, '91350100M000100Y44'],
];
const PENDING: [string | null, string | null, string, number][] = [
  [null, '江海电利有限公司', 'unknown', 30],
  [null, '江海电力乐清电厂', 'unknown', 20],
  [null, '北麓水泥', 'unknown', 10],
  ['C002', '江海电力', 'conflict', 8],
  [null, '东岭钢铁', 'ambiguous', 5],
  ['D2143569X', '江海电利', 'unknown', 1],
];
const known = new Map(ACCOUNTS.map(([id, name, shortName]) => [id, { id, name, shortName }]));

beforeEach(async () => {
  const connection = connectionOf();
  await connection.run('DELETE FROM crm.account; DELETE FROM crm.account_pending');
  for (const [id, name, short, uscc] of ACCOUNTS) {
    await connection.run(
      `INSERT INTO crm.account (account_id, name, short_name, uscc, industry, _file, _row, _run, _hash)
       VALUES ($id, $name, $short, $uscc, '电力', 'f', 1, 'r', 0)`,
      { id, name, short, uscc },
    );
  }
  for (const [code, name, reason, n] of PENDING) {
    await connection.run(
      `INSERT INTO crm.account_pending VALUES ('f', 's', $code, $name, $reason, $n, '2012-06-01', '2012-06-02')`,
      { code, name, reason, n: BigInt(n) },
    );
  }
});

async function review(aliases: AliasEntry[] = []): Promise<number> {
  const connection = connectionOf();
  await reresolve(connection, small.home, { aliases, decisions: ledger.decisions() }, `run${clock}`, now());
  return reviewAccounts(connection, ledger);
}

const decide = (draft: Partial<DecisionDraft> & Pick<DecisionDraft, 'kind' | 'account'>) =>
  ledger.decide({ code: null, name: null, from: null, to: null, note: null, by: 'wang', ...draft }, known);

const queue = (status = 'open') =>
  ledger
    .reviewed()
    .filter((item) => item.status === status)
    .map(({ kind, code, name, account, score, rows }) =>
      [kind, code ?? '', name ?? '', account ?? '', score?.toFixed(2) ?? '', rows].join('|'),
    );

test('the queue: what waits for most rows first; likeness proposes and never merges', async () => {
  await review([{ alias: '西麓化工', account: 'C404', from: null, to: null, note: null }]);
  expect(queue()).toMatchInlineSnapshot(`
    [
      "similar_name||江海电利有限公司|C001|0.93|30",
      "unknown_name||江海电力乐清电厂|||20",
      "unknown_name||北麓水泥|||10",
      "account_conflict|C002|江海电力|C001||8",
      "ambiguous_name||东岭钢铁|||5",
      "unknown_name|D2143569X|江海电利|||1",
      "alias_without_account|C404|西麓化工|||0",
      "bad_code|C004|江海电力玉环电厂|||0",
      "duplicate_account|C003|东岭钢铁（集团）有限公司|C002||0",
      "plant_of|C004|江海电力玉环电厂|C001||0",
    ]
  `);
  expect(ledger.reviewed().map((item) => item.evidence)).toMatchInlineSnapshot(`
    [
      "与 C001 江海电力股份有限公司 相似 0.93;1 个文件,2012-06-01 至 2012-06-02",
      "似为 C001 江海电力股份有限公司 的下属单位,请先为其建客户档案;1 个文件,2012-06-01 至 2012-06-02",
      "1 个文件,2012-06-01 至 2012-06-02",
      "编号属 C002 东岭钢铁有限责任公司,名称属 C001 江海电力股份有限公司;1 个文件,2012-06-01 至 2012-06-02",
      "C002 东岭钢铁有限责任公司、C003 东岭钢铁（集团）有限公司 同名;1 个文件,2012-06-01 至 2012-06-02",
      "1 个文件,2012-06-01 至 2012-06-02",
      "别名表所写客户编号不在客户档案中,此别名不起作用",
      "统一社会信用代码 91350100M000100Y44 位数或校验位不对",
      "与 C002 东岭钢铁有限责任公司 统一社会信用代码相同、规范名称相同",
      "名称似 C001 江海电力股份有限公司 的下属单位,但客户档案未写上级",
    ]
  `);
});

test('what was decided leaves the queue, and comes back when it is undone; kept apart is not proposed again', async () => {
  await review();
  const before = queue();
  const apart = decide({ kind: 'separate', name: '江海电利', account: 'C001' });
  const merge = decide({ kind: 'merge', code: 'C003', account: 'C002' });
  const parent = decide({ kind: 'parent', code: 'C004', account: 'C001' });
  await review();
  expect(queue('rejected')).toEqual(['similar_name||江海电利有限公司|C001|0.93|30']);
  expect(queue('accepted')).toEqual([
    'duplicate_account|C003|东岭钢铁（集团）有限公司|C002||0',
    'plant_of|C004|江海电力玉环电厂|C001||0',
  ]);
  expect(queue()).toContain('unknown_name||江海电利有限公司|||30');
  for (const { id } of [apart, merge, parent]) ledger.undo(id, 'li');
  await review();
  expect(queue()).toEqual(before);
});

test('an item keeps the day it was first seen; one that the data settled is superseded', async () => {
  await review();
  const first = ledger.reviewed().find((item) => item.name === '北麓水泥');
  await connectionOf().run("DELETE FROM crm.account_pending WHERE name = '北麓水泥'");
  await review();
  const last = ledger.reviewed().find((item) => item.name === '北麓水泥');
  expect(last).toEqual({ ...first, rows: 0, status: 'superseded' });
});

test.each<[string, Partial<DecisionDraft> & Pick<DecisionDraft, 'kind' | 'account'>, string]>([
  ['an unknown account', { kind: 'alias', name: '北麓水泥', account: 'C404' }, 'unknown_account'],
  ['an unknown code of a merge', { kind: 'merge', code: 'C404', account: 'C001' }, 'unknown_account'],
  ['a merge with itself', { kind: 'merge', code: 'C001', account: 'C001' }, 'bad_decision'],
  ['a merge of a name', { kind: 'merge', name: '北麓水泥', account: 'C001' }, 'bad_decision'],
  ['neither code nor name', { kind: 'alias', account: 'C001' }, 'bad_decision'],
  [
    'an end before the beginning',
    { kind: 'alias', name: '北麓水泥', account: 'C001', from: '2012-02-01', to: '2012-01-01' },
    'bad_decision',
  ],
  [
    'a day that does not exist',
    { kind: 'alias', name: '北麓水泥', account: 'C001', from: '2012-02-30' },
    'bad_decision',
  ],
  [
    'dates of a parent',
    { kind: 'parent', code: 'C004', account: 'C001', from: '2012-02-01' },
    'bad_decision',
  ],
  [
    'a plant as another name',
    { kind: 'alias', name: '江海电力股份有限公司乐清电厂', account: 'C001' },
    'alias_of_plant',
  ],
  [
    'the same again',
    { kind: 'alias', name: '北麓水泥有限公司', account: 'C002', from: '2012-01-01' },
    'already_decided',
  ],
  [
    'another account for the same days',
    { kind: 'alias', name: '北麓水泥', account: 'C001', from: '2012-06-01' },
    'decision_conflict',
  ],
  ['a circle', { kind: 'merge', code: 'C001', account: 'C003' }, 'merge_cycle'],
])('refused: %s', (_case, draft, code) => {
  const taken = [
    decide({ kind: 'alias', name: '北麓水泥', account: 'C002', from: '2012-01-01' }),
    decide({ kind: 'merge', code: 'C003', account: 'C002' }),
    decide({ kind: 'merge', code: 'C002', account: 'C001' }),
  ];
  try {
    expect(() => decide(draft)).toThrowError(expect.objectContaining({ code }));
    expect(ledger.decisions().at(-1)?.id).toBe(taken.at(-1)?.id);
  } finally {
    for (const { id } of taken) ledger.undo(id, 'wang');
  }
});

test('a decision is undone once', () => {
  const { id } = decide({ kind: 'alias', name: '北麓水泥', account: 'C002' });
  expect(ledger.undo(id, 'li')).toMatchObject({ id, undoneBy: 'li' });
  expect(() => ledger.undo(id, 'li')).toThrowError(expect.objectContaining({ code: 'already_undone' }));
  expect(() => ledger.undo(9999, 'li')).toThrowError(expect.objectContaining({ code: 'unknown_decision' }));
});
