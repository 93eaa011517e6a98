import { expect, test } from 'vitest';
import { addDays, insertAccounts, insertFacts } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const AT = '2012-06-18';
/** Customer code, days overdue at the data date, CNY owed, credit limit. */
const OWED = [
  ['D00', 0, 10_000, 1_000_000],
  ['D01', 1, 10_000, 1_000_000],
  ['D15', 15, 10_000, 1_000_000],
  ['D16', 16, 10_000, 1_000_000],
  ['D30', 30, 10_000, 1_000_000],
  ['D31', 31, 10_000, 1_000_000],
  ['D60', 60, 10_000, 1_000_000],
  ['D61', 61, 10_000, 1_000_000],
  ['U79', 0, 790_000, 1_000_000],
  ['U80', 0, 800_000, 1_000_000],
  ['U90', 0, 900_000, 1_000_000],
  ['V00', 0, 1_000_000, 1_000_000],
  ['V20', 0, 1_200_000, 1_000_000],
  // three days overdue, but its credit is used up: the higher rule counts
  ['MAX', 3, 1_100_000, 1_000_000],
  // without a limit there is no use of it
  ['NOL', 2, 99_000_000, null],
  ['BIL', 2, 10_000, 1_000_000],
  ['PAY', 40, 10_000, 1_000_000],
  ['OLD', 80, 10_000, 1_000_000],
] as const;

const ask = useWarehouse(async (connection) => {
  await insertAccounts(
    connection,
    OWED.map(([account_id, , , limit]) => ({
      account_id,
      owner: '张三',
      ...(limit ? { credit_limit_cny: limit } : {}),
    })),
  );
  await insertFacts(
    connection,
    'crm.collection_plan',
    OWED.map(([account_id, days, due_cny]) => ({
      contract_no: `H${account_id}`,
      instalment: 1,
      account_id,
      due_on: addDays(AT, -days),
      due_cny,
    })),
  );
  const received = { contract_no: null, instalment: null, method: '电汇', matures_on: null };
  await insertFacts(connection, 'crm.collection', [
    // a bill on 1 June, taken back on 8 June: dishonoured
    ...[5_000, -5_000].map((amount_cny, i) => ({
      ...received,
      collection_no: `B${i}`,
      account_id: 'BIL',
      received_on: ['2012-06-01', '2012-06-08'][i] ?? null,
      amount_cny,
      method: '银行承兑',
      matures_on: '2012-12-01',
    })),
    // all is paid three days ago: one run is better, the one before was orange
    { ...received, collection_no: 'P', account_id: 'PAY', received_on: '2012-06-15', amount_cny: 10_000 },
    // all was paid ten days ago: both runs are better
    { ...received, collection_no: 'O', account_id: 'OLD', received_on: '2012-06-08', amount_cny: 10_000 },
  ]);
});

test('the level is the highest that a rule gives: days overdue, use of credit, a dishonoured bill', async () => {
  const rows = await ask('overdue_levels');
  expect(Object.fromEntries(rows.map(({ account_id, level_zh }) => [account_id, level_zh]))).toEqual({
    D01: '蓝',
    D15: '蓝',
    D16: '黄',
    D30: '黄',
    D31: '橙',
    D60: '橙',
    D61: '红',
    U80: '蓝',
    U90: '黄',
    V00: '橙',
    V20: '红',
    MAX: '橙',
    NOL: '蓝',
    BIL: '红',
    PAY: '橙',
  });
});

test('a level falls only after two better runs; two weeks later it has', async () => {
  const [paid] = (await ask('overdue_levels')).filter(({ account_id }) => account_id === 'PAY');
  expect(paid).toMatchObject({
    level: 3,
    kept: true,
    overdue_wan: 0,
    action_zh: '限量发运',
    level_en: 'orange',
  });
  const later = await ask('overdue_levels', { at: '2012-06-25' });
  expect(later.map(({ account_id }) => account_id)).not.toContain('PAY');
});

test('the worst come first; each says what to do', async () => {
  const rows = await ask('overdue_levels');
  expect(rows.slice(0, 3)).toMatchObject([
    { account_id: 'BIL', dishonoured: true, overdue_wan: 1, overdue_days: 2, action_zh: '停发并移交法务' },
    { account_id: 'D61', dishonoured: false, overdue_days: 61, credit_use: 0.01, owner: '张三' },
    { account_id: 'V20', overdue_wan: 0, open_wan: 120, credit_use: 1.2, credit_limit_wan: 100 },
  ]);
  expect(rows.find(({ account_id }) => account_id === 'NOL')).toMatchObject({ credit_use: null });
});

test('thresholds are parameters: three, seven and fifteen days', async () => {
  const rows = await ask('overdue_levels', { yellow_days: 3, orange_days: 7, red_days: 15 });
  const levels = Object.fromEntries(rows.map(({ account_id, level_zh }) => [account_id, level_zh]));
  expect([levels['D01'], levels['MAX'], levels['D15'], levels['D16']]).toEqual(['蓝', '橙', '红', '红']);
});
