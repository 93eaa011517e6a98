import { expect, test } from 'vitest';
import type { AliasEntry } from './alias-file.ts';
import type { Decision } from './decision.ts';
import { nameIndex, type AccountFacts, type Meaning } from './name-index.ts';

const account = (id: string, name: string, more: Partial<AccountFacts> = {}): AccountFacts => ({
  id,
  name,
  shortName: null,
  parentId: null,
  uscc: null,
  ...more,
});
const alias = (
  name: string,
  to: string,
  from: string | null = null,
  end: string | null = null,
): AliasEntry => ({
  alias: name,
  account: to,
  from,
  to: end,
  note: null,
});
const decide = (
  kind: Decision['kind'],
  [code, name]: [string | null, string | null],
  to: string,
  more: Partial<Decision> = {},
): Decision => ({
  id: 1,
  kind,
  code,
  name,
  account: to,
  from: null,
  to: null,
  note: null,
  by: 'wang',
  at: '2012-06-18T00:00:00Z',
  undoneAt: null,
  undoneBy: null,
  ...more,
});

const ACCOUNTS = [
  account('C001', '江海电力股份有限公司', { shortName: '江海电力', uscc: '91350100M000100Y43' }),
  account('C002', '东岭钢铁有限责任公司', { shortName: '东岭钢铁' }),
  account('C003', '江海电力玉环电厂', { parentId: 'C001' }),
  account('C004', '岭东物资有限公司'),
  account('C005', '岭东物资股份有限公司'),
];

/** A meaning as text: from..to account how rivals */
const say = ({ from, to, account: id, how, rivals }: Meaning) =>
  [`${from ?? ''}..${to ?? ''}`, id ?? '—', how, ...rivals].join(' ');

const of = (
  code: string | null,
  name: string | null,
  aliases: AliasEntry[] = [],
  decisions: Decision[] = [],
  accounts = ACCOUNTS,
): string[] => nameIndex({ accounts, aliases, decisions }).meanings(code, name).map(say);

test.each([
  ['code and name agree', 'C001', '江海电力', '.. C001 code'],
  ['the code in small letters', ' c001 ', '江海电力（股份）公司', '.. C001 code'],
  ['the code alone', 'C001', null, '.. C001 code'],
  ['a code with a name that nobody has', 'C001', '江海', '.. C001 code'],
  ['a credit code', '91350100m000100y43', '江海', '.. C001 credit_code'],
  ['an organisation code from before 2015', 'M000100Y-4', null, '.. C001 credit_code'],
  ['a credit code with a wrong check digit', '91350100M000100Y44', '江海', '.. — unknown'],
  ['the name alone', null, '江海电力集团有限公司', '.. C001 name'],
  ['an unknown code does not contradict a name', 'X9', '江海电力', '.. C001 name'],
  ['a plant is not its group', null, '江海电力乐清电厂', '.. — unknown'],
  ['a plant with an account', null, '江海电力股份有限公司玉环电厂', '.. C003 name'],
  ['two accounts of one form', null, '岭东物资', '.. — ambiguous C004 C005'],
  ['the code tells them apart', 'C005', '岭东物资', '.. C005 code'],
  ['code of one, name of another', 'C002', '江海电力', '.. — conflict C002 C001'],
  ['code of one, name of two others', 'C002', '岭东物资', '.. — conflict C002 C004 C005'],
  ['nothing', null, null, '.. — unknown'],
])('%s', (_case, code, name, expected) => expect(of(code, name)).toEqual([expected]));

test('a renamed company keeps the rows of its old name; the company that takes the name later gets the later ones', () => {
  const later = [...ACCOUNTS, account('C009', '中原炼焦有限公司')];
  const rename = [alias('中原炼焦', 'C002', null, '2010-01-01')];
  expect(of(null, '中原炼焦', rename)).toEqual(['..2010-01-01 C002 alias', '2010-01-01.. — unknown']);
  expect(of(null, '中原炼焦', rename, [], later)).toEqual([
    '..2010-01-01 C002 alias',
    '2010-01-01.. C009 name',
  ]);
  expect(of('C009', '中原炼焦', rename, [], later)).toEqual(['.. C009 code']);
});

test('an alias without dates that is the name of another account makes it ambiguous; a decision settles it', () => {
  const aliases = [alias('东岭钢铁', 'C001')];
  expect(of(null, '东岭钢铁', aliases)).toEqual(['.. — ambiguous C001 C002']);
  expect(of(null, '东岭钢铁', aliases, [decide('alias', [null, '东岭钢铁'], 'C002')])).toEqual([
    '.. C002 decision',
  ]);
});

test('a pair decided settles a conflict, for its dates and for this pair alone', () => {
  const decisions = [decide('alias', ['C002', '江海电力'], 'C002', { from: '2012-01-01' })];
  expect(of('C002', '江海电力股份有限公司', [], decisions)).toEqual([
    '..2012-01-01 — conflict C002 C001',
    '2012-01-01.. C002 decision',
  ]);
  expect(of(null, '江海电力', [], decisions)).toEqual(['.. C001 name']);
});

test('a merge takes codes and names along, through further merges, from its date on', () => {
  const decisions = [
    decide('merge', ['C002', null], 'C004', { from: '2012-01-01' }),
    decide('merge', ['C004', null], 'C001', { id: 2, from: '2012-03-01' }),
  ];
  const expected = (before: string) => [
    `..2012-01-01 C002 ${before}`,
    expect.stringMatching(/^2012-01-01..2012-03-01 C004/),
    expect.stringMatching(/^2012-03-01.. C001/),
  ];
  expect(of('C002', '东岭钢铁', [], decisions)).toEqual(expected('code'));
  expect(of(null, '东岭钢铁', [], decisions)).toEqual(expected('name'));
  expect(of(null, '岭东物资', [], decisions)).toEqual([
    '..2012-03-01 — ambiguous C004 C005',
    '2012-03-01.. — ambiguous C001 C005',
  ]);
});

test('what was undone, what keeps apart and what speaks of unknown accounts changes nothing', () => {
  const decisions = [
    decide('merge', ['C002', null], 'C001', { undoneAt: '2012-06-19T00:00:00Z', undoneBy: 'li' }),
    decide('separate', ['C002', null], 'C001'),
    decide('parent', ['C002', null], 'C001'),
    decide('alias', [null, '东岭炼铁'], 'C404'),
  ];
  expect(of('C002', '东岭钢铁', [], decisions)).toEqual(['.. C002 code']);
  expect(of(null, '东岭炼铁', [alias('东岭炼铁', 'C404')], decisions)).toEqual(['.. — unknown']);
});

test('the order of the evidence makes no difference', () => {
  const aliases = [alias('岭南铁厂', 'C001', null, '2011-01-01'), alias('岭南铁厂', 'C002', '2011-01-01')];
  const decisions = [
    decide('merge', ['C002', null], 'C004', { from: '2012-01-01' }),
    decide('alias', [null, '岭南铁厂'], 'C003', { id: 2, from: '2010-01-01', to: '2010-07-01' }),
  ];
  const forth = of(null, '岭南铁厂', aliases, decisions);
  expect(forth).toEqual([
    '..2010-01-01 C001 alias',
    '2010-01-01..2010-07-01 C003 decision',
    '2010-07-01..2011-01-01 C001 alias',
    '2011-01-01..2012-01-01 C002 alias',
    '2012-01-01.. C004 alias',
  ]);
  expect(of(null, '岭南铁厂', aliases.toReversed(), decisions.toReversed(), ACCOUNTS.toReversed())).toEqual(
    forth,
  );
});
