import { describe, expect, test } from 'vitest';
import { addDays, insertAccounts, insertDeliveries, insertFacts } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const AT = '2012-06-18';

describe('a group that misses its goals', () => {
  const ask = useWarehouse(async (connection) => {
    await insertAccounts(connection, [
      { account_id: 'KEY', key_from: '2010-01-01', owner: '张三' },
      { account_id: 'BIG', owner: '李四', credit_limit_cny: 1_000_000 },
      { account_id: 'SUB', parent_id: 'BIG' },
      { account_id: 'SMALL' },
    ]);
    const day = (back: number) => addDays(AT, -back);
    await insertDeliveries(connection, [
      // the year before the last four weeks: 60 for KEY, 10 for BIG with its plant, 30 for others
      { day: day(365), account_id: 'KEY', net_t: 600 },
      { day: day(200), account_id: 'SUB', net_t: 100 },
      { day: day(200), account_id: 'SMALL', net_t: 200 },
      // the last four weeks: 48 % for key accounts, 46.9 % to an advantage market
      { day: day(27), account_id: 'KEY', net_t: 480, province: '广东' },
      { day: day(0), account_id: 'SMALL', net_t: 469 },
      { day: day(0), account_id: 'BIG', net_t: 51, province: '广东' },
    ]);
    const owed = (account_id: string, back: number, due_cny: number) => ({
      contract_no: `H${account_id}`,
      instalment: 1,
      account_id,
      due_on: day(back),
      due_cny,
    });
    await insertFacts(connection, 'crm.collection_plan', [
      owed('BIG', 61, 1_300_000),
      owed('SMALL', 31, 200_000),
      // yellow
      owed('KEY', 30, 100_000),
      // was orange a week ago and is paid
      owed('SUB', 50, 100_000),
    ]);
    await insertFacts(connection, 'crm.collection', [
      { collection_no: '1', account_id: 'SUB', received_on: AT, amount_cny: 100_000 },
    ]);
    const contract = (contract_no: string, account_id: string, ahead: number) => ({
      contract_no,
      account_id,
      kind: '重点',
      starts_on: '2012-01-01',
      ends_on: addDays(AT, ahead),
      qty_t: 1_000,
      owner: '王五',
    });
    await insertFacts(connection, 'crm.contract', [
      contract('H30', 'KEY', 30),
      contract('H31', 'KEY', 31),
      contract('HS', 'SMALL', 1),
    ]);
    // 60 % of the working days of June are gone
    const target = (metric: string, value: number) => ({
      metric,
      period_start: '2012-06-01',
      period_end: '2012-06-30',
      owner: '运销一部',
      value,
      unit: '吨',
    });
    // June has 520 t: 50 % of the target is ten points behind, which is not more than ten
    await insertFacts(connection, 'crm.target', [
      target('销量', 1_040),
      { ...target('销量', 3_000), period_start: '2012-05-01', period_end: '2012-05-31' },
    ]);
  });

  test('the worst first: red and orange collections, goals far off, dependence, contracts of key accounts that end', async () => {
    const rows = await ask('leader_decisions');
    expect(
      rows.map(({ level_zh, kind_zh, subject, detail_zh, owner, query }) => [
        level_zh,
        kind_zh,
        subject,
        detail_zh,
        owner,
        query,
      ]),
    ).toEqual([
      ['红', '回款', 'BIG', '逾期130.0万元,最长61天,额度占用130%', '李四', 'overdue_levels'],
      ['橙', '目标未达', '优势市场占比', '近4周46.9%,低于目标3.1个百分点', null, 'advantage_share'],
      // 1 080 of 1 900 t
      ['橙', '客户依赖', 'KEY', '近12个月占销量56.8%', '张三', 'concentration'],
      ['橙', '回款', 'SMALL', '逾期20.0万元,最长31天', null, 'overdue_levels'],
      ['黄', '目标未达', '大户占比', '近4周48.0%,低于目标2.0个百分点', null, 'ka_share_trend'],
      ['黄', '合同到期', 'KEY', 'H30(重点)还有30天到期,未续签', '王五', 'contract_expiring'],
    ]);
    expect(rows[0]).toMatchObject({
      detail_en: '1.3 million CNY overdue, longest 61 days, 130% of credit used',
      action_zh: '停发并移交法务',
      level_en: 'red',
    });
  });

  test('a target that time has left behind is a matter, one of twice as much an orange one', async () => {
    const behind = async (behind_pp: number) =>
      (await ask('leader_decisions', { behind_pp }))
        .filter(({ kind_zh }) => kind_zh === '进度落后')
        .map(({ subject, level_zh, detail_zh }) => [subject, level_zh, detail_zh]);
    expect(await behind(10)).toEqual([]);
    expect(await behind(9)).toEqual([['销量', '黄', '完成50.0%,时间进度60.0%']]);
    expect(await behind(4)).toEqual([['销量', '橙', '完成50.0%,时间进度60.0%']]);
  });

  test('exactly three points below the goal is yellow still', async () => {
    const rows = await ask('leader_decisions', { key_goal: 0.51, advantage_goal: 0.499 });
    const missed = rows.filter(({ kind_zh }) => kind_zh === '目标未达');
    expect(missed.map(({ subject, level_zh }) => [subject, level_zh])).toEqual([
      ['优势市场占比', '黄'],
      ['大户占比', '黄'],
    ]);
  });

  test('goals that are met and limits that are kept need no decision', async () => {
    const rows = await ask('leader_decisions', {
      key_goal: 0.48,
      advantage_goal: 0.46,
      cr1_yellow: 0.6,
      expiring_days: 29,
    });
    expect(rows.map(({ kind_zh }) => kind_zh)).toEqual(['回款', '回款']);
  });
});

describe('with nothing on record', () => {
  const ask = useWarehouse(async () => {});

  test('there is nothing to decide', async () => {
    expect(await ask('leader_decisions')).toEqual([]);
  });
});
